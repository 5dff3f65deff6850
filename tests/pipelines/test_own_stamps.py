import pytest

from pipelines.cleaning.cleaner import Cleaned
from pipelines.items import Block, Candidate, Document, Metadata, RemovedBlock, Signals
from pipelines.own_stamps import lines_that_may_date, without_foreign_stamps

STAMP = "3 February 2025"


def cut(rule: str, block: int = 0) -> Cleaned:
    removed = RemovedBlock(
        block=block, start=0, end=len(STAMP), text=STAMP, rule=rule, reason="for a test"
    )
    return Cleaned(blocks=(), removed=(removed,))


@pytest.mark.parametrize(
    ("source", "rule", "is_kept"),
    [
        ("text", "news-list", False),
        ("time", "news-list", False),
        ("jsonld", "news-list", True),
        ("text", "date-line", True),
    ],
)
def test_visible_stamp_of_another_story_does_not_vote(
    source: str, rule: str, is_kept: bool
) -> None:
    metadata = Metadata(dates_published=(Candidate(value=STAMP, source=source),))
    assert bool(without_foreign_stamps(metadata, cut(rule)).dates_published) is is_kept


def test_what_isolation_doubted_above_the_text_may_be_the_head_of_the_article() -> None:
    doubted = Block(text=STAMP, signals=Signals(doubt="its place on the page"))
    text = Block(text="The bench has come back.")
    above = Document(blocks=(doubted, text))
    below = Document(blocks=(text, doubted))
    assert lines_that_may_date(above, cut("unlike-body")) == (STAMP, text.text)
    assert lines_that_may_date(below, cut("unlike-body", block=1)) == (text.text,)
