from pipelines.cleaning.rules.comment_section import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "one comment": named("comment", text="I keep bees too and my chair is still there."),
    "list": named("commentlist", "row", text="Nice bench!", kind="list_item"),
    "service": named("disqus", text="Loading the discussion"),
    "quotation in a comment": named("comments", text="“It can take three hours.”", kind="quote"),
}
LEFT_ALONE = {
    "commentary": named("commentary", text="The bench is the smallest of the problems."),
    "plain text": Block(text="Comments by readers filled two boxes, the editor said."),
    "heading whose id is made of its words": named(
        "comments", text="Comments of the council", kind="heading"
    ),
}


@each_case(CLAIMED, "block")
def test_block_in_the_comments_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
