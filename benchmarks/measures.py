"""How far a text is from its gold: the measures of ``quality.py``. Pure.

Body F1 is the measure of the article-extraction-benchmark (Zyte, 2019): multisets of 4-token
shingles, precision and recall averaged over the pages, F1 of the two averages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from pipelines.normalization import word_key

_TOKEN = re.compile(r"\w+")
_SHINGLE_TOKENS = 4
_FURNITURE = re.compile(
    r"^(?:related|recommended|read (?:more|next|also)|see also|more (?:from|on|stories)|"
    r"most (?:read|popular)|trending|sign up|subscribe|newsletter|get the|advertis|sponsored|"
    r"share (?:this|on)|follow us|click here|download (?:the|our)|support (?:us|our)|"
    r"continue reading|story continues|copyright|©)",
    re.IGNORECASE,
)
_FURNITURE_WORDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What a page should give."""

    id: str
    site: str
    url: str
    title: str | None
    paragraphs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """One page against its gold. Shares are 0 to 1."""

    precision: float
    recall: float
    is_exact: bool
    leak: float
    """Share of the predicted paragraphs that are not in the gold."""
    loss: float
    """Share of the gold paragraphs that were not predicted."""
    repeats_headline: bool
    has_furniture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScore:
    """The averages over a set of pages."""

    pages: int
    f1: float
    precision: float
    recall: float
    exact: float
    leak: float
    loss: float
    repeats_headline: float
    has_furniture: float


def score_page(gold: Gold, text: str) -> PageScore:
    """Return the scores of one predicted text; paragraphs are parted by line breaks."""
    wanted = _shingles("\n".join(gold.paragraphs or ()))
    found = _shingles(text)
    right = sum((wanted & found).values())
    paragraphs = [line for line in text.splitlines() if line.strip()]
    headline = word_key(gold.title or "")
    return PageScore(
        precision=_share(right, sum(found.values()) - right, sum(wanted.values()) - right),
        recall=_share(right, sum(wanted.values()) - right, sum(found.values()) - right),
        is_exact=wanted == found,
        leak=_share_outside(paragraphs, wanted),
        loss=_share_outside(gold.paragraphs or (), found),
        repeats_headline=bool(headline) and any(word_key(p) == headline for p in paragraphs),
        has_furniture=any(_is_furniture(p) and _is_outside(p, wanted) for p in paragraphs),
    )


def average(scores: Sequence[PageScore]) -> SetScore:
    """Return the averages over pages; at least one page is needed."""
    precision = fmean(s.precision for s in scores)
    recall = fmean(s.recall for s in scores)
    total = precision + recall
    return SetScore(
        pages=len(scores),
        f1=2 * precision * recall / total if total else 0.0,
        precision=precision,
        recall=recall,
        exact=fmean(s.is_exact for s in scores),
        leak=fmean(s.leak for s in scores),
        loss=fmean(s.loss for s in scores),
        repeats_headline=fmean(s.repeats_headline for s in scores),
        has_furniture=fmean(s.has_furniture for s in scores),
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Counter()
    count = max(1, len(tokens) - _SHINGLE_TOKENS + 1)
    return Counter(tuple(tokens[i : i + _SHINGLE_TOKENS]) for i in range(count))


def _share(right: int, wrong: int, wrong_elsewhere: int) -> float:
    """Return right / (right + wrong): 1 where nothing is wrong at all, 0 where nothing is right."""
    if wrong == 0 and wrong_elsewhere == 0:
        return 1.0
    return right / (right + wrong) if right else 0.0


def _share_outside(paragraphs: Sequence[str], other: Counter[tuple[str, ...]]) -> float:
    return fmean(_is_outside(p, other) for p in paragraphs) if paragraphs else 0.0


def _is_outside(paragraph: str, other: Counter[tuple[str, ...]]) -> bool:
    """Return whether less than half of the paragraph's shingles stand in the other text."""
    own = _shingles(paragraph)
    if not own:
        return False
    if len(next(iter(own))) < _SHINGLE_TOKENS:
        return not _contains_short(next(iter(own)), other)
    return sum(1 for shingle in own if shingle in other) * 2 < len(own)


def _contains_short(tokens: tuple[str, ...], other: Counter[tuple[str, ...]]) -> bool:
    """Return whether a paragraph shorter than one shingle stands inside the other text."""
    size = len(tokens)
    return any(
        tokens == shingle[start : start + size]
        for shingle in other
        for start in range(len(shingle) - size + 1)
    )


def _is_furniture(paragraph: str) -> bool:
    return len(_TOKEN.findall(paragraph)) <= _FURNITURE_WORDS and bool(
        _FURNITURE.match(paragraph.strip())
    )
