from pipelines.cleaning.rules.related_box import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "related": named("related", text="Ferry stops for good"),
    "most read": named("mostread", text="Who took the chair?", kind="list_item"),
    "service": named("taboola", text="Nobody expected what the diver found"),
    "trending": named("trending", text="Ferry stops for good", kind="heading", level=4),
}
LEFT_ALONE = {
    "part of a word": named("unrelated", text="The council met again."),
    "heading whose id is made of its words": named(
        "popular", text="Popular with bees", kind="heading"
    ),
    "plain text": Block(text="Related species live on both sides of the sound."),
    "recommendations of a report": Block(text="It recommended a bench and a sign."),
}


@each_case(CLAIMED, "block")
def test_block_in_a_box_of_other_stories_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
