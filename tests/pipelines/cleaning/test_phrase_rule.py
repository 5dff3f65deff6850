import pytest

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.items import Block, BlockKind, Claim, Document

RULE = phrase_rule("advertisement", "announces an advertisement")


def test_block_that_matches_a_phrase_is_claimed_whole_and_the_phrase_given() -> None:
    document = Document(blocks=(Block(text="Text."), Block(text="Werbung!")))
    assert list(RULE(document)) == [
        Claim(block=1, start=0, end=8, reason='announces an advertisement: de "werbung"')
    ]


@pytest.mark.parametrize("kind", ["paragraph", "heading", "list_item", "caption"])
def test_phrase_counts_in_every_kind_of_text(kind: BlockKind) -> None:
    assert list(RULE(Document(blocks=(Block(text="Advertisement", kind=kind),))))


@pytest.mark.parametrize("kind", ["quote", "table", "code"])
def test_quotations_tables_and_code_are_left_alone(kind: BlockKind) -> None:
    assert not list(RULE(Document(blocks=(Block(text="Advertisement", kind=kind),))))


def test_rule_of_phrases_only_guesses() -> None:
    assert (RULE.name, RULE.is_heuristic) == ("advertisement", True)
