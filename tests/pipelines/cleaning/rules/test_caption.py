from pipelines.cleaning.rules.caption import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "caption": named("caption", text="The old kitchen chair under the bridge"),
    "credit": named("credit", text="Ada Long/Lowmere Gazette"),
    "picture": named("imagedescription", text="Nine hives behind the station house."),
    "element": named("figcaption", "figure", text="Nine hives behind the station house."),
}
LEFT_ALONE = {
    "creditor": named("creditors", text="The bank wants its money back."),
    "figure alone": named("figure", text="Forty per cent of the hives died."),
    "heading whose id is made of its words": named(
        "credit", text="Credit for farmers", kind="heading"
    ),
    "plain text": Block(text="Credit was cheap that year."),
}


@each_case(CLAIMED, "block")
def test_caption_taken_for_a_paragraph_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
