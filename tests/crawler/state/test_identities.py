"""Which pages are one story: ``Dataset.deliver`` on variants and wrong canonical links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.dataset import Dataset
from crawler.state.frontier_rows import QueuedUrl
from pipelines.items import Entry
from pipelines.urls import url_id
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    column,
    lines,
    open_dataset,
    rejection,
)

OTHER = "https://gazette.example/2026/bridge"


AMP = "https://gazette.example/amp/2026/harbour"


def test_a_variant_with_other_words_around_the_text_is_no_update(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        for _ in range(2):
            delivered = dataset.deliver(article(AMP, "Opens on Monday.", canonical=STORY))
            assert delivered.outcome == "duplicate"
    assert column(tmp_path, "articles", "revision") == [1]


TEMPLATE_FAULT = "https://gazette.example/undefined"
UNLIKE_SIGNATURES = [tuple(range(start, start + 128)) for start in (0, 1000, 2000)]


def test_stories_under_one_wrong_canonical_url_are_kept_each_under_its_own(tmp_path: Path) -> None:
    stories = [
        article(f"{STORY}/{n}", f"Story {n}.", canonical=TEMPLATE_FAULT, signature=signature)
        for n, signature in enumerate(UNLIKE_SIGNATURES)
    ]
    for run, expected in (("run-1", "new"), ("run-2", "unchanged")):
        with open_dataset(tmp_path, run) as dataset:
            assert [dataset.deliver(story).outcome for story in stories] == [expected] * 3
    own = [f"{STORY}/1", f"{STORY}/2"]
    assert column(tmp_path, "articles", "url_canonical") == [TEMPLATE_FAULT, *own]
    assert column(tmp_path, "articles", "id")[1:] == [url_id(url) for url in own]
    assert lines(tmp_path, "rejected") == []


def test_a_story_under_a_wrong_canonical_url_has_revisions_of_its_own(tmp_path: Path) -> None:
    first, second, third = UNLIKE_SIGNATURES
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(STORY, canonical=TEMPLATE_FAULT, signature=first))
        for text, signature in (("It opens.", second), ("It closes.", third)):
            dataset.deliver(article(OTHER, text, canonical=TEMPLATE_FAULT, signature=signature))
    assert column(tmp_path, "articles", "url_canonical") == [TEMPLATE_FAULT, OTHER, OTHER]
    assert column(tmp_path, "articles", "revision") == [1, 1, 2]


def test_a_story_whose_address_another_one_took_is_not_lost(tmp_path: Path) -> None:
    first, second, _ = UNLIKE_SIGNATURES
    impostor = article(OTHER, "Of a bench.", canonical=STORY, signature=first)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(impostor)
        owner = dataset.deliver(article(STORY, "Of a harbour.", signature=second))
        assert owner.outcome == "updated"
        assert dataset.deliver(impostor).outcome == "new"
    assert column(tmp_path, "articles", "url_canonical") == [STORY, STORY, OTHER]


def test_a_version_cut_short_is_no_story_of_its_own(tmp_path: Path) -> None:
    whole = UNLIKE_SIGNATURES[0]
    cut = (*whole[:12], *range(5000, 5116))
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=whole))
        delivered = dataset.deliver(article(AMP, "It opens …", canonical=STORY, signature=cut))
    assert delivered.outcome == "duplicate"


def test_the_own_page_of_a_story_takes_over_from_its_variant_when_it_changes(
    tmp_path: Path,
) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(AMP, "Opens on Monday.", canonical=STORY))
        outcomes = [
            dataset.deliver(article(text="The harbour opens on Monday.")).outcome,
            dataset.deliver(article(text="The harbour opens on Friday.")).outcome,
            dataset.deliver(article(AMP, "Opens on Friday.", canonical=STORY)).outcome,
        ]
    assert outcomes == ["duplicate", "updated", "duplicate"]
    assert column(tmp_path, "articles", "url") == [AMP, STORY]


def listed(
    dataset: Dataset, run: int, *urls: str, source_id: str = "gazette"
) -> Sequence[QueuedUrl]:
    """Let a source list URLs, run by run an hour later, and return what it asks for."""
    told = announcement(*urls, run_id=f"run-{run}")
    now = NOON + timedelta(hours=run)
    return dataset.frontier.announce(replace(told, now=now, source_id=source_id, revisit_s=1800))


RSS = f"{STORY}?from=rss"


def test_a_story_that_its_feed_names_by_another_address_than_its_own_is_updated(
    tmp_path: Path,
) -> None:
    with open_dataset(tmp_path) as dataset:
        outcomes = [
            dataset.deliver(article(url, text, canonical=STORY)).outcome
            for text in ("It opens.", "It opens on Monday.", "It opens on Friday.")
            for url in ((RSS, STORY) if text == "It opens." else (RSS,))
        ]
    assert outcomes == ["new", "duplicate", "updated", "updated"]


def test_the_own_page_goes_before_another_address_once_both_are_visited(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(RSS, canonical=STORY))
        dataset.deliver(article(STORY))
        assert dataset.deliver(article(STORY, "It opens on Friday.")).outcome == "updated"
        delivered = dataset.deliver(article(RSS, "It opens on Sunday.", canonical=STORY))
    assert delivered.outcome == "duplicate"


def test_a_story_whose_address_changes_in_its_feed_each_day_is_updated(tmp_path: Path) -> None:
    texts = ("It opens.", "It opens on Monday.", "It opens on Monday.", "It opens on Friday.")
    outcomes: list[str] = []
    with open_dataset(tmp_path) as dataset:
        for day, text in enumerate(texts):
            [asked] = listed(dataset, day, f"{STORY}?day={day}")
            outcomes.append(dataset.deliver(article(asked.url, text, canonical=STORY)).outcome)
    assert outcomes == ["new", "updated", "unchanged", "updated"]
    assert lines(tmp_path, "rejected") == []


def test_an_address_beside_one_that_is_still_listed_is_no_update(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        listed(dataset, 1, STORY, AMP)
        dataset.deliver(article())
        delivered = dataset.deliver(article(AMP, "Opens on Monday.", canonical=STORY))
    assert delivered.outcome == "duplicate"


def test_an_address_that_another_source_names_later_is_no_update(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        listed(dataset, 1, STORY)
        dataset.deliver(article())
        listed(dataset, 2, OTHER)
        listed(dataset, 2, AMP, source_id="archive")
        view = article(AMP, "Opens on Monday.", canonical=STORY)
        hints = replace(view.hints, source_id="archive")
        assert dataset.deliver(replace(view, hints=hints)).outcome == "duplicate"


def test_a_left_over_of_the_listing_that_named_the_story_too_is_no_update(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        listed(dataset, 1, STORY, AMP)
        dataset.deliver(article())
        listed(dataset, 2, OTHER)
        delivered = dataset.deliver(article(AMP, "Opens on Monday.", canonical=STORY))
    assert delivered.outcome == "duplicate"


def test_a_story_whose_page_shows_the_text_of_another_for_a_while_is_followed(
    tmp_path: Path,
) -> None:
    wall = "Members read this."
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.deliver(article(OTHER, wall))
        outcomes = [dataset.deliver(article(text=wall)).outcome for _ in range(2)]
        listed(dataset, 1, STORY)
        [asked] = listed(dataset, 2, STORY)
        assert asked.url == STORY
        outcomes += [
            dataset.deliver(article()).outcome,
            dataset.deliver(article(text="It opens on Friday.")).outcome,
        ]
    assert outcomes == ["duplicate", "unchanged", "unchanged", "updated"]
    assert column(tmp_path, "rejected", "reason") == ["duplicate-exact"]
    assert column(tmp_path, "articles", "revision") == [1, 1, 2]


def test_a_story_whose_own_page_has_gone_is_updated_at_another_address(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(RSS, canonical=STORY))
        dataset.deliver(article(STORY))
        dataset.deliver(article(STORY, "It opens on Friday."))
        dataset.reject(rejection(STORY, "http-404"))
        delivered = dataset.deliver(article(RSS, "It opens on Sunday.", canonical=STORY))
    assert delivered.outcome == "updated"


SIGNATURE = tuple(range(128))
GROWN = (*range(70), *range(7000, 7058))
HTTP = STORY.replace("https", "http")


@pytest.mark.parametrize(
    "other", [HTTP, STORY.replace("//", "//www."), f"{STORY}/"], ids=["scheme", "www", "slash"]
)
def test_a_story_at_a_similar_address_is_the_same(tmp_path: Path, other: str) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        delivered = dataset.deliver(article(other, "It opens today.", signature=GROWN))
    assert delivered.outcome == "duplicate"
    assert column(tmp_path, "rejected", "reason") == ["duplicate-canonical-url"]


def test_another_text_at_a_similar_address_is_another_story(tmp_path: Path) -> None:
    first, second, _ = UNLIKE_SIGNATURES
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=first))
        delivered = dataset.deliver(article(HTTP, "Of a bench.", signature=second))
    assert delivered.outcome == "new"


def test_a_site_that_moves_to_https_keeps_its_stories_and_their_updates(tmp_path: Path) -> None:
    outcomes: list[str] = []
    with open_dataset(tmp_path) as dataset:
        for run, (url, text) in enumerate(
            ((HTTP, "It opens."), (STORY, "It opens."), (STORY, "It opens on Friday."))
        ):
            [asked] = listed(dataset, run, url)
            delivered = dataset.deliver(article(asked.url, text, signature=SIGNATURE))
            outcomes.append(delivered.outcome)
    assert outcomes == ["new", "unchanged", "updated"]
    assert column(tmp_path, "articles", "url") == [HTTP, STORY]
    assert column(tmp_path, "articles", "id") == [url_id(HTTP)] * 2
    assert column(tmp_path, "articles", "url_canonical") == [HTTP] * 2


RENAMED = "https://gazette.example/2026/harbour-opens"


def test_a_story_whose_link_leads_to_a_new_address_stays_the_same(tmp_path: Path) -> None:
    moved = replace(article(RENAMED, "It opens on Friday.", signature=GROWN), url_requested=STORY)
    with open_dataset(tmp_path) as dataset:
        listed(dataset, 1, STORY)
        dataset.deliver(article(signature=SIGNATURE))
        assert dataset.deliver(moved).outcome == "updated"
        listed(dataset, 2, RENAMED)
        later = article(RENAMED, "It opens on Sunday.", signature=GROWN)
        assert dataset.deliver(later).outcome == "updated"
    assert column(tmp_path, "articles", "id") == [url_id(STORY)] * 3
    assert column(tmp_path, "articles", "url") == [STORY, RENAMED, RENAMED]


def test_a_page_that_calls_itself_otherwise_from_now_on_stays_the_same_story(
    tmp_path: Path,
) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        again = article(text="It opens.", canonical=TEMPLATE_FAULT, signature=GROWN)
        assert dataset.deliver(again).outcome == "updated"
    assert column(tmp_path, "articles", "url_canonical") == [STORY, STORY]


def test_a_link_that_leads_to_the_story_of_the_day_has_a_story_each_day(tmp_path: Path) -> None:
    site = "https://gazette.example/weather"
    with open_dataset(tmp_path) as dataset:
        for day, signature in (("24", SIGNATURE), ("25", GROWN)):
            page = article(f"{site}/2026-11-{day}", f"On the {day}.", signature=signature)
            dataset.deliver(replace(page, url_requested=f"{site}/today"))
    assert column(tmp_path, "articles", "change") == ["new", "new"]


def test_a_link_that_leads_to_another_text_has_two_stories(tmp_path: Path) -> None:
    first, second, _ = UNLIKE_SIGNATURES
    other = article(RENAMED, "Of a bench.", signature=second)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=first))
        assert dataset.deliver(replace(other, url_requested=STORY)).outcome == "new"


def test_a_copy_that_its_site_edits_is_a_story_of_its_own(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        dataset.deliver(article(OTHER, signature=SIGNATURE))
        delivered = dataset.deliver(article(OTHER, "It opens today.", signature=GROWN))
    assert delivered.outcome == "new"
    assert column(tmp_path, "articles", "cluster_id") == [None, url_id(STORY)]


def test_a_story_that_no_address_follows_any_more_is_followed_again(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(RSS, canonical=STORY))
        dataset.reject(rejection(RSS, "http-404"))
        assert dataset.deliver(article(AMP, "It opens.", canonical=STORY)).outcome == "updated"


TOWN = "https://gazette.example/weather"
TEMPLATE_SIGNATURE = (*range(60), *range(7000, 7068))


@pytest.mark.parametrize(
    ("first", "second"),
    [((), ()), ((), SIGNATURE), (SIGNATURE, ()), (SIGNATURE, TEMPLATE_SIGNATURE)],
    ids=["both short", "the first short", "the second short", "one template"],
)
def test_where_texts_cannot_tell_headlines_do(
    tmp_path: Path, first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    one = article(f"{TOWN}/a", "Of rain.", canonical=TEMPLATE_FAULT, signature=first)
    other = article(f"{TOWN}/b", "Of sun.", canonical=TEMPLATE_FAULT, signature=second)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(replace(one, title="Weather in Lowmere: rain"))
        delivered = dataset.deliver(replace(other, title="Weather in Greyport: sun"))
        again = dataset.deliver(replace(other, title="Weather in Greyport: sun"))
    assert (delivered.outcome, again.outcome) == ("new", "unchanged")
    assert column(tmp_path, "articles", "url_canonical") == [TEMPLATE_FAULT, f"{TOWN}/b"]


VIEWS = {
    "site name around the headline": (f"{TOWN}/print?no=5", "The harbour opens - The Gazette", ()),
    "the same headline above half of the text": (f"{TOWN}/print?no=5", "The harbour opens", GROWN),
    "another headline above nearly the same text": (
        f"{TOWN}/print?no=5",
        "Print view",
        (*range(110), *range(7000, 7018)),
    ),
    "another headline at an address that names the story": (AMP, "Ships come back", GROWN),
    "no headline": (f"{TOWN}/print?no=5", None, ()),
}


@pytest.mark.parametrize(("url", "title", "signature"), VIEWS.values(), ids=VIEWS.keys())
def test_a_view_of_a_story_is_no_other_story(
    tmp_path: Path, url: str, title: str | None, signature: tuple[int, ...]
) -> None:
    view = article(url, "It opens, in short.", canonical=STORY, signature=signature)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        assert dataset.deliver(replace(view, title=title)).outcome == "duplicate"


def moved_in_feed(
    dataset: Dataset, before: str, now: str, signatures: Sequence[tuple[int, ...]]
) -> Sequence[str]:
    """Deliver a story and then what its feed names instead under the same guid."""
    outcomes: list[str] = []
    for hours, url in enumerate((before, now)):
        named = replace(announcement(Entry(url=url, guid="7")), now=NOON + timedelta(hours=hours))
        dataset.frontier.announce(named)
        story = article(url, f"The harbour closes in {hours}.", signature=signatures[hours])
        outcomes.append(dataset.deliver(story).outcome)
    return outcomes


def test_a_story_that_its_feed_links_to_elsewhere_under_the_same_guid_is_updated(
    tmp_path: Path,
) -> None:
    first = UNLIKE_SIGNATURES[0]
    grown = (*first[:12], *range(5000, 5116))
    with open_dataset(tmp_path) as dataset:
        outcomes = moved_in_feed(dataset, STORY, f"{STORY}-stays-open", (first, grown))
    assert outcomes == ["new", "updated"]
    assert column(tmp_path, "articles", "url_canonical") == [STORY, STORY]
    assert column(tmp_path, "articles", "url") == [STORY, f"{STORY}-stays-open"]


@pytest.mark.parametrize(
    ("now", "signatures"),
    [
        pytest.param(OTHER, UNLIKE_SIGNATURES[:2], id="another text"),
        pytest.param(STORY.replace("2026", "2027"), [UNLIKE_SIGNATURES[0]] * 2, id="other numbers"),
        pytest.param("https://herald.example/2026/a", [UNLIKE_SIGNATURES[0]] * 2, id="other site"),
    ],
)
def test_a_guid_that_is_used_again_makes_no_revision(
    tmp_path: Path, now: str, signatures: Sequence[tuple[int, ...]]
) -> None:
    with open_dataset(tmp_path) as dataset:
        moved_in_feed(dataset, STORY, now, signatures)
    assert column(tmp_path, "articles", "revision") == [1, 1]
