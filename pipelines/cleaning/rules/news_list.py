"""Lists of other stories: headlines with stamps, headlines doubled, under "News Feed" or nothing.

Found by structure: a run of short lines without full stop, some of them stamps. Concert dates and
chronicles have that shape too, so one more thing must tell the list: a heading, a headline that
stands twice, stamps that count from now, or links.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.cleaning.phrase_book import find_phrase
from pipelines.cleaning.rule import KINDS_WITHOUT_SENTENCES, CleaningRule, whole_block
from pipelines.cleaning.shapes import (
    first_body_block,
    is_body_like,
    is_headline_like,
    is_mostly_links,
)
from pipelines.cleaning.stamps import read_stamps
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_MAX_STAMP_REST = 4
_MIN_TITLE_WORDS = 3
_MIN_ENTRIES = 2
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """What one block of a run is."""

    index: int
    is_heading: bool
    is_stamp: bool
    is_relative: bool
    is_title: bool
    is_plain_item: bool
    """A list item without link: content of an article more often than not."""
    is_double: bool
    is_linked: bool
    words: tuple[str, ...]

    @property
    def is_mark(self) -> bool:
        return self.is_stamp or self.is_double


def _find(document: Document) -> Iterator[Claim]:
    first = first_body_block(document)
    size = len(document.blocks)
    if first == size:
        return
    for start, end in _runs(document, first + 1):
        lines = _from_heading(_read_lines(document, start, end))
        found = _list_start(lines, is_tail=end == size)
        for line in lines[found:] if found is not None else ():
            yield whole_block(document, line.index, "stands in a list of other stories")


def _runs(document: Document, start: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of short lines."""
    begin: int | None = None
    for index in range(start, len(document.blocks) + 1):
        is_short = index < len(document.blocks) and _is_short(document.blocks[index])
        if is_short and begin is None:
            begin = index
        elif not is_short and begin is not None:
            yield begin, index
            begin = None


def _is_short(block: Block) -> bool:
    return (
        block.kind not in KINDS_WITHOUT_SENTENCES
        and not is_body_like(block)
        and (is_headline_like(block) or _is_stamp(block) or is_mostly_links(block))
    )


def _is_stamp(block: Block) -> bool:
    stamp = read_stamps(block.text)
    return stamp.is_stamp and len(stamp.rest) <= _MAX_STAMP_REST


def _read_lines(document: Document, start: int, end: int) -> list[_Line]:
    blocks = document.blocks[start:end]
    keys = [folded_words(block.text) for block in blocks]
    often = Counter(key for key in keys if len(key) >= _MIN_TITLE_WORDS)
    lines: list[_Line] = []
    for offset, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        stamp = read_stamps(block.text)
        is_stamp = _is_stamp(block)
        is_linked = is_mostly_links(block)
        lines.append(
            _Line(
                index=start + offset,
                is_heading=find_phrase("list-heading", block) is not None,
                is_stamp=is_stamp,
                is_relative=bool(stamp.relative),
                is_title=not is_stamp and len(key) >= _MIN_TITLE_WORDS,
                is_double=not is_stamp and often[key] > 1,
                is_linked=is_linked,
                is_plain_item=block.kind == "list_item" and not is_linked,
                words=key,
            )
        )
    return lines


def _from_heading(lines: list[_Line]) -> list[_Line]:
    """Return the lines from the first heading of a list on, all of them if there is none."""
    start = next((i for i, line in enumerate(lines) if line.is_heading), 0)
    return lines[start:]


def _list_start(lines: list[_Line], *, is_tail: bool) -> int | None:
    """Return where in a run a list of stories begins, or ``None`` when it holds none."""
    stamps = sum(line.is_stamp for line in lines)
    titles = sum(line.is_title for line in lines)
    free = sum(line.is_title and not line.is_plain_item for line in lines)
    linked = sum(line.is_linked for line in lines) >= _MOST * len(lines)
    if lines[0].is_heading:
        told = bool(stamps) or linked or (is_tail and free >= _MIN_ENTRIES)
        return 0 if titles and told else None
    if not _is_told_by_structure(lines, linked=linked, is_tail=is_tail):
        return None
    first = next(i for i, line in enumerate(lines) if line.is_mark)
    return first - 1 if lines[first].is_stamp and first and lines[first - 1].is_title else first


def _is_told_by_structure(lines: list[_Line], *, linked: bool, is_tail: bool) -> bool:
    stamps = sum(line.is_stamp for line in lines)
    if stamps == 0:
        return is_tail and sum(line.is_double for line in lines) >= 2 * _MIN_ENTRIES
    return (
        _has_doubled_entries(lines)
        or sum(line.is_relative for line in lines) >= _MIN_ENTRIES
        or (linked and is_tail and stamps >= _MIN_ENTRIES)
    )


def _has_doubled_entries(lines: list[_Line]) -> bool:
    """Return whether headlines stand twice.

    A single one must have a single stamp: two evenings at one place give its name twice as well.
    """
    doubled = {line.words for line in lines if line.is_double}
    return len(doubled) > 1 or (len(doubled) == 1 and sum(line.is_stamp for line in lines) == 1)


RULE = CleaningRule(name="news-list", find=_find)
