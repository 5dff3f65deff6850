from pipelines.cleaning.rules.teaser_cut import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

CUT = {
    "ellipsis": "The beekeepers of Marsh Lane may put up a bench…",
    "three dots": "The beekeepers of Marsh Lane may put up a bench ...",
    "inside a word": "The beekeepers of Marsh Lane may put up a ben…",
    "in brackets": "The beekeepers of Marsh Lane may put up a bench […]",
    "in capitals": "THE BEEKEEPERS OF MARSH LANE MAY PUT…",
}
LEFT_ALONE = {
    "pause": "And then nobody said anything for a while…",
    "short": "The beekeepers of Marsh…",
    "without a mark": "The beekeepers of Marsh Lane may put up a bench",
    "other words": "The fishermen of Marsh Lane may put up a bench…",
    "words from the middle": "may put up a bench beside the allotments…",
}


@each_case(CUT, "line")
def test_start_of_a_paragraph_that_was_cut_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY) == [line]
    assert claimed(RULE, *BODY, line) == [line]


@each_case(CUT, "line")
def test_start_of_the_description_that_was_cut_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY[1:], description=BODY[0]) == [line]


@each_case(LEFT_ALONE, "line")
def test_line_without_a_longer_form_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY) == []


def test_pause_in_speech_that_equals_the_description_stays() -> None:
    line = "“And then nobody said anything for a…"
    assert claimed(RULE, line, *BODY, description="And then nobody said anything for a while") == []


def test_line_that_is_the_same_twice_stays() -> None:
    """Both are cut: neither is the longer form. A refrain may be written so."""
    line = "And the river went on and on…"
    assert claimed(RULE, line, BODY[0], Block(text=line), BODY[1]) == []


def test_verse_of_which_the_description_was_made_stays() -> None:
    lines = ("The town stands black and silent…", "and nobody asks why it is so cold.")
    assert claimed(RULE, *lines, *BODY, description=" ".join(lines)) == []
