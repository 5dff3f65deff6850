from pipelines.cleaning.rules.headline import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

HEADLINE = "Bees return to the old railway bridge"

CLAIMED = {
    "as it is": HEADLINE,
    "in capitals": HEADLINE.upper(),
    "with a full stop": f"{HEADLINE}.",
    "in quotation marks": f"“{HEADLINE}”",
    "with the name of the site": f"{HEADLINE} | Lowmere Gazette",
    "in slightly other words": "Bees return to the old railway bridge again",
}
LEFT_ALONE = {
    "sentence that quotes it": f"“{HEADLINE}”, the sign in the window of the bakery said.",
    "sentence that holds it": f"The paper wrote: {HEADLINE}.",
    "lede in the same words": "Bees return to the old railway bridge again.",
    "other headline": "Wasps leave the new road tunnel",
    "half of it": "Bees return",
}


@each_case(CLAIMED, "line")
def test_headline_above_the_text_goes(line: str) -> None:
    fields = {"title": HEADLINE, "site_names": ("Lowmere Gazette",)}
    assert claimed(RULE, line, *BODY, **fields) == [line]


@each_case(LEFT_ALONE, "line")
def test_other_lines_above_the_text_stay(line: str) -> None:
    assert claimed(RULE, line, *BODY, title=HEADLINE) == []


def test_other_wording_of_the_headline_goes_too() -> None:
    line = "Honey for Lowmere once more"
    assert claimed(RULE, line, *BODY, title=HEADLINE, other_titles=(line,)) == [line]


def test_every_copy_goes_wherever_it_stands() -> None:
    heading = Block(text=HEADLINE, kind="heading", level=1)
    assert claimed(RULE, heading, HEADLINE, *BODY, HEADLINE, title=HEADLINE) == [HEADLINE] * 3


def test_short_headline_further_down_stays() -> None:
    """A word may be a subheading, an answer, a line of a poem."""
    assert claimed(RULE, *BODY, *BODY, "Bees", title="Bees") == []


def test_like_line_further_down_stays() -> None:
    line = "Bees return to the old railway bridge again"
    assert claimed(RULE, *BODY, *BODY, line, title=HEADLINE) == []


def test_nothing_goes_without_a_title() -> None:
    assert claimed(RULE, HEADLINE, *BODY) == []
