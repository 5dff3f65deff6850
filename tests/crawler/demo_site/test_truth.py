from crawler.demo_site.truth import expected_stories
from tests.crawler.demo_site.editions import editions

STORIES = expected_stories(tuple(editions().values()))


def test_disallowed_story_is_not_expected() -> None:
    assert not [story for story in STORIES if "note-interne" in story.url]


def test_each_kind_of_duplicate_occurs_and_has_its_twin_among_the_stories() -> None:
    duplicates = [story for story in STORIES if story.duplicate]
    assert sorted(str(story.duplicate) for story in duplicates) == [
        "canonical_url",
        "exact",
        "near",
    ]
    assert {story.twin_url for story in duplicates} <= {story.url for story in STORIES}


def test_exact_duplicate_has_the_paragraphs_of_its_twin_and_near_one_has_not() -> None:
    paragraphs = {story.url: story.paragraphs for story in STORIES}
    for story in STORIES:
        if story.twin_url is not None:
            is_same = story.paragraphs == paragraphs[story.twin_url]
            assert is_same is (story.duplicate != "near")


def test_dates_are_in_utc() -> None:
    dates = {story.url: story.published.isoformat() for story in STORIES}
    assert dates["http://rechnoy.example/novosti/most-cherez-lugovku/"] == (
        "2025-11-19T12:05:00+00:00"
    )


def test_changed_text_is_a_second_revision() -> None:
    after = expected_stories(tuple(editions(2).values()))
    revised = [story for story in after if story.revision == 2]
    # The story and its AMP variant.
    assert {story.url.split("/")[-1] for story in revised} == {"deichschafe-sender.html"}
    assert all(story.revision == 1 for story in STORIES)


def test_subheadings_are_part_of_the_body() -> None:
    story = next(story for story in STORIES if "deichschafe" in story.url)
    assert "Drei weiche Stellen in einer Woche" in story.paragraphs
