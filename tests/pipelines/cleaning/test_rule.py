"""What every rule must keep to, whatever it is fed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cleaning.all_rules import ALL_RULES
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Block, Claim, Document
from tests.pipelines.cleaning.documents import any_documents
from tests.strategies import any_texts

each_rule = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)


def test_rule_gives_what_its_function_claims() -> None:
    claim = Claim(block=0, start=1, end=2, reason="letter")
    rule = CleaningRule(name="letters", find=lambda _: [claim])
    assert list(rule(Document())) == [claim]
    assert not rule.is_heuristic


def test_claim_on_a_whole_block_reaches_from_its_first_to_its_last_character() -> None:
    document = Document(blocks=(Block(text="one"), Block(text="three")))
    assert whole_block(document, 1, "why") == Claim(block=1, start=0, end=5, reason="why")


@each_rule
def test_nothing_is_claimed_of_an_empty_document(rule: CleaningRule) -> None:
    assert list(rule(Document())) == []
    assert (
        list(rule(Document(title="Bees return", description="Nine hives.", authors=("A",)))) == []
    )


@settings(max_examples=60)
@given(any_documents())
def test_claims_lie_inside_blocks_say_why_and_depend_on_the_document_alone(
    document: Document,
) -> None:
    for rule in ALL_RULES:
        claims = list(rule(document))
        assert list(rule(document)) == claims, rule.name
        for claim in claims:
            assert 0 <= claim.block < len(document.blocks), rule.name
            assert 0 <= claim.start < claim.end <= len(document.blocks[claim.block].text), rule.name
            assert claim.reason, rule.name


@given(st.lists(any_texts(), max_size=4), any_texts())
def test_no_text_makes_a_rule_fail(texts: list[str], title: str) -> None:
    """Also texts that no extractor would hand on: empty ones, controls, lone surrogates."""
    document = Document(
        title=title,
        other_titles=(title,),
        description=title,
        site_names=(title,),
        authors=(title,),
        blocks=tuple(Block(text=text) for text in texts),
    )
    for rule in ALL_RULES:
        for claim in rule(document):
            assert claim.end <= len(texts[claim.block]), rule.name
