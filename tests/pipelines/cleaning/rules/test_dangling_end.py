from pipelines.cleaning.rules.dangling_end import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case


def heading(text: str) -> Block:
    return Block(text=text, kind="heading", level=2)


CAPTION = Block(text="Nine hives", kind="caption")
CLAIMED: dict[str, tuple[str | Block, ...]] = {
    "heading": (heading("Trending this week"),),
    "two headings": (heading("More news"), heading("Letters")),
    "colon": ("Lue seuraavaksi:",),
    "German": ("Das Thema könnte dich auch interessieren:",),
    "Chinese colon": ("相关新闻：",),
    "colon in a list": (Block(text="Sources:", kind="list_item"),),
    "words that head lists of stories": ("News Feed",),
    "above a picture": (heading("Gallery"), CAPTION),
}
LEFT_ALONE: dict[str, tuple[str | Block, ...]] = {
    "heading with text below": (heading("Nine hives"), "They stand behind the station."),
    "colon with text below": ("The mayor put it like this:", "“Let them have their bench.”"),
    "colon with a table below": ("The results:", Block(text="Lowmere | 3", kind="table")),
    "sentence set as a heading": (heading("Nobody took the chair."),),
    "last line": ("So it is.",),
    "words like those that head lists": ("More in sorrow than in anger",),
    "words that head lists in the middle": ("News Feed", "The town has a new paper."),
    "long sentence with a colon": (f"{BODY[0][:-1]}, and this is what the mayor said of it:",),
    "four headings": tuple(heading(word) for word in ("Bees", "Ferry", "Market", "River")),
    "long Chinese sentence with a colon": (
        "镇长星期二晚上在会议结束以后对记者们这样解释了这项决定：",
    ),
    "two lines above posts that were lost": ("The mayor wrote:", "And the ferryman answered:"),
    "headings above posts that were lost": (heading("The mayor:"), heading("The ferryman:")),
    "quotation": (Block(text="And then she said:", kind="quote"),),
}


@each_case(CLAIMED, "lines")
def test_last_line_that_announces_what_does_not_follow_goes(lines: tuple[str | Block, ...]) -> None:
    wanted = [x if isinstance(x, str) else x.text for x in lines if x != CAPTION]
    assert claimed(RULE, *BODY, *lines) == wanted


@each_case(LEFT_ALONE, "lines")
def test_other_ends_stay(lines: tuple[str | Block, ...]) -> None:
    assert claimed(RULE, *BODY, *lines) == []


def test_headings_without_a_story_above_stay() -> None:
    assert claimed(RULE, heading("Bees"), heading("Ferry")) == []
