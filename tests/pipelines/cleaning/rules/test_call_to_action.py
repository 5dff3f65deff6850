from pipelines.cleaning.rules.call_to_action import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, named

PAGE = BODY * 4
CLAIMED = {
    "paragraph": named("cta", "block", text="Try our hives for thirty days."),
    "heading": named("post", "cta", "wrapper", text="Ready for bees of your own?", kind="heading"),
    "inside a part": named("text", "blog", "ctas", text="Ask us for a quote."),
}
LEFT_ALONE = {
    "other names": named("contact", "action", text="Nine hives stand there."),
    "plain text": Block(text="Try our hives for thirty days."),
    "heading whose id is made of its words": named("what", "cta", text="What CTA", kind="heading"),
}


@each_case(CLAIMED, "block")
def test_call_to_action_goes(block: Block) -> None:
    assert claimed(RULE, *PAGE, block, *PAGE) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_text_of_the_story_stays(block: Block) -> None:
    assert claimed(RULE, *PAGE, block, *PAGE) == []


def test_page_that_is_built_of_such_parts_stays() -> None:
    parts = [named("cta", text=text) for text in BODY]
    assert claimed(RULE, *PAGE, *parts, *PAGE) == []
