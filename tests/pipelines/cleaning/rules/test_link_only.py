from pipelines.cleaning.rules.link_only import RULE
from pipelines.items import Block, Document, Signals
from tests.pipelines.cleaning.documents import BODY, claimed_between_paragraphs, each_case

LINK = "Ferry stops for good after forty years"

CLAIMED = {
    "link and nothing else": Block(text=LINK, link_density=1.0),
    "link with a mark": Block(text=f"{LINK} »", link_density=0.95),
    "German": Block(text="Die Fähre fährt nicht mehr", link_density=1.0),
    "Chinese": Block(text="蜜蜂回到旧铁路桥", link_density=1.0),
    "Russian": Block(text="Паром остановлен навсегда", link_density=1.0),
}
LEFT_ALONE = {
    "address": Block(text="https://gazette.example/bees/nine-hives", link_density=1.0),
    "numbered source": Block(text="[2] www.gazette.example/nine-hives", link_density=0.95),
    "mail address": Block(text="ada.long@gazette.example", link_density=1.0),
    "telephone number": Block(text="+44 20 1234 5678", link_density=1.0),
    "list item": Block(text=LINK, link_density=1.0, kind="list_item"),
    "heading": Block(text=LINK, link_density=1.0, kind="heading"),
    "quotation": Block(text=LINK, link_density=1.0, kind="quote"),
    "table": Block(text=LINK, link_density=1.0, kind="table"),
    "sentence with a link": Block(text=f"The letter said: {LINK}.", link_density=0.7),
    "name": Block(text="Ada Long", link_density=1.0),
    "long text inside a link": Block(text=f"{BODY[0]} {BODY[1]}", link_density=1.0),
    "no link": Block(text=LINK),
}


@each_case(CLAIMED, "block")
def test_paragraph_that_is_a_link_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(LEFT_ALONE, "block")
def test_other_blocks_with_links_stay(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []


def test_link_that_names_the_items_below_it_stays() -> None:
    link = Block(text=LINK, link_density=1.0)
    item = Block(text="Two crossings a day", kind="list_item")
    other = Block(text="Bees come back to the old bridge", kind="list_item", link_density=1.0)
    assert claims_of(link, item) == []
    assert claims_of(link, other) == [0]


def test_short_link_at_the_end_of_the_page_goes() -> None:
    text, link = Block(text=BODY[0]), Block(text="Back", link_density=1.0)
    assert claims_of(text, link) == [1]
    assert claims_of(text, link, text) == []
    assert claims_of(text, Block(text="Back")) == []
    assert claims_of(text, Block(text="ada.long@gazette.example", link_density=1.0)) == []


def test_short_link_that_only_the_extractor_took_goes() -> None:
    judged = Block(text=BODY[0], signals=Signals(body_score=0.9))
    label = Block(text="Editor’s pick", link_density=1.0)
    assert claims_of(judged, label, judged) == [1]
    liked = Block(text="Ada Long", link_density=1.0, signals=Signals(body_score=0.6))
    assert claims_of(judged, liked, judged) == []
    assert claims_of(judged, Block(text="Source", link_density=0.5), judged) == []


def claims_of(*blocks: Block) -> list[int]:
    return [claim.block for claim in RULE.find(Document(title=None, blocks=blocks))]
