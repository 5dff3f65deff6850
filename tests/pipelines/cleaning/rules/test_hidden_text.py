from pipelines.cleaning.rules.hidden_text import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

CLAIMED = {
    "for screen readers": named("visuallyhidden", text="Skip the picture gallery"),
    "off the screen": named("offscreen", text="Menu of the site"),
    "not displayed": named("nodisplay", text="Nine results"),
}
LEFT_ALONE = {
    "collapsed": named("collapse", text="The council met behind closed doors."),
    "aria-hidden": named("aria-hidden", text="The council met behind closed doors."),
    "plain text": Block(text="Hidden behind the station house stand nine hives."),
}


@each_case(CLAIMED, "block")
def test_text_that_is_not_shown_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_text_that_a_script_opens_stays(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
