"""What is measured of a page: each measure as a part of a whole, ready to be summed. Pure.

A measure of a set is the sum of the parts over the sum of the wholes, so a page to which a measure
does not apply has a whole of 0. ``README.md`` here says what each of them means.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from benchmarks.golds import Gold
from benchmarks.shingles import compare, count_tokens, paragraphs_outside
from benchmarks.systems.predictions import Prediction
from pipelines.normalization import word_key

_FURNITURE = re.compile(
    r"^(?:related|recommended|read (?:more|next|also)|see also|more (?:from|on|stories)|"
    r"most (?:read|popular)|trending|sign up|subscribe|newsletter|get the|advertis|sponsored|"
    r"share (?:this|on)|follow us|click here|download (?:the|our)|support (?:us|our)|"
    r"continue reading|story continues|copyright|©)",
    re.IGNORECASE,
)
_FURNITURE_WORDS = 15
_SOFT_HYPHEN = "\u00ad"
_NO_ARTICLES = frozenset({"list", "other"})
"""What an article of a set must not be taken for; live coverage and galleries are told stories."""
_DATE_CHARS = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole."""

    part: float
    whole: float = 1.0


Better = Literal["higher", "lower"]

MEASURES: Mapping[str, Better] = {
    "precision": "higher",
    "recall": "higher",
    "exact": "higher",
    "leak": "lower",
    "loss": "lower",
    "headline": "lower",
    "furniture": "lower",
    "title": "higher",
    "author_precision": "higher",
    "author_recall": "higher",
    "authors_invented": "lower",
    "day": "higher",
    "utc_day": "higher",
    "snippets_found": "higher",
    "snippets_leaked": "lower",
    "told_apart": "higher",
    "denied": "lower",
    "rejected": "lower",
}
"""The measures of a page, each with the direction in which it gets better."""

HARMONIC_MEANS: Mapping[str, tuple[str, str]] = {
    "f1": ("precision", "recall"),
    "authors_f1": ("author_precision", "author_recall"),
}
"""Measures that are made of two averages, not averaged themselves."""

NOT_MEASURED = Part(0.0, 0.0)


def measure_page(gold: Gold, found: Prediction) -> dict[str, Part]:
    """Return every measure of one page; ``NOT_MEASURED`` where the gold does not tell."""
    measured = dict.fromkeys(MEASURES, NOT_MEASURED)
    measured["rejected"] = _yes(not found.text)
    if not gold.is_article:
        measured["told_apart"] = _yes(
            not found.text or found.page_type not in {None, "article"},
        )
        return measured
    measured["denied"] = _yes(not found.text or found.page_type in _NO_ARTICLES)
    if gold.paragraphs is not None:
        measured |= _measure_text(gold, gold.paragraphs, found.text)
    if gold.title is not None:
        measured["title"] = _yes(word_key(found.title or "") == word_key(gold.title))
    if gold.authors is not None:
        measured |= _measure_authors(gold.authors, found.authors)
    if gold.date is not None:
        measured |= _measure_date(gold.date, gold.date_precision, found)
    return measured | _measure_snippets(gold, found.text)


def text_paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that are not blank."""
    return tuple(line for line in text.splitlines() if line.strip())


def leaked_paragraphs(gold: Gold, text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text that do not stand in the gold."""
    return paragraphs_outside(text_paragraphs(text), "\n".join(gold.paragraphs or ()))


def lost_paragraphs(gold: Gold, text: str) -> tuple[str, ...]:
    """Return the paragraphs of the gold that do not stand in a text."""
    return paragraphs_outside(gold.paragraphs or (), text)


def _measure_text(gold: Gold, wanted: tuple[str, ...], text: str) -> dict[str, Part]:
    overlap = compare("\n".join(wanted), text)
    paragraphs = text_paragraphs(text)
    leaked = leaked_paragraphs(gold, text)
    headline = word_key(gold.title or "")
    return {
        "precision": Part(overlap.precision),
        "recall": Part(overlap.recall),
        "exact": _yes(overlap.surplus == overlap.lack == 0),
        "leak": Part(len(leaked) / max(1, len(paragraphs))),
        "loss": Part(len(lost_paragraphs(gold, text)) / len(wanted)),
        "headline": _yes(bool(headline) and any(word_key(p) == headline for p in paragraphs)),
        "furniture": _yes(any(map(_is_furniture, leaked))),
    }


def _is_furniture(paragraph: str) -> bool:
    return count_tokens(paragraph) <= _FURNITURE_WORDS and bool(_FURNITURE.match(paragraph.strip()))


def _measure_authors(wanted: tuple[str, ...], found: tuple[str, ...]) -> dict[str, Part]:
    names = {word_key(name) for name in wanted} - {""}
    given = {word_key(name) for name in found} - {""}
    if not names:
        return {"authors_invented": _yes(bool(given))}
    right = len(names & given)
    return {
        "author_precision": Part(right / len(given) if given else 0.0),
        "author_recall": Part(right / len(names)),
    }


def _measure_date(wanted: str, precision: str, found: Prediction) -> dict[str, Part]:
    chars = _DATE_CHARS[precision]
    is_enough = found.is_day_known or precision != "day"
    return {
        "day": _yes(is_enough and (found.day or "")[:chars] == wanted[:chars]),
        "utc_day": _yes(is_enough and (found.utc_day or "")[:chars] == wanted[:chars]),
    }


def _measure_snippets(gold: Gold, text: str) -> dict[str, Part]:
    folded = _fold_space(text)
    return {
        "snippets_found": _count_inside(gold.snippets_with, folded),
        "snippets_leaked": _count_inside(gold.snippets_without, folded),
    }


def _count_inside(snippets: tuple[str, ...], folded: str) -> Part:
    return Part(sum(_fold_space(snippet) in folded for snippet in snippets), len(snippets))


def _fold_space(text: str) -> str:
    """Return a text as a reader sees it: soft hyphens show only where a line breaks."""
    return " ".join(text.replace(_SOFT_HYPHEN, "").split())


def _yes(is_so: bool) -> Part:
    return Part(float(is_so))
