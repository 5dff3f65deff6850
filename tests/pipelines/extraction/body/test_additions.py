import pytest

from pipelines.extraction.body.additions import find_additions
from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from pipelines.options import ExtractionOptions


def additions(markup: str, *chosen: str) -> set[str]:
    """Return the lines that may come in beside the chosen ones."""
    lines = read_lines(parse(f"<body>{markup}</body>"))
    places = frozenset(i for i, line in enumerate(lines) if line.text in chosen)
    assert len(places) == len(chosen)
    features = FeatureReader(lines, PageWordings()).read(places)
    may = find_additions(lines, places, features, ExtractionOptions(min_story_words=3))
    return {
        lines[index].text
        for index, is_free in zip(features.candidates.tolist(), may, strict=True)
        if is_free and index not in places
    }


@pytest.mark.parametrize("name", ["comments", "privacy-modal", "cookieConsent", "lightbox"])
def test_comments_and_dialogs_stay_out(name: str) -> None:
    markup = f"<p>The old bench.</p><p>A tram.</p><div class='{name}'><p>Not the story.</p></div>"
    assert additions(markup, "The old bench.") == {"A tram."}


NEXT = "<article><p>The ferry.</p></article>"


def test_the_next_story_stays_out() -> None:
    markup = f"<article><h1>Head.</h1><p>The old bench.</p><p>A tram.</p></article>{NEXT}"
    assert additions(markup, "The old bench.") == {"Head.", "A tram."}


def test_the_next_story_stays_out_by_its_own_headline() -> None:
    story = "<h1>Head.</h1><article><p>The old bench.</p></article>"
    following = NEXT.replace("<p>", "<h1>Ferry.</h1><p>")
    assert additions(story + following, "The old bench.") == {"Head."}


def test_sections_of_one_story_may_come_in() -> None:
    markup = f"<h1>Head.</h1><article><p>The old bench.</p></article>{NEXT}"
    assert additions(markup, "The old bench.") == {"Head.", "The ferry."}


def test_a_card_inside_the_story_stays_out() -> None:
    markup = f"<article><h1>Head.</h1><p>The old bench.</p>{NEXT}<p>A tram.</p></article>"
    assert additions(markup, "The old bench.") == {"Head.", "A tram."}


def test_what_stands_in_no_article_element_may_come_in() -> None:
    markup = "<article><p>The old bench.</p></article><div><p>A tram.</p></div>"
    assert additions(markup, "The old bench.") == {"A tram."}


def test_posts_of_a_live_page_may_come_in() -> None:
    posts = "".join(f"<article><p>Post {n}.</p></article>" for n in range(5))
    assert additions(posts, "Post 0.", "Post 1.", "Post 3.") == {"Post 2.", "Post 4."}


def test_a_few_kept_words_keep_no_other_story_out() -> None:
    markup = "<article><p>Bench.</p></article><article><p>The ferry.</p></article>"
    assert additions(markup, "Bench.") == {"The ferry."}


def test_without_anything_chosen_every_story_may_come_in() -> None:
    assert additions("<article><p>The old bench.</p></article><p>A tram.</p>") == {
        "The old bench.",
        "A tram.",
    }
