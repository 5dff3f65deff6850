from pipelines.cleaning.rules.newsletter_box import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "newsletter": named("newsletter", text="The Morning Tide: what Lowmere talks about"),
    "form": named("signup", "form", text="Nobody else gets your address."),
    "subscription": named("subscription", text="Three months for the price of one", kind="heading"),
}
LEFT_ALONE = {
    "part of a word": named("newsletter-story", text="The council met again."),
    "heading whose id is made of its words": named(
        "newsletter", text="A newsletter by hand", kind="heading"
    ),
    "story about newsletters": Block(text="The newsletter has 4,000 readers in Lowmere."),
}


@each_case(CLAIMED, "block")
def test_block_in_a_sign_up_box_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_block_of_the_story_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
