from pipelines.cleaning.rules.dialog import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "consent": named("consent", text="We care about you. Choose what we may store."),
    "paywall": named("paywall", text="Only one more step to the story."),
    "role": named("dialog", text="Stay on this page?", kind="heading", level=2),
    "dialog within such a page": named("modal", "dialog", "off", "canvas", text="Stay here?"),
    "lightbox": named("lightbox", text="Picture 3 of 12"),
}
LEFT_ALONE = {
    "dialogue": named("dialogue", text="Who took the chair? Nobody, he said."),
    "heading whose id is made of its words": named(
        "cookies", text="Cookies for the bake sale", kind="heading"
    ),
    "page of a system that wraps all in a dialog canvas": named(
        "dialog", "off", "canvas", text="Nine hives stand behind the station."
    ),
    "plain text": Block(text="Cookies and cake were sold beside the hives."),
}


@each_case(CLAIMED, "block")
def test_block_in_a_dialog_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
