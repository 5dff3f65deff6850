from pipelines.cleaning.rules.section_labels import RULE
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

HEADLINE = "Bees return to the old railway bridge"

CLAIMED = {
    "one": ("Nature",),
    "several": ("America Politics World",),
    "two lines": ("News", "Lowmere"),
    "German": ("Politik",),
    "Russian": ("Новости Общество",),
    "with marks": ("News / Nature",),
}
LEFT_ALONE = {
    "small letters": "nature and bees",
    "sentence": "Nature wins.",
    "question": "Nature?",
    "long line": "Nature Society Politics World Sports Culture Lowmere",
}


@each_case(CLAIMED, "lines")
def test_section_above_the_headline_goes(lines: tuple[str, ...]) -> None:
    assert claimed(RULE, *lines, HEADLINE, *BODY, title=HEADLINE) == list(lines)


@each_case(LEFT_ALONE, "line")
def test_other_line_above_the_headline_stays(line: str) -> None:
    assert claimed(RULE, line, HEADLINE, *BODY, title=HEADLINE) == []


def test_line_below_the_headline_stays() -> None:
    assert claimed(RULE, HEADLINE, "Nature", *BODY, title=HEADLINE) == []


def test_nothing_goes_when_the_headline_does_not_stand_there() -> None:
    assert claimed(RULE, "Nature", *BODY, title=HEADLINE) == []


def test_nothing_goes_when_the_headline_stands_far_below() -> None:
    lines = ("News", "Nature", "Lowmere", "World", "Sports")
    assert claimed(RULE, *lines, HEADLINE, *BODY, title=HEADLINE) == []
