import pytest

from pipelines.cleaning.cleaner import clean
from pipelines.cleaning.rules.unlike_body import RULE
from pipelines.items import Block, Document, Signals
from pipelines.options import CleaningOptions

BODY = Block(
    text="The council of Lowmere will mend the bench before the winter, the mayor said on Tuesday.",
    signals=Signals(body_score=0.9),
)


def doubted(text: str, score: float | None = 0.12, doubt: str = "its container") -> Block:
    return Block(text=text, signals=Signals(body_score=score, doubt=doubt))


def test_a_block_with_a_doubt_goes_and_the_reason_names_score_and_doubt() -> None:
    cleaned = clean(Document(title="Bench", blocks=(BODY, doubted("Ferry stops for a day"))))
    assert cleaned.blocks == (BODY,)
    assert [(r.rule, r.reason) for r in cleaned.removed] == [
        ("unlike-body", "is unlike the body (0.12): its container")
    ]


def test_a_rule_that_knows_what_is_doubted_gives_its_name_and_reason() -> None:
    blocks = (doubted("Bench at the quay to be mended"), BODY, doubted("Advertisement"))
    cleaned = clean(Document(title="Bench at the quay to be mended", blocks=blocks))
    assert [(r.block, r.rule) for r in cleaned.removed] == [(0, "headline"), (2, "advertisement")]
    assert all("unlike" not in r.reason for r in cleaned.removed)


def test_a_rule_that_knows_a_part_of_what_is_doubted_does_not_tell_of_the_whole() -> None:
    title = "Ferry stops for a day"
    glued = doubted(f"{title} The boat will be painted, and nobody knows why it takes so long.")
    cleaned = clean(Document(title=title, blocks=(glued, BODY)))
    assert [(r.text, r.rule) for r in cleaned.removed] == [(glued.text, "unlike-body")]


@pytest.mark.parametrize("score", [None, 0.0, 0.99])
def test_the_score_alone_takes_nothing(score: float | None) -> None:
    block = Block(text=BODY.text, signals=Signals(body_score=score))
    assert not list(RULE(Document(blocks=(block,))))


def test_plain_text_is_left_alone() -> None:
    assert not list(RULE(Document(blocks=(Block(text="Ferry stops for a day"),))))


def test_what_is_doubted_does_not_count_for_the_share_that_rules_may_take() -> None:
    teasers = tuple(doubted(f"Ferry number {n} stops for a day and a night") for n in range(40))
    cleaned = clean(Document(blocks=(*teasers, BODY)), CleaningOptions(max_removed_share=0.1))
    assert cleaned.blocks == (BODY,)
    assert not cleaned.flags


def test_a_refused_cleaning_still_leaves_out_what_is_doubted() -> None:
    blocks = (BODY, doubted("Ferry stops for a day"), Block(text="Advertisement"))
    cleaned = clean(Document(blocks=blocks), CleaningOptions(max_removed_share=0.0))
    assert cleaned.blocks == (BODY, blocks[2])
    assert cleaned.flags == ("cleaning-refused",)
    assert [r.rule for r in cleaned.removed] == ["unlike-body"]
