import pytest

from pipelines.extraction.body.blocks import Selection, to_blocks
from pipelines.extraction.body.rescue import rescue_body
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from pipelines.options import ExtractionOptions

OPTIONS = ExtractionOptions()
PARAGRAPHS = tuple(
    f"In year {number} the ferry carried {number * 37} people over the sound to Lowmere island."
    for number in range(1, 9)
)
WHOLE = "\n".join(PARAGRAPHS)
NOTHING = Selection(chosen=frozenset())

REFUSED = {
    "none": None,
    "empty": "",
    "too short": PARAGRAPHS[0],
    "cut with an ellipsis": f"{WHOLE} and then…",
    "cut with dots": f"{WHOLE} and then ...",
    "the text twice in one line": f"{WHOLE} {WHOLE}".replace("\n", " "),
}


@pytest.mark.parametrize("article_body", REFUSED.values(), ids=REFUSED.keys())
def test_a_dishonest_body_rescues_nothing(article_body: str | None) -> None:
    lines = read_lines(parse("<body><p>Please accept cookies.</p></body>"))
    assert rescue_body(article_body, NOTHING, lines, OPTIONS) is None


def test_paragraphs_of_a_doubled_body_are_taken_once() -> None:
    found = rescue_body(f"{WHOLE}\n{WHOLE}", NOTHING, (), OPTIONS)
    assert found is not None
    assert tuple(block.text for block in to_blocks(found, ())) == PARAGRAPHS


def test_lines_of_the_page_are_taken_where_they_hold_the_body() -> None:
    inner = "<p>Advertisement</p>".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    lines = read_lines(parse(f"<body><p>Menu</p>{inner}<p>Footer</p></body>"))
    found = rescue_body(WHOLE.replace("\n", " "), NOTHING, lines, OPTIONS)
    assert found is not None
    blocks = to_blocks(found, lines)
    assert tuple(block.text for block in blocks) == PARAGRAPHS
    assert all(block.signals.position is not None for block in blocks)


def test_nothing_is_rescued_when_the_extractor_has_half_of_it() -> None:
    lines = read_lines(parse("<body>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)))
    kept = Selection(chosen=frozenset(range(5)))
    assert rescue_body(WHOLE, kept, lines, OPTIONS) is None
