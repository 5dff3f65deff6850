"""Properties of the cleaner, with rules made for the purpose and with the real ones."""

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.all_rules import ALL_RULES
from pipelines.cleaning.cleaner import REFUSED, Cleaned, clean
from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Block, BlockKind, Claim, Document, RemovedBlock
from pipelines.normalization import clean_text
from pipelines.options import CleaningOptions

NO_LIMITS = CleaningOptions(max_removed_share=1.0, max_heuristic_share=1.0)
HEADLINE = "Bees return to the old railway bridge"
SENTENCES = (
    "The beekeepers of Marsh Lane may put up a bench beside the allotments, the council decided.",
    "For two summers the chair had been removed every Friday and returned every Saturday morning.",
    "It can take three hours, said a woman who keeps nine hives behind the old station house.",
)
LINES = (
    HEADLINE, "Advertisement", "Read more: Ferry stops for good", "News Feed", "20.02.2025 23:36",
    "By Ada Long", "Home > News > World", "* * *", f"{HEADLINE} {HEADLINE}", *SENTENCES,
)  # fmt: skip


def word_rule(name: str, word: str, *, is_heuristic: bool = False) -> CleaningRule:
    """Return a rule that claims every occurrence of a word."""

    def find(document: Document) -> Iterator[Claim]:
        for index, block in enumerate(document.blocks):
            start = block.text.find(word)
            while start >= 0:
                yield Claim(block=index, start=start, end=start + len(word), reason=f"says {word}")
                start = block.text.find(word, start + len(word))

    return CleaningRule(name=name, find=find, is_heuristic=is_heuristic)


def texts(cleaned: Cleaned) -> list[str]:
    return [block.text for block in cleaned.blocks]


def document_of(*lines: str) -> Document:
    return Document(blocks=tuple(Block(text=line) for line in lines))


def documents() -> st.SearchStrategy[Document]:
    """Return documents of lines that the rules know and of lines of any kind."""
    kinds: st.SearchStrategy[BlockKind] = st.sampled_from(
        ("heading", "paragraph", "list_item", "quote", "caption", "table", "code")
    )
    line = st.one_of(st.sampled_from(LINES), st.text(max_size=80).map(clean_text).filter(bool))
    block = st.builds(Block, text=line, kind=kinds, link_density=st.sampled_from((0.0, 0.6, 1.0)))
    return st.builds(
        Document,
        title=st.sampled_from((None, HEADLINE)),
        description=st.sampled_from((None, SENTENCES[0])),
        blocks=st.lists(block, max_size=12).map(tuple),
    )


def test_claimed_stretch_goes_and_is_accounted_for() -> None:
    cleaned = clean(document_of("one two three"), NO_LIMITS, (word_rule("middle", "two"),))
    assert texts(cleaned) == ["one three"]
    assert cleaned.removed == (
        RemovedBlock(block=0, start=4, end=7, text="two", rule="middle", reason="says two"),
    )


def test_block_of_which_nothing_is_left_goes_whole() -> None:
    assert texts(clean(document_of("two", "one"), NO_LIMITS, (word_rule("r", "two"),))) == ["one"]


def test_places_are_those_of_the_block_as_extracted_in_every_pass() -> None:
    rules = (word_rule("outer", "bc"), word_rule("inner", "a d"))
    cleaned = clean(document_of("x a bc d y"), NO_LIMITS, rules)
    assert texts(cleaned) == ["x y"]
    assert [(r.start, r.end, r.text) for r in cleaned.removed] == [
        (2, 3, "a"), (4, 6, "bc"), (7, 8, "d"),
    ]  # fmt: skip


def test_of_overlapping_claims_the_earliest_and_longest_wins() -> None:
    rules = (word_rule("short", "ab"), word_rule("long", "abc"), word_rule("late", "bcd"))
    cleaned = clean(document_of("abcd rest"), NO_LIMITS, rules)
    assert [(r.rule, r.text) for r in cleaned.removed] == [("long", "abc"), ("late", "d")]


def test_rules_that_want_nearly_all_get_nothing_and_the_article_is_flagged() -> None:
    document = document_of("advertisement " * 20, "x")
    cleaned = clean(document, CleaningOptions(), (word_rule("greedy", "advertisement"),))
    assert cleaned == Cleaned(blocks=document.blocks, removed=(), flags=(REFUSED,))


def test_rule_that_only_guesses_may_not_take_more_than_its_share() -> None:
    document = document_of("guess " * 80, "fact " * 100)
    rule = word_rule("guess", "guess", is_heuristic=True)
    assert clean(document, CleaningOptions(), (rule,)).removed == ()
    assert clean(document, NO_LIMITS, (rule,)).removed


def test_rule_that_only_guesses_may_take_a_short_prompt_of_a_short_page() -> None:
    document = document_of("guess", "fact fact")
    rule = word_rule("guess", "guess", is_heuristic=True)
    assert texts(clean(document, CleaningOptions(), (rule,))) == ["fact fact"]


def test_claims_outside_the_document_are_ignored() -> None:
    def find(_: Document) -> Iterator[Claim]:
        yield Claim(block=7, start=0, end=3, reason="no such block")
        yield Claim(block=0, start=2, end=900, reason="too long")
        yield Claim(block=0, start=1, end=1, reason="empty")

    rule = CleaningRule(name="wild", find=find)
    assert texts(clean(document_of("abcd"), NO_LIMITS, (rule,))) == ["ab"]


@pytest.mark.parametrize("names", tuple(permutations(("a", "b", "c"))))
def test_order_of_the_rules_does_not_matter(names: tuple[str, ...]) -> None:
    words = {"a": "one two", "b": "two three", "c": "two"}
    rules = {name: word_rule(name, word) for name, word in words.items()}
    document = document_of("zero one two three four", "two")
    in_order = clean(document, NO_LIMITS, tuple(rules.values()))
    assert clean(document, NO_LIMITS, tuple(rules[name] for name in names)) == in_order


@given(documents())
def test_kept_and_removed_together_are_the_document(document: Document) -> None:
    cleaned = clean(document)
    pieces = sorted(removed.text for removed in cleaned.removed)
    kept = " ".join(texts(cleaned))
    whole = " ".join(block.text for block in document.blocks)
    left = sorted("".join((*kept.split(), *"".join(pieces).split())))
    assert left == sorted("".join(whole.split()))
    for removed in cleaned.removed:
        assert document.blocks[removed.block].text[removed.start : removed.end] == removed.text


@given(documents())
def test_order_of_kept_text_is_unchanged(document: Document) -> None:
    words = iter(" ".join(block.text for block in document.blocks).split())
    assert all(
        any(word in have for have in words) for word in " ".join(texts(clean(document))).split()
    )


@given(documents())
def test_cleaning_a_cleaned_document_changes_nothing(document: Document) -> None:
    cleaned = clean(document)
    again = Document(title=document.title, description=document.description, blocks=cleaned.blocks)
    assert clean(again).blocks == cleaned.blocks


@given(documents())
def test_order_of_the_real_rules_does_not_matter(document: Document) -> None:
    assert clean(document, rules=ALL_RULES[::-1]) == clean(document)
