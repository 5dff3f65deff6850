from pipelines.cleaning.rules.headline_glued import RULE
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

HEADLINE = "Bees return to the old railway bridge"
TEASER = "Nine hives now stand where the trains once crossed the sound."

CLAIMED = {
    "before the teaser": (f"{HEADLINE} {TEASER}", f"{HEADLINE} "),
    "with a colon": (f"{HEADLINE}: {TEASER}", f"{HEADLINE}: "),
    "with a bar": (f"{HEADLINE} | {TEASER}", f"{HEADLINE} | "),
    "in capitals": (f"{HEADLINE.upper()} {TEASER}", f"{HEADLINE.upper()} "),
    "twice": (f"{HEADLINE} {HEADLINE}", f"{HEADLINE} "),
    "with an exclamation mark": (f"{HEADLINE}! {TEASER}", f"{HEADLINE}! "),
}
LEFT_ALONE = {
    "lede that begins with it": f"{HEADLINE}, and nobody knows where they have been.",
    "lede that goes on in small letters": f"{HEADLINE} that the town had given up years ago.",
    "lede that goes on with a name": f"{HEADLINE} Monday night, a warden of Lowmere said.",
    "quotation": f"“{HEADLINE}”: that was all the sign said in large letters.",
    "headline alone": HEADLINE,
    "little after it": f"{HEADLINE}. At last.",
    "sentence that holds it": f"The paper wrote: {HEADLINE}. Nobody believed it at first.",
}


@each_case(CLAIMED, ("line", "stretch"))
def test_headline_glued_to_a_line_of_its_own_goes(line: str, stretch: str) -> None:
    assert claimed(RULE, line, *BODY, title=HEADLINE) == [stretch]


@each_case(LEFT_ALONE, "line")
def test_headline_that_belongs_to_its_sentence_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY, title=HEADLINE) == []


def test_short_headline_goes_when_the_rest_stands_elsewhere_too() -> None:
    line = f"Bees are back here {TEASER}"
    fields = {"title": "Bees are back here", "description": TEASER}
    assert claimed(RULE, line, *BODY, **fields) == ["Bees are back here "]
    assert claimed(RULE, line, *BODY, title="Bees are back here") == []


def test_headline_of_three_words_stays() -> None:
    assert claimed(RULE, f"Bees are back {TEASER}", *BODY, title="Bees are back") == []


def test_block_further_down_stays() -> None:
    assert claimed(RULE, *BODY, *BODY, f"{HEADLINE}: {TEASER}", title=HEADLINE) == []
