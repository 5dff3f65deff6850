"""What the extractor kept is found again on the page: texts become blocks with their place.

The extractor returns a tree of its own, without classes, with links and spaces changed. Its texts
choose lines of the page; kind, spacing and link density are then read from the page itself.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter
from types import MappingProxyType

from lxml.html import HtmlElement

from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.lines import Line
from pipelines.items import Block, Signals
from pipelines.normalization import clean_code, clean_text, letter_key

_MAX_NAMES = 60
_MIN_PART_CHARS = 24
_MAX_GAP_CHARS = 40
_ANCHOR_CHARS = 8
"""As many of a text go on in its line behind each stretch that was left out."""
_MIN_CHARS_OF_SENTENCES = 300
"""Shorter texts that are not found are rows of tables, which have no sentences."""
_SENTENCE_BORDER = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_DOUBT_ABOUT_STRAY = "the lines around it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The lines that were chosen, and the texts for which no line was found."""

    chosen: frozenset[int]
    """Indexes of lines."""
    strays: tuple[tuple[int, str], ...] = ()
    """Text and the index of the line it follows (-1: before all)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the line model says of a line."""

    body_score: float | None = None
    doubt: str | None = None
    """What speaks most against it; ``None`` for a likely line."""


UNJUDGED = Verdict()
NO_VERDICTS: Mapping[int, Verdict] = MappingProxyType({})


def select_lines(
    texts: Iterable[str], lines: Sequence[Line], among: Collection[int] | None = None
) -> Selection:
    """Return which lines of a page hold the texts, compared without case, space and punctuation.

    A text may span several lines (a table, a list) or be a part of one; of equal lines the next
    after the last match is taken. A text that is a line but for some stretches is that line. Of a
    long one that is not on the page in one piece those sentences are taken that are, if they are
    most of it. Lines that are not ``among`` those the extractor saw count as if they were not
    there.
    """
    matcher = _Matcher(lines, range(len(lines)) if among is None else among)
    for text in texts:
        matcher.match(text)
    return matcher.selection()


def to_blocks(
    selection: Selection, lines: Sequence[Line], verdicts: Mapping[int, Verdict] = NO_VERDICTS
) -> tuple[Block, ...]:
    """Return the blocks of a selection in page order, strays behind the line they followed.

    A line that breaks part gives a block for each part.
    A caption that has a verdict is text: it becomes a paragraph. A stray between lines that are
    doubted is doubted with them.
    """
    paths = {index: _path_to(lines[index].element) for index in sorted(selection.chosen)}
    shared = _shared_elements(paths.values())
    placed = [
        (index, 0, block)
        for index, path in paths.items()
        for block in _blocks_of(lines[index], path, shared, verdicts.get(index, UNJUDGED))
    ]
    judged = [(index, verdicts.get(index, UNJUDGED)) for index in paths]
    placed += [
        (index, 1, Block(text=clean_text(text), signals=_signals_of_stray(index, judged)))
        for index, text in selection.strays
    ]
    placed.sort(key=lambda item: item[:2])
    return tuple(block for _, _, block in placed if block.text)


class _Matcher:
    """The key of the whole page, and which stretches of it the texts have claimed so far."""

    def __init__(self, lines: Sequence[Line], among: Collection[int]) -> None:
        keys = [letter_key(line.text) if i in among else "" for i, line in enumerate(lines)]
        self._lines = lines
        self._keys = keys
        self._ends: dict[str, list[int]] = {}
        """Lines by how they begin and by how they end; read when they are first asked for."""
        self._page = "".join(keys)
        self._starts = list(accumulate(map(len, keys), initial=0))
        self._first: dict[str, int] = {}
        self._free: dict[str, list[int]] = {}
        for index, key in enumerate(keys):
            if key:
                self._first.setdefault(key, index)
                self._free.setdefault(key, []).append(index)
        self._covered = [0] * len(keys)
        self._claims: list[tuple[int, int, str]] = []
        self._cursor = 0

    def match(self, text: str) -> None:
        key = letter_key(text)
        if not key:
            return
        start = self._find(key)
        torn = self._torn_line(key) if start is None else None
        if torn is not None:
            self.match(self._lines[torn].text)
            return
        if start is None:
            sentences = self._sentences_on_page(text, key)
            for sentence in sentences:
                self.match(sentence)
            if not sentences:
                self._claims.append((self._cursor, self._cursor, text))
            return
        end = start + len(key)
        self._claims.append((start, end, text))
        for index in self._lines_between(start, end):
            overlap = min(self._starts[index + 1], end) - max(self._starts[index], start)
            self._covered[index] += overlap
        self._cursor = end

    def _torn_line(self, key: str) -> int | None:
        """Return the line that holds a text but for what the extractor left out of it.

        That is what a style hides in it.
        """
        if len(key) < _MIN_PART_CHARS:
            return None
        if not self._ends:
            self._read_ends()
        near = {*self._ends.get(key[:_ANCHOR_CHARS], ()), *self._ends.get(key[-_ANCHOR_CHARS:], ())}
        found = [index for index in sorted(near) if _is_torn_out_of(key, self._keys[index])]
        here = bisect_left(self._starts, self._cursor)
        return next((index for index in found if index >= here), next(iter(found), None))

    def _read_ends(self) -> None:
        for index, key in enumerate(self._keys):
            for end in {key[:_ANCHOR_CHARS], key[-_ANCHOR_CHARS:]}:
                self._ends.setdefault(end, []).append(index)

    def _sentences_on_page(self, text: str, key: str) -> list[str]:
        """Return the sentences of a long text that are on the page, if they are most of it.

        The extractor leaves out what stands in a text that no element parts: a caption, a script.
        """
        if len(key) < _MIN_CHARS_OF_SENTENCES:
            return []
        sentences = _SENTENCE_BORDER.split(text)
        keys = {sentence: letter_key(sentence) for sentence in sentences}
        found = [
            sentence
            for sentence in sentences
            if len(keys[sentence]) >= _MIN_PART_CHARS and keys[sentence] in self._page
        ]
        is_most = sum(len(keys[sentence]) for sentence in found) * 2 > len(key)
        return found if is_most else []

    def selection(self) -> Selection:
        chosen = frozenset(
            index
            for index, covered in enumerate(self._covered)
            if covered * 2 > self._starts[index + 1] - self._starts[index]
        )
        strays = tuple(
            (bisect_right(self._starts, end) - 2 if start == end else first, text)
            for start, end, text in self._claims
            for first in [bisect_right(self._starts, start) - 1]
            if chosen.isdisjoint(self._lines_between(start, end))
        )
        return Selection(chosen=chosen, strays=strays)

    def _find(self, key: str) -> int | None:
        line = self._same_line(key)
        if line is not None:
            return self._starts[line]
        # A short text may stand anywhere by chance, so it has to go on where the last one ended.
        is_short = len(key) < _MIN_PART_CHARS
        limit = self._cursor + len(key) + _MAX_GAP_CHARS if is_short else len(self._page)
        start = self._page.find(key, self._cursor, limit)
        if start < 0 and not is_short:
            start = self._page.find(key)
        return start if start >= 0 else None

    def _same_line(self, key: str) -> int | None:
        """Return the next free line with a key: behind the last match, else from the start."""
        if key not in self._first:
            return None
        free = self._free[key]
        if not free:
            return self._first[key]
        here = bisect_left(self._starts, self._cursor)
        later = bisect_left(free, here)
        return free.pop(later if later < len(free) else 0)

    def _lines_between(self, start: int, end: int) -> range:
        """Return the indexes of the lines with characters in a stretch of the key."""
        if start == end:
            return range(0)
        return range(bisect_right(self._starts, start) - 1, bisect_left(self._starts, end))


def _is_torn_out_of(key: str, line: str) -> bool:
    """Return whether a text is a line without some stretches."""
    done = place = 0
    while done < len(key):
        place = line.find(key[done : done + _ANCHOR_CHARS], place)
        if place < 0:
            return False
        while done < len(key) and line[place : place + 1] == key[done]:
            done, place = done + 1, place + 1
    return True


def _path_to(element: HtmlElement) -> tuple[HtmlElement, ...]:
    """Return an element and all around it, innermost first."""
    return (element, *element.iterancestors())


def _shared_elements(paths: Collection[tuple[HtmlElement, ...]]) -> frozenset[HtmlElement]:
    """Return the elements that hold more than half of the lines."""
    counts = Counter(element for path in paths for element in path)
    return frozenset(element for element, count in counts.items() if count * 2 > len(paths))


def _blocks_of(
    line: Line,
    path: tuple[HtmlElement, ...],
    shared: frozenset[HtmlElement],
    verdict: Verdict,
) -> list[Block]:
    block = Block(
        text=clean_text(line.text) if line.code is None else clean_code(line.code),
        kind="paragraph" if line.kind == "caption" and verdict is not UNJUDGED else line.kind,
        level=line.level,
        link_density=line.link_chars / len(line.text),
        signals=Signals(
            tag_path=_tag_path(path),
            names=_names_of(path, shared),
            position=line.position,
            body_score=verdict.body_score,
            doubt=verdict.doubt,
        ),
    )
    parts = [
        replace(block, text=clean_text(text), link_density=min(1.0, link_chars / len(text)))
        for text, link_chars in line.parts
    ]
    return parts or [block]


def _signals_of_stray(index: int, judged: Sequence[tuple[int, Verdict]]) -> Signals:
    """Return the doubt about the chosen lines before and after, if there is one about each."""
    place = bisect_right(judged, index, key=itemgetter(0))
    around = [verdict for _, verdict in judged[max(0, place - 1) : place + 1]]
    scores = [verdict.body_score for verdict in around if verdict.body_score is not None]
    if not scores or any(verdict.doubt is None for verdict in around):
        return Signals()
    return Signals(body_score=max(scores), doubt=_DOUBT_ABOUT_STRAY)


def _tag_path(path: tuple[HtmlElement, ...]) -> tuple[str, ...]:
    tags = [element.tag for element in reversed(path)]
    return tuple(tags[tags.index("body") :] if "body" in tags else tags)


def _names_of(path: tuple[HtmlElement, ...], shared: frozenset[HtmlElement]) -> tuple[str, ...]:
    own, *around = path
    names = dict.fromkeys(names_of(own)) if own not in shared else {}
    for ancestor in around:
        if ancestor in shared or ancestor.tag == "body":
            break
        names.update(dict.fromkeys(names_of(ancestor)))
    return tuple(names)[:_MAX_NAMES]
