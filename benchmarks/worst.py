"""The pages on which newsdesk is furthest from the gold: what leaked, what was lost. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.golds import Gold
from benchmarks.measures import leaked_paragraphs, lost_paragraphs
from benchmarks.shingles import compare, paragraphs_outside
from benchmarks.systems.predictions import Prediction, RemovedText

_MAX_CHARS = 100


def format_worst(golds: Sequence[Gold], pages: Mapping[str, Prediction], count: int) -> str:
    """Return the given number of pages with the lowest scores, the worst first."""
    scored = [
        (_score(gold, pages[gold.id]), gold.id, gold)
        for gold in golds
        if gold.paragraphs is not None
    ]
    return "\n".join(
        line
        for score, _, gold in sorted(scored, key=lambda item: item[:2])[:count]
        for line in _page(score, gold, pages[gold.id])
    )


def rule_that_cut(paragraph: str, removed: Sequence[RemovedText]) -> str | None:
    """Return the cleaning rule that took out a paragraph; ``None``: it was never extracted."""
    rules = (cut.rule for cut in removed if not paragraphs_outside([paragraph], cut.text))
    return next(rules, None)


def _score(gold: Gold, found: Prediction) -> float:
    overlap = compare("\n".join(gold.paragraphs or ()), found.text)
    return (overlap.precision + overlap.recall) / 2


def _page(score: float, gold: Gold, found: Prediction) -> Iterator[str]:
    why = f" {found.rejection}" if found.rejection else ""
    yield f"\n{score:.3f}{why} {gold.html} {gold.url}"
    for paragraph in leaked_paragraphs(gold, found.text):
        yield f"  leaked: {_cut(paragraph)}"
    for paragraph in lost_paragraphs(gold, found.text):
        rule = rule_that_cut(paragraph, found.removed)
        yield f"  lost ({rule or 'not extracted'}): {_cut(paragraph)}"


def _cut(paragraph: str) -> str:
    line = " ".join(paragraph.split())
    return line if len(line) <= _MAX_CHARS else f"{line[: _MAX_CHARS - 1]}…"
