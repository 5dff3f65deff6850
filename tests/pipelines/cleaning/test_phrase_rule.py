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


ASKS_FIRST = phrase_rule("newsletter-prompt", "asks to subscribe", may_ask_first=True)


@pytest.mark.parametrize(
    "text",
    [
        "Fond of these bees? Subscribe to our letter, it comes each Monday.",
        "Love bees? Live for honey? Sign up for our letter.",
        "Noch Fragen zum Honig? Abonnieren Sie unseren Brief aus dem Bienenhaus.",
    ],
)
def test_request_may_follow_questions_to_the_reader(text: str) -> None:
    (claim,) = ASKS_FIRST(Document(blocks=(Block(text=text),)))
    assert (claim.start, claim.end) == (0, len(text))
    assert not list(
        phrase_rule("newsletter-prompt", "asks to subscribe")(Document(blocks=(Block(text=text),)))
    )


@pytest.mark.parametrize(
    "text",
    [
        "“Like bees? Subscribe to our letter,” said the keeper to whoever passed.",
        "Who likes bees? The keeper told all to subscribe to our letter.",
        "The keeper was asked. Subscribe to our letter, he said.",
        "How do the keepers earn their money? Register of honey in hand, they tell.",
    ],
)
def test_questions_of_a_story_stay(text: str) -> None:
    assert not list(ASKS_FIRST(Document(blocks=(Block(text=text),))))


def test_rule_of_phrases_only_guesses() -> None:
    assert (RULE.name, RULE.is_heuristic) == ("advertisement", True)
