"""What changed from one revision of a story to the next: field by field, and word by word.

Texts are aligned by patience diff (Bram Cohen, https://bramcohen.livejournal.com/73318.html): what
stands exactly once in both texts holds them together, first whole paragraphs, then words, and only
short stretches between are left to ``difflib``. So time grows with the length of the texts, which
``difflib`` alone does not give: two texts of a megabyte would keep it for hours.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from pipelines.normalization import tokens
from pipelines.serialization import Record

PieceKind = Literal["same", "removed", "added", "gap"]
COMPARED_FIELDS = (
    *("title", "description", "authors", "date_published", "date_modified", "publisher"),
    *("sections", "tags", "language", "image_url", "page_type", "is_paywalled"),
)
"""What tells of the story itself, beside its text."""
CONTEXT_CHARS = 60
"""Of what stayed, so much is shown beside a change: half a line."""
_MAX_STRETCH = 10_000
"""Words of a stretch without an anchor, old times new, that are compared one by one."""
_MAX_COMPARED = 1_000_000
"""The same of all such stretches of a text: some seconds at the worst."""
_RUN_LENGTHS = (1, 7)
"""Units that hold two texts together: one that stands once, else a run of four words."""
_MAX_DEPTH = 40
"""Stretches inside stretches; real texts need five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of two texts: of both, of the old one, or of the new one; a gap stands for some."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A column that does not say the same any more."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed between two revisions of one story."""

    old: Record
    new: Record
    fields: tuple[FieldChange, ...]
    text: tuple[Piece, ...]
    """The whole text; joined, what is not added gives the old one, what is not removed the new."""


def compare(old: Record, new: Record) -> Change:
    """Return what changed from one record to another."""
    fields = (
        FieldChange(name=name, old=old[name], new=new[name])
        for name in COMPARED_FIELDS
        if old[name] != new[name]
    )
    text = compare_texts(_text(old), _text(new))
    return Change(old=old, new=new, fields=tuple(fields), text=text)


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts in their order; of a change, what was removed comes first."""
    units = _Aligner().align(_paragraphs(old), _paragraphs(new))
    words = _Aligner()
    pieces: list[Piece] = []
    for before, after in _between(units, _paragraphs(old), _paragraphs(new)):
        if before == after:
            pieces.append(Piece(kind="same", text="".join(before)))
            continue
        old_words, new_words = tokens("".join(before)), tokens("".join(after))
        matches = words.align(old_words, new_words)
        pieces += _pieces(_between(matches, old_words, new_words))
    return tuple(_joined(_without_crumbs(_joined(pieces))))


def shorten(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with a gap in place of what stayed and stands far from any change."""
    short: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.kind != "same":
            short.append(piece)
            continue
        head = _cut(piece.text) if number else ""
        tail = _cut(piece.text[::-1])[::-1] if number + 1 < len(pieces) else ""
        if len(head) + len(tail) + CONTEXT_CHARS >= len(piece.text):
            short.append(piece)
            continue
        parts = (("same", head), ("gap", "…"), ("same", tail))
        short += [Piece(kind=kind, text=text) for kind, text in parts if text]  # type: ignore[arg-type]  # literals
    return tuple(short)


class _Match(NamedTuple):
    """Units that are the same in both texts."""

    old: int
    new: int
    size: int


class _Stretch(NamedTuple):
    """What is still to be aligned: half-open ranges, and how deep it lies."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int


class _Aligner:
    """Finds what is the same in two sequences; all its calls share one allowance of work."""

    def __init__(self) -> None:
        self._allowance = _MAX_COMPARED

    def align(self, old: Sequence[str], new: Sequence[str]) -> list[_Match]:
        """Return what is the same in both, in order and without overlap."""
        found: list[_Match] = []
        waiting = [_Stretch(0, len(old), 0, len(new), 0)]
        while waiting:
            stretch, ends = _trimmed(old, new, waiting.pop())
            found += ends
            if stretch.old == stretch.old_end or stretch.new == stretch.new_end:
                continue
            anchors = _anchors(old, new, stretch) if stretch.depth < _MAX_DEPTH else []
            if anchors:
                waiting += _parted(stretch, anchors)
            else:
                found += self._compared(old, new, stretch)
        return sorted(match for match in found if match.size)

    def _compared(
        self, old: Sequence[str], new: Sequence[str], stretch: _Stretch
    ) -> Iterator[_Match]:
        work = (stretch.old_end - stretch.old) * (stretch.new_end - stretch.new)
        if work > min(_MAX_STRETCH, self._allowance):
            return  # all of it counts as replaced
        self._allowance -= work
        matcher = SequenceMatcher(
            None,
            old[stretch.old : stretch.old_end],
            new[stretch.new : stretch.new_end],
            autojunk=False,
        )
        for match in matcher.get_matching_blocks():
            yield _Match(stretch.old + match.a, stretch.new + match.b, match.size)


def _trimmed(
    old: Sequence[str], new: Sequence[str], stretch: _Stretch
) -> tuple[_Stretch, tuple[_Match, _Match]]:
    """Return the stretch without what is the same at its beginning and end, and these two."""
    start, end, new_start, new_end, depth = stretch
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    first = _Match(stretch.old, stretch.new, start - stretch.old)
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    last = _Match(end, new_end, stretch.old_end - end)
    return _Stretch(start, end, new_start, new_end, depth), (first, last)


def _anchors(old: Sequence[str], new: Sequence[str], stretch: _Stretch) -> list[tuple[int, int]]:
    """Return where units begin that stand once in both, the most that keep their order.

    Where there is no such unit, runs of units are asked.
    """
    for length in _RUN_LENGTHS:
        once_old = _once(old, stretch.old, stretch.old_end, length)
        once_new = _once(new, stretch.new, stretch.new_end, length)
        shared = once_old.keys() & once_new.keys()
        if shared:
            return _longest_rising(sorted((once_old[run], once_new[run]) for run in shared))
    return []


def _once(units: Sequence[str], start: int, end: int, length: int) -> dict[str, int]:
    """Return where each run of units begins that stands there once; space holds nothing."""
    runs = ["".join(units[place : place + length]) for place in range(start, end - length + 1)]
    counts = Counter(runs)
    return {run: start + n for n, run in enumerate(runs) if counts[run] == 1 and run.strip()}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs whose second places rise as well."""
    ends: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        before.append(piles[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        piles[pile : pile + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _parted(stretch: _Stretch, anchors: Iterable[tuple[int, int]]) -> Iterator[_Stretch]:
    """Yield the stretches that begin at the stretch's own start and at each row of anchors."""
    old, new = stretch.old, stretch.new
    last = (-1, -1)
    for place, new_place in anchors:
        # What follows its neighbour in both texts is found when that one's stretch is trimmed.
        if (place - 1, new_place - 1) != last:
            yield _Stretch(old, place, new, new_place, stretch.depth + 1)
            old, new = place, new_place
        last = (place, new_place)
    yield _Stretch(old, stretch.old_end, new, stretch.new_end, stretch.depth + 1)


def _between(
    matches: Iterable[_Match], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the parts of both sequences side by side: what differs, and equal parts."""
    old_end = new_end = 0
    for match in (*matches, _Match(len(old), len(new), 0)):
        if old_end < match.old or new_end < match.new:
            yield old[old_end : match.old], new[new_end : match.new]
        old_end, new_end = match.old + match.size, match.new + match.size
        if match.size:
            yield old[match.old : old_end], new[match.new : new_end]


def _pieces(parts: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Iterator[Piece]:
    for before, after in parts:
        if before == after:
            yield Piece(kind="same", text="".join(before))
            continue
        yield Piece(kind="removed", text="".join(before))
        yield Piece(kind="added", text="".join(after))


def _without_crumbs(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; a space or sign that alone stayed between two changes joins them."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        is_crumb = piece.kind == "same" and not any(map(str.isalnum, piece.text))
        if is_crumb and 0 < number < last and "\n" not in piece.text:
            yield Piece(kind="removed", text=piece.text)
            yield Piece(kind="added", text=piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces, those of one change as one removed and one added piece, none empty."""
    joined: list[Piece] = []
    for is_same, group in groupby(pieces, lambda piece: piece.kind == "same"):
        members = list(group)
        kinds: tuple[PieceKind, ...] = ("same",) if is_same else ("removed", "added")
        for kind in kinds:
            text = "".join(piece.text for piece in members if piece.kind == kind)
            joined += [Piece(kind=kind, text=text)] if text else []
    return joined


def _paragraphs(text: str) -> list[str]:
    """Return the lines of a text, each with the line breaks behind it."""
    found: list[str] = []
    for line in text.split("\n"):
        if line or not found:
            found.append(f"{line}\n")
        else:
            found[-1] += "\n"
    found[-1] = found[-1].removesuffix("\n")
    return found


def _cut(text: str) -> str:
    """Return the beginning of a text up to the end of a word."""
    end = text.find(" ", CONTEXT_CHARS)
    return text[: end if 0 <= end < 2 * CONTEXT_CHARS else CONTEXT_CHARS]


def _text(record: Mapping[str, object]) -> str:
    text = record["text"]
    return text if isinstance(text, str) else ""
