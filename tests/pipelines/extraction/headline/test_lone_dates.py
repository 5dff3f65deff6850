from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from pipelines.extraction.headline.lone_dates import read_lone_day, read_lone_stamps
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def stamps(markup: str) -> list[tuple[str, str]]:
    tree = parse(f"<body><h1>Bridge painted</h1>{markup}</body>")
    return [(item.source, item.value) for item in read_lone_day(tree, NOW)]


FOUND = {
    "side column": ("<aside><p>3 February 2025</p></aside>", ("text", "3 February 2025")),
    "card": ("<div class='card'><span>Feb 3, 2025</span></div>", ("text", "Feb 3, 2025")),
    "element for times": (
        "<div class='sidebar'><time datetime='2025-02-03T10:00:00Z'>a while ago</time></div>",
        ("time", "2025-02-03T10:00:00Z"),
    ),
    "only named for a change": (
        "<p class='entry_update'>3 February 2025</p>",
        ("text", "3 February 2025"),
    ),
    "behind a child": ("<p><b>Quay</b> 3 February 2025</p>", ("text", "3 February 2025")),
    "twice, written in two ways": (
        "<p>3 February 2025</p><footer>Feb 3, 2025</footer>",
        ("text", "3 February 2025"),
    ),
    "with a copyright": (
        "<p>3 February 2025</p><footer>© 2026 Quay</footer>",
        ("text", "3 February 2025"),
    ),
}


@pytest.mark.parametrize(("markup", "stamp"), FOUND.values(), ids=FOUND)
def test_only_day_of_a_page_is_found_anywhere(markup: str, stamp: tuple[str, str]) -> None:
    assert stamps(markup) == [stamp]


NOT_FOUND = {
    "no day": "<p>Paint for bridges.</p>",
    "two days": "<p>3 February 2025</p><aside>4 February 2025</aside>",
    "a change": "<p>Last updated 3 February 2025</p>",
    "a month": "<p>February 2025</p>",
    "copyright": "<footer>© 2026 Quay</footer>",
    "in a script": "<script>3 February 2025</script>",
    "in a long text": f"<p>3 February 2025{' and so on' * 20}</p>",
}


@pytest.mark.parametrize("markup", NOT_FOUND.values(), ids=NOT_FOUND)
def test_page_without_one_sure_day_gives_none(markup: str) -> None:
    assert stamps(markup) == []


@settings(max_examples=40)
@given(html=html_pages())
def test_any_page_gives_at_most_one_day(html: str) -> None:
    assert len(read_lone_day(parse(html), NOW)) <= 1


LONE_STAMPS: dict[str, tuple[str, list[str]]] = {
    "labelled": (
        "<p>5 March 2025</p><p>Published on 3 February 2025</p>",
        [
            "3 February 2025",
            "5 March 2025",
        ],
    ),
    "the only one": ("<td>3 February 2025</td>", ["3 February 2025"]),
    "several": ("<p>3 February 2025</p><p>4 February 2025</p>", []),
    "month of an archive": ("<li>February 2025</li>", []),
    "date of a change": ("<p>Updated on 3 February 2025</p>", []),
    "side column": ("<aside><p>3 February 2025</p></aside>", []),
    "sentence": ("<p>On 3 February 2025 the bridge was opened by the mayor of Lowmere.</p>", []),
    "footer of the story": ('<div class="post-footer">3 February 2025</div>', ["3 February 2025"]),
    "footer of the page": ('<div class="footer">3 February 2025</div>', []),
}


@pytest.mark.parametrize(("body", "expected"), LONE_STAMPS.values(), ids=LONE_STAMPS)
def test_stamp_anywhere_counts_when_it_is_labelled_then_when_it_is_the_only_bare_one(
    body: str, expected: list[str]
) -> None:
    tree = parse(f"<html><body><div>{body}</div></body></html>")
    assert [stamp.value for stamp in read_lone_stamps(tree)] == expected
