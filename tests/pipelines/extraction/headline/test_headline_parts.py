import pytest

from pipelines.extraction.headline.headline_parts import CUT, LABELLED, read_headline_parts
from pipelines.extraction.tree.markup import parse

TITLE = "Bridge opens at Lowmere"


def parts_of(headline: str) -> dict[str, list[str]]:
    tree = parse(f"<html><body><h1>{headline}</h1></body></html>")
    found = read_headline_parts(tree.iter("h1"))
    return {
        source: [item.value for item in found if item.source == source]
        for source in (CUT, LABELLED)
    }


CUTS = {
    "subtitle": f"{TITLE} <small>After ten years</small>",
    "kicker": f"<i>Coast</i> {TITLE}",
    "by-line": f"{TITLE}<div>Posted on <time>3 February</time> by <a>Ada Long</a></div>",
    "link and count": f"<span><a>{TITLE}</a> <em>(wire)</em></span> <b>87</b>",
}


@pytest.mark.parametrize("headline", CUTS.values(), ids=CUTS)
def test_headline_is_cut_at_the_borders_of_elements(headline: str) -> None:
    assert TITLE in parts_of(headline)[CUT]


LABELS = {
    "kicker": (f'<span class="head__kicker">Coast</span><i>: </i>{TITLE}', [TITLE]),
    "camel case": (f'<div class="topicLabel">Coast</div> {TITLE}', [TITLE]),
    "hidden label": (f'<span class="visuallyhidden">Headline:</span> {TITLE}', [TITLE]),
    "section with a bar": (f'<div class="entry-section">Coast | </div>{TITLE}', [TITLE]),
    "no name": (f"<span>Coast</span> {TITLE}", []),
    "behind the headline": (f'{TITLE} <span class="label">Coast</span>', []),
    "one word left": ('<span class="kicker">Bridge at</span> Lowmere', []),
}


@pytest.mark.parametrize(("headline", "expected"), LABELS.values(), ids=LABELS)
def test_what_stands_behind_a_named_label_is_told(headline: str, expected: list[str]) -> None:
    assert parts_of(headline)[LABELLED] == expected


ONE_TEXT = {
    "plain": TITLE,
    "one element": f"<span>{TITLE}</span>",
    "every letter in an element of its own": "".join(f"<b>{letter}</b>" for letter in TITLE),
}


@pytest.mark.parametrize("headline", ONE_TEXT.values(), ids=ONE_TEXT)
def test_headline_of_one_text_or_of_very_many_has_no_parts(headline: str) -> None:
    assert parts_of(headline) == {CUT: [], LABELLED: []}
