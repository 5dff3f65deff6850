from pipelines.cleaning.rules.pull_quote import RULE
from pipelines.items import Block, Signals
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

SENTENCE = "We counted every hive between the bridge and the mill"
STORY = f"“{SENTENCE},” the keeper said, “and then we counted them again in the dark.”"
CHINESE = "我们数了桥和磨坊之间的每一个蜂箱"
CHINESE_STORY = (
    f"养蜂人说，{CHINESE}，然后再数一遍，因为天已经黑了，谁也看不清楚，村里的人都这么说。"
)
ALMOST = f"{SENTENCE}, the keeper said, and we counted them again."
SPEAKER = "Mara Lindqvist, keeper"


def set_apart(text: str, tag: str = "blockquote", *names: str) -> Block:
    path = ("body", "main", tag) if tag in {"aside", "q", "p"} else ("body", "main", tag, "p")
    return Block(
        text=text,
        kind="quote" if tag == "blockquote" else "paragraph",
        signals=Signals(tag_path=path, names=names),
    )


def cite(text: str) -> Block:
    return Block(
        text=text, kind="quote", signals=Signals(tag_path=("body", "main", "blockquote", "cite"))
    )


CLAIMED = {
    "before the paragraph": ((set_apart(f"“{SENTENCE}.”"), STORY), [f"“{SENTENCE}.”"]),
    "after it": ((STORY, set_apart(f"{SENTENCE}.")), [f"{SENTENCE}."]),
    "in an aside": ((set_apart(SENTENCE, "aside"), STORY), [SENTENCE]),
    "named so": ((set_apart(SENTENCE, "p", "pullquote"), STORY), [SENTENCE]),
    "with who said so": (
        (set_apart(SENTENCE), cite(SPEAKER), STORY), [SENTENCE, SPEAKER],
    ),
    "with a speaker elsewhere": ((set_apart(SENTENCE), STORY, cite(SPEAKER)), [SENTENCE]),
    "a word left out": ((set_apart(ALMOST), STORY), [ALMOST]),
    "all of a paragraph": ((set_apart(STORY), STORY), [STORY]),
    "in Chinese": (
        (set_apart(CHINESE), CHINESE_STORY), [CHINESE],
    ),
}  # fmt: skip
LEFT_ALONE = {
    "stands once": (set_apart(SENTENCE), BODY[0]),
    "a paragraph like others": (SENTENCE, STORY),
    "the longer of two": (set_apart(STORY), "We counted every hive, he said."),
    "the same quotation twice": (set_apart(SENTENCE), BODY[0], set_apart(SENTENCE)),
    "of several paragraphs": (set_apart(BODY[0]), set_apart(f"{SENTENCE}."), STORY),
    "of several paragraphs, first": (set_apart(f"{SENTENCE}."), set_apart(BODY[0]), STORY),
    "led up to": (STORY, "He said it once more:", set_apart(SENTENCE)),
    "few words": (set_apart("We counted every hive"), STORY),
    "other numbers": (
        set_apart("We counted all of the 40 hives between bridge and mill"),
        "“We counted all of the 41 hives between bridge and mill,” the keeper said.",
    ),
    "about something else": (set_apart(SENTENCE.replace("hive", "boat")), STORY),
    "in a short line": (set_apart(SENTENCE), f"{SENTENCE} again"),
    "a paragraph in an aside": (set_apart(BODY[0], "aside"), BODY[0]),
    "in Chinese, once": (set_apart(CHINESE), "养蜂人说，然后再数一遍。"),
    "a heading": (Block(text=SENTENCE, kind="heading", level=2), STORY),
    "an item of a list": (
        Block(text=SENTENCE, kind="list_item", signals=Signals(names=("quote",))), STORY,
    ),
}  # fmt: skip


@each_case(CLAIMED, ("lines", "texts"))
def test_words_of_the_story_set_apart_are_claimed(
    lines: tuple[str | Block, ...], texts: list[str]
) -> None:
    assert claimed(RULE, *lines, *BODY[1:]) == texts


@each_case(LEFT_ALONE, "lines")
def test_other_words_stay(lines: tuple[str | Block, ...]) -> None:
    assert claimed(RULE, *lines, *BODY[1:]) == []
