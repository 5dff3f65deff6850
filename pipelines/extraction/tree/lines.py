"""The lines of a page: every stretch of text that stands on a line of its own, in page order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction.tree.data_tables import CELLS, is_data_table
from pipelines.extraction.tree.line_breaks import is_code, join_full_lines, shows_newlines
from pipelines.items import BlockKind
from pipelines.sentence_signs import SENTENCE_ENDS

_FLOW = frozenset(
    {
        "address", "article", "aside", "body", "center", "details", "dialog", "div", "fieldset",
        "figure", "footer", "form", "header", "hgroup", "html", "main", "menu", "nav", "ol",
        "section", "table", "tbody", "tfoot", "thead", "ul",
    }
)  # fmt: skip
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_TEXT_BLOCKS = frozenset(
    {
        "blockquote", "caption", "dd", "dl", "dt", "figcaption", "hr", "legend", "li", "p", "pre",
        "summary", "tr",
    }
)  # fmt: skip
BLOCK_TAGS = _FLOW | _TEXT_BLOCKS | HEADING_LEVELS.keys()
"""Elements that begin a line of their own."""
_NO_TEXT = frozenset({"head", "title"})
_BOLD = frozenset({"b", "strong"})
_CODE = frozenset({"code", "kbd", "pre", "samp"})
_SECTIONS = frozenset({"article", "body", "main", "section"})
_KINDS: dict[str, BlockKind] = {
    "blockquote": "quote",
    "caption": "caption",
    "dd": "list_item",
    "dt": "list_item",
    "figcaption": "caption",
    "figure": "caption",
    "li": "list_item",
    "tr": "table",
    **dict.fromkeys(HEADING_LEVELS, "heading"),
}
_KINDS_WITH_HEADS = frozenset({"paragraph", "quote"})
_WHOLE = frozenset({"code", "heading"})
"""Kinds that breaks never part."""
_CAPTION_NAME = re.compile(r"(?:^|[\W_])(?:fig)?caption(?:$|[\W_])", re.IGNORECASE)
_MAX_CAPTION_CHARS = 500
_MARKS = re.compile("[\x1c-\x1f]")
_LINK_MARKS = re.compile("([\x1c\x1d])")
_BREAK, _LINK_START, _LINK_END = "\x1e", "\x1c", "\x1d"
_HEAD_BREAK = "\x1f"
"""A break behind a run-in head."""
_BREAKS = re.compile(f"([{_BREAK}{_HEAD_BREAK}])")
_LINK_BORDERS = (_LINK_START, _LINK_END)
_WORD_ENDS = ".!?…:;,)”»"
_EMPTY_LINE = re.compile(r"[\x1e\x1f][\s\x1c\x1d]*[\x1e\x1f][\s\x1c-\x1f]*")
_SENTENCE_ENDS = tuple(
    f"{end}{quote}" for end in SENTENCE_ENDS for quote in ("", *"\"”“»’')」』）")
)
_ITEM = re.compile(r"(?:\d{1,3}[.):]|[•·▪*–—-])\s*\S")
_MIN_ITEMS = 3
_CELL_GAP = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stretch of text with the block-level element it stands in."""

    element: HtmlElement
    position: int
    """Index of the element among all elements of the tree."""
    text: str
    """Single spaces, not empty, not yet normalised for output."""
    link_chars: int
    kind: BlockKind
    level: int | None
    """Of a heading."""
    code: str | None = None
    """The text as it stands in code, with line breaks and indents; ``None`` for what is none."""
    parts: tuple[tuple[str, int], ...] = ()
    """The texts that single breaks part it into, each with its characters of link text; empty when
    it is read as one."""


def article_of(line: Line) -> HtmlElement | None:
    """Return the innermost ``article`` element around a line; ``None`` outside of all."""
    return next(line.element.iterancestors("article"), None)


def read_lines(tree: HtmlElement) -> tuple[Line, ...]:
    """Return the lines of the body of a page, in document order.

    ``<br>`` ends a line that stands directly in a container (``div``, ``td``, ``body``), but for
    text that is broken to a width; inside a paragraph it takes two of them. A newline in
    preformatted text is such a break. Single ones part the line where sentences end, items of a
    list begin, or bold text ends that is all there is before: what is chosen or not is the whole.
    The cells of a table row that hold plain text make one line, in a table of data also where that
    stands in a paragraph.
    """
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    return tuple(walk.lines)


class _Walk:
    """The state of one way through a tree."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._buffer: list[str] = []
        self._owners: list[tuple[HtmlElement, int, BlockKind]] = []
        self._position = -1
        self._open_links = 0
        self._open_code = 0
        self._preformatted: HtmlElement | None = None
        self._data_table: HtmlElement | None = None
        self._data_row: HtmlElement | None = None

    def enter(self, element: HtmlElement) -> None:
        self._position += 1
        tag = element.tag
        self._open_code += tag in _CODE
        if self._begins_line(element, tag):
            self._flush()
            self._owners.append((element, self._position, self._kind_of(element, tag)))
            self._note(element, tag)
        elif tag == "a":
            self._open_links += 1
            self._buffer.append(_LINK_START)
        elif tag == "br" and self._data_row is None:
            self._buffer.append(_HEAD_BREAK if self._has_head_before(element) else _BREAK)
        elif tag in CELLS and element.getprevious() is not None:
            self._buffer.append(_CELL_GAP)
        text = element.text
        if text and tag not in _NO_TEXT:
            self._append(text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        self._open_code -= tag in _CODE
        if tag == "a":
            self._open_links -= 1
            self._buffer.append(_LINK_END)
        elif self._owners and self._owners[-1][0] is element:
            self._flush()
            self._owners.pop()
            self._forget(element)
        elif tag == "title":
            self._restart()
        tail = element.tail
        if tail:
            self._append(tail)

    def _begins_line(self, element: HtmlElement, tag: str) -> bool:
        if self._data_row is not None:
            return False
        return tag in BLOCK_TAGS or (tag in CELLS and _holds_blocks(element))

    def _note(self, element: HtmlElement, tag: str) -> None:
        """Take in what an element that begins means for the lines within it."""
        if self._preformatted is None and shows_newlines(element):
            self._preformatted = element
        if tag == "table" and is_data_table(element):
            self._data_table = element
        elif tag == "tr" and self._data_table is not None:
            self._data_row = element

    def _forget(self, element: HtmlElement) -> None:
        """Take in that an element ends."""
        if self._preformatted is element:
            self._preformatted = None
        if self._data_row is element:
            self._data_row = None
        elif self._data_table is element:
            self._data_table = None

    def _append(self, text: str) -> None:
        if self._preformatted is not None:
            self._buffer.append(text.replace("\n", _BREAK))
            return
        # A label and what it labels, set apart by style alone. One letter is an initial.
        if text[0].isupper() and len(text) > 1 and not self._open_code and self._ends_word():
            self._buffer.append(" ")
        self._buffer.append(text)

    def _ends_word(self) -> bool:
        """Return whether what was read last of the line ends in a small letter or a sign."""
        texts = (piece for piece in reversed(self._buffer) if piece not in _LINK_BORDERS)
        last = next(texts, " ")[-1]
        return last.islower() or last in _WORD_ENDS

    def _has_head_before(self, element: HtmlElement) -> bool:
        """Return whether a break ends a head that stands in bold above the text of a paragraph."""
        return (
            bool(self._owners) and self._owners[-1][2] in _KINDS_WITH_HEADS and _ends_bold(element)
        )

    def _kind_of(self, element: HtmlElement, tag: str) -> BlockKind:
        inherited: BlockKind = self._owners[-1][2] if self._owners else "paragraph"
        if tag in _SECTIONS or (tag in CELLS and inherited == "table"):
            return "paragraph"
        if is_code(element):
            return "code"
        if tag == "tr" and len(element) == 1:
            return inherited
        own = _KINDS.get(tag)
        if own is None and _names_caption(element.get("class", "")):
            own = "caption"
        return own or ("paragraph" if inherited == "heading" else inherited)

    def _flush(self) -> None:
        if not self._buffer:
            return
        raw = "".join(self._buffer)
        self._restart()
        if raw.isspace() or not self._owners:
            return
        element, position, kind = self._owners[-1]
        for text, link_chars, parts in _split(raw, element.tag, kind):
            is_long_caption = kind == "caption" and len(text) > _MAX_CAPTION_CHARS
            self.lines.append(
                Line(
                    element=element,
                    position=position,
                    text=text,
                    link_chars=min(link_chars, len(text)),
                    kind="paragraph" if is_long_caption else kind,
                    level=HEADING_LEVELS.get(element.tag) if kind == "heading" else None,
                    code=_as_code(raw) if kind == "code" else None,
                    parts=parts if kind not in _WHOLE else (),
                )
            )

    def _restart(self) -> None:
        # A card is a link around blocks: what follows inside it is link text as well.
        self._buffer[:] = [_LINK_START] * self._open_links


def _holds_blocks(cell: HtmlElement) -> bool:
    return any(child.tag in BLOCK_TAGS or child.tag == "br" for child in cell)


def _ends_bold(element: HtmlElement) -> bool:
    """Return whether bold text is all that stands between an element and the break before it."""
    bold = element.getprevious()
    if bold is None or bold.tag not in _BOLD or not _is_blank(bold.tail):
        return False
    before = bold.getprevious()
    if before is None:
        return _is_blank(bold.getparent().text)
    return before.tag == "br" and _is_blank(before.tail)


def _is_blank(text: str | None) -> bool:
    return text is None or text.isspace()


def _names_caption(classes: str) -> bool:
    # Hardly any class has the word in it at all.
    return "caption" in classes.lower() and _CAPTION_NAME.search(classes) is not None


def _as_code(raw: str) -> str:
    return _BREAKS.sub("\n", _LINK_MARKS.sub("", raw))


def _split(
    raw: str, tag: str, kind: BlockKind
) -> Iterator[tuple[str, int, tuple[tuple[str, int], ...]]]:
    """Yield the lines of one stretch, each with its characters of link text and its parts."""
    if not _MARKS.search(raw):
        if text := _without_empty_cells(" ".join(raw.split()), tag):
            yield text, 0, ()
        return
    open_links = 0
    for piece in (raw,) if kind == "code" else _pieces(raw, tag):
        text = _without_empty_cells(_unmarked(piece), tag)
        parts = _parts(piece, open_links) if _BREAKS.search(piece) else ()
        link_chars, open_links = _count_link_chars(piece, open_links)
        if text:
            yield text, link_chars, parts


def _without_empty_cells(text: str, tag: str) -> str:
    """Return a row without what parts the empty cells at its end; other text as it is."""
    return text.rstrip(_CELL_GAP) if tag == "tr" else text


def _unmarked(piece: str) -> str:
    return " ".join(_BREAKS.sub(" ", _LINK_MARKS.sub("", piece)).split())


def _parts(piece: str, open_links: int) -> tuple[tuple[str, int], ...]:
    """Return what a line breaks into: heads, and where sentences end or items begin.

    Nothing for one part. Text that is broken to a width breaks within sentences.
    """
    parts: list[tuple[str, int]] = []
    heads: list[bool] = []
    texts_and_breaks = [*_BREAKS.split(piece), _BREAK]
    for part, end in zip(texts_and_breaks[::2], texts_and_breaks[1::2], strict=True):
        link_chars, open_links = _count_link_chars(part, open_links)
        if text := _unmarked(part):
            if text[0].islower() and heads:
                heads[-1] = False  # a sentence in which bold text stands on a line of its own
            parts.append((text, link_chars))
            heads.append(end == _HEAD_BREAK)
    if not _break_everywhere(
        [text for (text, _), head in zip(parts, heads, strict=True) if not head]
    ):
        parts = _joined(parts, heads)
    return tuple(parts) if len(parts) > 1 else ()


def _break_everywhere(texts: list[str]) -> bool:
    are_sentences = all(text.endswith(_SENTENCE_ENDS) for text in texts[:-1])
    return are_sentences or (len(texts) >= _MIN_ITEMS and all(map(_ITEM.match, texts)))


def _joined(parts: list[tuple[str, int]], heads: list[bool]) -> list[tuple[str, int]]:
    """Return parts, those between heads joined: they are one text."""
    joined: list[tuple[str, int]] = []
    goes_on = False
    for (text, link_chars), is_head in zip(parts, heads, strict=True):
        if goes_on and not is_head:
            before, link_chars_before = joined[-1]
            joined[-1] = (f"{before} {text}", link_chars_before + link_chars)
        else:
            joined.append((text, link_chars))
        goes_on = not is_head
    return joined


def _pieces(raw: str, tag: str) -> list[str]:
    if tag in HEADING_LEVELS:
        return [raw]
    if tag in _FLOW or tag in CELLS:
        return join_full_lines(raw.replace(_HEAD_BREAK, _BREAK).split(_BREAK), _unmarked)
    return _EMPTY_LINE.split(raw)


def _count_link_chars(piece: str, open_links: int) -> tuple[int, int]:
    total = 0
    for part in _LINK_MARKS.split(piece):
        if part == _LINK_START:
            open_links += 1
        elif part == _LINK_END:
            open_links = max(0, open_links - 1)
        elif open_links:
            total += len(" ".join(_BREAKS.sub(" ", part).split()))
    return total, open_links
