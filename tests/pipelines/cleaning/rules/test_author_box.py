from pipelines.cleaning.rules.author_box import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "biography": named("author", "bio", text="Ada Long writes about bees and bridges."),
    "box": named("authorbox", text="Ada Long"),
    "plugin": named("saboxplugin", "wrap", text="Ada Long"),
    "heading": named("aboutauthor", text="The person who wrote this", kind="heading", level=3),
}
LEFT_ALONE = {
    "author alone, often on the whole story": named("author", text="The council met again."),
    "part of a word": named("biology", text="Bees see ultraviolet light."),
    "heading whose id is made of its words": named("bio", text="The bio shops", kind="heading"),
    "plain text": Block(text="Ada Long writes about bees and bridges."),
    "story about a biography": named("article", "content", text="The biography sold well."),
}


@each_case(CLAIMED, "block")
def test_block_in_the_box_of_the_author_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_about_people_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
