from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.cleaner import clean
from pipelines.cleaning.rules.site_boilerplate import RULE
from pipelines.cleaning.site_lines import masked_key
from pipelines.items import Block, Document
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory

OWN = tuple(
    Block(
        text=f"The {ship} left the harbour of Lowmere on Monday morning with a cargo of {cargo}, "
        "watched by half of the town and by every gull within ten miles of the quay."
    )
    for ship, cargo in (("Ariel", "salt"), ("Bounty", "tar"), ("Clio", "rope"), ("Dora", "tea"))
)
MISSION = (
    "The Lantern exists because the people of this coast asked for a paper that reads the minutes "
    "of every meeting so that nobody else has to sit through one of them."
)
BACKGROUND = (
    "The dispute began in spring, when the owners of the quay raised the fees for small boats and "
    "the fishermen of the town answered by mooring in the middle of the river."
)


def document(
    *blocks: str | Block, others: int = 1, articles: int = 1, seen: Sequence[str] | None = None
) -> Document:
    """Return a document of which the lines given as text stand on other articles too."""
    texts = [block for block in blocks if isinstance(block, str)] if seen is None else seen
    keys = [key for key in map(masked_key, texts) if key is not None]
    return Document(
        site_names=("The Lantern",),
        blocks=tuple(Block(text=b) if isinstance(b, str) else b for b in blocks),
        memory=SiteMemory(articles=articles, lines=dict.fromkeys(keys, others)),
    )


def claimed(of: Document) -> list[str]:
    """Return the texts that the rule claims."""
    return [of.blocks[claim.block].text for claim in RULE(of)]


def test_line_that_stands_on_other_articles_goes_and_the_account_tells_on_how_many() -> None:
    text = "Be the first to hear what happens at the harbour"
    page = document(*OWN[:2], text, *OWN[2:], others=5, articles=40)
    (claim,) = RULE(page)
    assert page.blocks[claim.block].text == text
    assert claim.reason == "stands on 5 other articles of the site"


def test_page_alone_is_left_as_it_is() -> None:
    assert claimed(document(*OWN, "Be the first to hear it all", seen=())) == []


def test_one_other_article_is_enough_only_while_few_are_known() -> None:
    line = "Be the first to hear what happens at the harbour"
    few = SiteOptions().few_articles
    assert claimed(document(*OWN, line, *OWN[:1], others=1, articles=few)) == [line]
    assert claimed(document(*OWN, line, *OWN[:1], others=1, articles=few + 1)) == []
    assert claimed(document(*OWN, line, *OWN[:1], others=2, articles=few + 1)) == [line]


def test_what_the_site_says_of_itself_at_the_end_goes() -> None:
    assert claimed(document(*OWN, MISSION, others=2, articles=50)) == [MISSION]


def test_background_of_a_running_story_stays() -> None:
    assert claimed(document(*OWN[:2], BACKGROUND, *OWN[2:], others=6, articles=200)) == []
    assert claimed(document(*OWN, BACKGROUND, others=6, articles=200)) == []


def test_paragraph_that_stands_on_a_fifth_of_the_site_goes() -> None:
    page = document(*OWN[:2], BACKGROUND, *OWN[2:], others=40, articles=200)
    assert claimed(page) == [BACKGROUND]


def test_two_stories_on_one_subject_keep_the_background_they_share() -> None:
    more = [
        BACKGROUND,
        "Nobody was hurt when the first boats were moored across the channel that night.",
        "A second round of talks between the owners and the town was called off in June.",
    ]
    assert claimed(document(*OWN, *OWN, *more, others=1, articles=1)) == []


def test_subheading_of_a_form_stays_above_the_text_of_this_article() -> None:
    heading = Block(text="What we like", kind="heading")
    page = document(OWN[0], heading, *OWN[1:], others=9, articles=10, seen=["What we like"])
    assert claimed(page) == []
    assert claimed(document(OWN[0], "The verdict:", *OWN[1:], others=9, articles=10)) == []


def test_heading_goes_with_the_list_below_it() -> None:
    heading = Block(text="Most read this year", kind="heading")
    items = [
        Block(text=f"The {name} who came to stay", kind="list_item", link_density=0.8)
        for name in ("baker", "ferryman", "goose")
    ]
    texts = [heading.text, *(item.text for item in items)]
    page = document(*OWN, heading, *items, others=2, articles=9, seen=texts)
    assert claimed(page) == texts


KEPT = {
    "a line that stands on this page several times": ("Pros", "Pros"),
    "an ingredient": (Block(text="2 cups of flour", kind="list_item"),),
    "a row of a table": (Block(text="won 3 lost 2", kind="table"),),
    "a quotation": ("“We said it then and we say it now", "“We said it then and we say it now"),
    "speech": ("“No comment” was all that the owners had to say today",),
    "a stamp": ("Published 12 May 2026, 10:15 by the harbour desk",),
    "block quotation": (Block(text="Blow winds and crack your cheeks", kind="quote"),),
}


@pytest.mark.parametrize("lines", KEPT.values(), ids=KEPT)
def test_line_that_can_be_text_of_an_article_stays(lines: Sequence[str | Block]) -> None:
    texts = [line if isinstance(line, str) else line.text for line in lines]
    page = document(OWN[0], *lines, *OWN[1:], others=9, articles=10, seen=texts)
    assert claimed(page) == []


def test_version_of_another_story_keeps_everything() -> None:
    texts = [block.text for block in OWN[:3]]
    line = "Be the first to hear it"
    page = document(*OWN, line, others=3, articles=3, seen=[*texts, line])
    assert claimed(page) == []


def _lines() -> st.SearchStrategy[Block]:
    kinds = st.sampled_from(("paragraph", "heading", "list_item", "caption", "quote"))
    texts = st.sampled_from((*(b.text for b in OWN), MISSION, BACKGROUND, "Read on", "Pros", "#"))
    return st.builds(
        lambda text, kind, density: Block(text=text, kind=kind, link_density=density),
        texts,
        kinds,
        st.floats(0, 1),
    )


@given(st.lists(_lines(), max_size=12), st.data())
def test_lines_that_are_most_of_an_article_are_never_claimed(
    blocks: list[Block], data: st.DataObject
) -> None:
    keys = {key for block in blocks if (key := masked_key(block.text)) is not None}
    lines = {key: data.draw(st.integers(0, 9)) for key in sorted(keys)}
    page = Document(
        blocks=tuple(blocks),
        memory=SiteMemory(articles=data.draw(st.integers(1, 20)), lines=lines),
    )
    taken = sum(claim.end - claim.start for claim in RULE(page))
    total = sum(len(block.text) for block in blocks)
    assert taken <= SiteOptions().max_taken_share * total


@given(st.lists(_lines(), max_size=12))
def test_cleaning_a_cleaned_document_with_a_memory_changes_nothing(blocks: list[Block]) -> None:
    keys = {key for block in blocks[::2] if (key := masked_key(block.text)) is not None}
    memory = SiteMemory(articles=4, lines=dict.fromkeys(keys, 3))
    cleaned = clean(Document(blocks=tuple(blocks), memory=memory))
    if not cleaned.flags:
        again = clean(Document(blocks=cleaned.blocks, memory=memory))
        assert again.flags or again.blocks == cleaned.blocks
