from pipelines.cleaning.rules.disclaimer import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "paragraph": named("disclaimer", text="The Mail is not liable for stings."),
    "inside a part": named("small", "print", "article", "disclaimer", text="Ask a beekeeper."),
}
LEFT_ALONE = {
    "collapsible part": named("disclosure", text="Nine hives stand there."),
    "plain text": Block(text="The Mail is not liable for stings."),
    "heading whose id is made of its words": named(
        "disclaimer", text="The disclaimer", kind="heading"
    ),
}


@each_case(CLAIMED, "block")
def test_block_in_a_disclaimer_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_text_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
