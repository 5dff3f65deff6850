from pipelines.cleaning.rules.cards import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_case, named

TEASER = "Since Monday nobody has crossed the sound by boat."

CLAIMED = {
    "linked headline": (named("card", text="Ferry stops for good", link_density=1.0),),
    "carousel": (named("carousel", text="Who took the chair?", link_density=0.9),),
    "teaser below its headline": (
        named("tile", text="Ferry stops for good", link_density=1.0),
        named("tile", text=TEASER),
    ),
}
LEFT_ALONE = {
    "card without a link: the body may stand in one": (named("card", text=TEASER),),
    "linked sentence": (named("card", text="The boat has stopped.", link_density=1.0),),
    "no card": (Block(text="Ferry stops for good", link_density=1.0),),
    "part of a word": (named("cardinal", text="Ferry stops for good", link_density=1.0),),
}


@each_case(CLAIMED, "blocks")
def test_card_of_another_story_goes(blocks: tuple[Block, ...]) -> None:
    assert claimed_between_paragraphs(RULE, *blocks) == [block.text for block in blocks]


@each_case(LEFT_ALONE, "blocks")
def test_block_that_does_not_read_like_a_card_stays(blocks: tuple[Block, ...]) -> None:
    assert claimed_between_paragraphs(RULE, *blocks) == []


def test_text_after_the_card_stays() -> None:
    card = named("card", text="Ferry stops for good", link_density=1.0)
    assert claimed_between_paragraphs(RULE, card, TEASER, named("card", text=TEASER)) == [card.text]
