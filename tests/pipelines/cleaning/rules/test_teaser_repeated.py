from typing import Any

from pipelines.cleaning.rules.teaser_repeated import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, named

STANDFIRST = (
    "The council allows the beekeepers of Marsh Lane to put up a bench beside the allotments"
)
PLAIN = Block(text=STANDFIRST)
HEADING = Block(text=STANDFIRST, kind="heading", level=2)

CLAIMED: dict[str, tuple[Block, dict[str, Any]]] = {
    "equals the description": (PLAIN, {"description": STANDFIRST}),
    "description was cut": (PLAIN, {"description": STANDFIRST.rsplit(" ", 1)[0] + " allot…"}),
    "named so": (named("standfirst", text=STANDFIRST), {}),
    "German name": (named("vorspann", text=STANDFIRST), {}),
    "heading": (HEADING, {}),
}
LEFT_ALONE: dict[str, tuple[tuple[str | Block, ...], dict[str, Any]]] = {
    "lede taken for the description": (BODY, {"description": BODY[0]}),
    "told again and nothing else": ((PLAIN, *BODY), {}),
    "description that the text does not tell again": (
        ("Nobody expected it, and yet it came", *BODY),
        {"description": "Nobody expected it, and yet it came"},
    ),
    "named so but not told again": ((named("standfirst", text="Nobody expected it"), *BODY), {}),
    "lede that shares some words with the next paragraph": (
        ("Nobody in Lowmere expected the beekeepers beside those allotments this summer", *BODY),
        {"description": "Nobody in Lowmere expected the beekeepers beside those allotments"},
    ),
    "subheading told again below": (
        (BODY[2], Block(text=STANDFIRST, kind="heading"), *BODY[:2]),
        {},
    ),
    "quotation": ((Block(text=f"“{STANDFIRST}”"), *BODY), {"description": STANDFIRST}),
    "no body below": ((HEADING, BODY[0]), {"description": STANDFIRST}),
    "subheading": ((BODY[0], Block(text="The bench of Marsh Lane", kind="heading"), *BODY), {}),
}


@each_case(CLAIMED, ("block", "fields"))
def test_standfirst_that_the_text_tells_again_goes(block: Block, fields: dict[str, Any]) -> None:
    assert claimed(RULE, block, *BODY, **fields) == [STANDFIRST]


def test_standfirst_that_stands_cut_as_well_goes() -> None:
    lines = (STANDFIRST, "The council allows the beekeepers of Marsh…", BODY[1], BODY[2])
    assert claimed(RULE, *lines, description=STANDFIRST) == [STANDFIRST]


@each_case(LEFT_ALONE, ("lines", "fields"))
def test_lede_and_other_lines_stay(lines: tuple[str | Block, ...], fields: dict[str, Any]) -> None:
    assert claimed(RULE, *lines, **fields) == []


def test_block_below_the_first_lines_stays() -> None:
    assert claimed(RULE, *("So it is.",) * 6, HEADING, *BODY, description=STANDFIRST) == []
