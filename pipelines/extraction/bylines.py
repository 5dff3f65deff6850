"""The names in the visible by-lines of a page, read as strictly as little marks them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement

from pipelines.dates.findings import find_date
from pipelines.extraction.blocks import name_words
from pipelines.extraction.byline_places import is_in_menu, is_other_voice
from pipelines.extraction.lines import BLOCK_TAGS
from pipelines.extraction.names import (
    SHOWN_ORGANISATION,
    has_business_word,
    is_person_like,
    is_single_name,
    is_title_case,
    names_nobody,
    read_full_names,
    read_names,
    read_organisation,
    signs_for_many,
    strip_byline,
    tells_a_helper,
)
from pipelines.extraction.neighbours import OtherStories, has_hint, label_before, text_of
from pipelines.items import Candidate
from pipelines.normalization import clean_text, count_words, word_key

_NAMES = frozenset(
    {
        "author", "authored", "authors", "autor", "autore", "auteur", "byline", "bylines",
        "contributor", "writer",
    }
)  # fmt: skip
_FILLER = frozenset({"bio", "description", "image", "img", "photo", "avatar", "title", "role"})
_LABEL = re.compile(
    r"\s*(?:this\s+(?:article|blog\s+post|blog|guide|piece|post|story)\s+(?:was|is)\s+written\s+by|"
    r"contributors?(?=:)|"
    r"(?:written|words|text|story|posted|published|reported|article|interview)\s+by|by|von|"
    r"verfasst\s+von|par|écrit\s+par|por|escrito\s+por|di|scritto\s+da|door|geschreven\s+door|"
    r"автор|текст|text|tekst)\s*:?(?:\s+(?:\S|$)|$)",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|autor[ei]|contributors?|columnists?|journalists?|"
    r"reporters?|writers?|bylines?|profile/author)/[^/?#]",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:\w+\s+)?(?:by|von|par|por|door|przez|av|af)\b", re.IGNORECASE)
_LAST_LABEL = re.compile(r"\s*\b(?:by|von|par|por|door|di)\s*:?$", re.IGNORECASE)
_NAME_END = re.compile(r"\s*(?:[|•·]|\s[/–—-]\s)\s*")
_ON = re.compile(r"[\s,]+(?:on|am|le|el|il|op)\s*$", re.IGNORECASE)
_MAX_CHARS = 120
_MAX_LABEL_CHARS = 24
_MAX_LEVELS = 3
_MIN_SENTENCE_WORDS = 5
_SENTENCE_ENDS = (".", "!", "?", "…")
_MAX_LONE_NAMES = 1
_MAX_LINKED_NAMES = 2
_BLOCK_TAGS = frozenset({"br", "div", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "li", "p", "td"})
_LINE_TAGS = BLOCK_TAGS | _BLOCK_TAGS
_NO_TEXT_TAGS = frozenset({"head", "link", "meta", "script", "style", "svg", "title"})
_HINTS = ("auth", "autor", "auteur", "byline", "contributor", "writer")
"""One of them stands in each of the names above."""
_LABEL_STARTS = (
    "article", "by", "contribut", "di", "door", "escrito", "geschreven", "interview", "par", "por",
    "posted", "published", "reported", "scritto", "story", "tekst", "text", "this", "verfasst",
    "von", "words", "written", "écrit", "автор", "текст",
)  # fmt: skip


def find_own_bylines(near: Iterable[HtmlElement], others: OtherStories) -> list[HtmlElement]:
    """Return which elements around a headline may name its authors, without other stories'.

    A name behind a sentence on its line is in a picture's credit ("… in May. By Ada Long"), unless
    there is no other.
    """
    own = [
        item
        for item in near
        if _may_name(item) and not others.hold(item) and not is_other_voice(item)
    ]
    return [item for item in own if not _is_behind_sentence(item)] or own


def read_bylines(own: Sequence[HtmlElement]) -> Iterator[Candidate]:
    """Yield the by-lines among the elements that ``find_own_bylines`` found, marked ones first.

    Elements marked with ``rel`` or ``itemprop`` have the source ``rel``, those that are named or
    worded as a by-line ``byline``, links to the page of an author ``profile``.
    """
    yield from _unique((*_related(own), *_worded(own), *_profiles(own)))


def read_organisations(own: Sequence[HtmlElement]) -> Iterator[Candidate]:
    """Yield the organisations that by-lines at a headline name, best first.

    What is only named as a by-line, without a word for it, has to be signed by a team or a desk:
    sections stand in such elements too. "Gazette Staff" names nobody.
    """
    for element in own:
        name = read_organisation(_signature(element))
        if name and is_title_case(name) and not names_nobody(name):
            yield Candidate(value=name, source=SHOWN_ORGANISATION)


def _signature(element: HtmlElement) -> str:
    """Return the short text by which an element could name one author, or nothing."""
    if _is_related(element):
        name = element.find(".//*[@itemprop='name']")
        return _short_text(element if name is None else name)
    text = _short_text(element)
    if not text:
        return ""
    if not strip_byline(f"{text} ").strip(" :"):
        return _behind(element) if _BY.search(text) else ""
    line = next(filter(None, map(_name_part, _split_lines(element))), "")
    is_sure = _is_profile(element) or bool(_BY.match(text)) or signs_for_many(line)
    return line if is_sure else ""


def read_lone_byline(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the one name that by-lines anywhere on the page give; nothing when they give several.

    For pages that name nobody in their metadata and at their headline: the by-line stands below
    the text, or in a column of its own.
    """
    others = OtherStories()
    names: dict[str, str] = {}
    for element in tree.iter("*"):
        if not _may_name(element):
            continue
        told = (*_related([element]), *_worded([element]), *_profiles([element]))
        full = (name for item in told for name in read_full_names(item.value))
        found = {word_key(name): name for name in full if not has_business_word(name)}
        if found.keys() <= names.keys() or _is_others(element, others):
            continue
        names.update(found)
        if len(names) > _MAX_LONE_NAMES:
            return ()
    return tuple(Candidate(value=name, source="byline") for name in names.values())


def read_linked_names(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the one or two names with which a whole page links to the pages of authors.

    For pages on which nobody else is named: links in columns of other stories count too, as those
    would be of more people.
    """
    names: dict[str, str] = {}
    for link in tree.iter("a"):
        if not (_is_profile(link) or _is_related(link)) or is_other_voice(link) or is_in_menu(link):
            continue
        full = read_full_names(_short_text(link)) if _is_name_link(link) else ()
        names.update({word_key(name): name for name in full if not has_business_word(name)})
        if len(names) > _MAX_LINKED_NAMES:
            return ()
    return tuple(Candidate(value=name, source="profile") for name in names.values())


def _is_others(element: HtmlElement, others: OtherStories) -> bool:
    if is_other_voice(element) or is_in_menu(element):
        return True
    return others.hold(element) and not others.hold_only_as_column(element)


def _unique(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        key = (candidate.source, word_key(candidate.value))
        if key not in seen:
            seen.add(key)
            yield candidate


def _may_name(element: HtmlElement) -> bool:
    if _is_labelled(element):
        return True
    if element.tag == "a" and (_is_profile(element) or _is_related(element)):
        return True
    return has_hint(element, _HINTS) and (_is_related(element) or _is_named(element))


def _is_behind_sentence(element: HtmlElement) -> bool:
    line = _LAST_LABEL.sub("", _line_before(element))
    return line.endswith(_SENTENCE_ENDS) and count_words(line) >= _MIN_SENTENCE_WORDS


def _line_before(element: HtmlElement) -> str:
    """Return the last of the text in front of an element on its line."""
    parts: list[str] = []
    here: HtmlElement | None = element
    while here is not None and here.tag not in _LINE_TAGS and sum(map(len, parts)) < _MAX_CHARS:
        before = here.getprevious()
        if before is None:
            here = here.getparent()
            parts.append("" if here is None else here.text or "")
            continue
        parts.append(before.tail or "")
        here = before
        if before.tag not in _LINE_TAGS | _NO_TEXT_TAGS:
            parts.append(text_of(before))
    return clean_text(" ".join(reversed(parts)))


def _is_labelled(element: HtmlElement) -> bool:
    text = element.text
    if text is None or not text.lstrip()[:10].lower().startswith(_LABEL_STARTS):
        return False
    return element.tag not in _NO_TEXT_TAGS and _LABEL.match(text) is not None


def _is_related(element: HtmlElement) -> bool:
    is_author = "author" in (element.get("rel") or "").split()
    return is_author or (element.get("itemprop") or "").lower() == "author"


def _is_profile(element: HtmlElement) -> bool:
    return element.tag == "a" and _PROFILE.search(element.get("href") or "") is not None


def _is_named(element: HtmlElement) -> bool:
    names = name_words(element)
    return not _NAMES.isdisjoint(names) and _FILLER.isdisjoint(names)


def _related(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        if _is_related(element):
            name = element.find(".//*[@itemprop='name']")
            text = _short_text(element if name is None else name)
            if text:
                yield Candidate(value=text, source="rel")


def _worded(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        is_named = _is_named(element)
        if is_named or _is_labelled(element):
            for line in _lines_of(element, is_named=is_named):
                yield Candidate(value=line, source="byline")


def _lines_of(element: HtmlElement, *, is_named: bool) -> list[str]:
    """Return the lines of a by-line that give names, those of who checked a story left out."""
    text = _short_text(element)
    if not text:
        return []
    if not strip_byline(f"{text} ").strip(" :"):
        text = _behind(element)
        return [text] if read_full_names(text) else []
    links = [text_of(link) for link in element.iter("a") if _is_name_link(link)]
    if links:
        return links
    lines = _split_lines(element)
    if any(map(_LABEL.match, lines)):
        lines = _labelled(lines)
    told = [_undated(strip_byline(line)) for line in lines]
    full = [line for line in told if read_full_names(line)]
    return full or (_single_name(element, lines) if is_named else _signed(lines))


def _signed(lines: list[str]) -> list[str]:
    """Return the one word behind a "by": "By Amanda"."""
    names = [_name_part(line) for line in lines if _BY.match(line)]
    return [name for name in names if is_single_name(name) and is_person_like(name)][:1]


def _name_part(line: str) -> str:
    """Return what a line says behind "by", up to the first border or date."""
    return _undated(_NAME_END.split(strip_byline(f"{line} ").strip(" :"), maxsplit=1)[0])


def _undated(line: str) -> str:
    """Return a line up to its date, without the "on" before it, or what follows the date."""
    date = find_date(line)
    if date is None:
        return line
    return _ON.sub("", line[: date.start]).strip() or line[date.end :].strip()


def _single_name(element: HtmlElement, lines: list[str]) -> list[str]:
    """Return the one word that an element named as a by-line or its link gives: "Voltarine"."""
    links = [text_of(link) for link in element.iter("a")]
    for told in (links[:1], lines if len(lines) == 1 else []):
        names = [name for line in told for name in read_names(line) if not tells_a_helper(line)]
        if len(names) == 1 and is_single_name(names[0]):
            return names
    return []


def _labelled(lines: list[str]) -> list[str]:
    """Return the lines with "By" and those behind a bare "By"."""
    kept = []
    for place, line in enumerate(lines):
        if not _LABEL.match(line):
            continue
        is_bare = not strip_byline(f"{line} ").strip(" :")
        kept.append(" ".join(lines[place + 1 : place + 2]) if is_bare else line)
    return kept


def _behind(element: HtmlElement) -> str:
    """Return the short text behind a label that stands alone ("Written by")."""
    following = element.getnext()
    tail = clean_text(element.tail or "")
    if tail or following is None:
        return tail if len(tail) <= _MAX_CHARS else ""
    return _short_text(following)


def _split_lines(element: HtmlElement) -> list[str]:
    """Return the text of an element, parted where blocks begin and lines break."""
    parts: list[str] = []
    for event, item in etree.iterwalk(element, events=("start", "end")):
        if item.tag in _BLOCK_TAGS and item is not element:
            parts.append("\n")
        text = item.text if event == "start" else item.tail if item is not element else None
        if text and item.tag not in _NO_TEXT_TAGS:
            parts.append(f" {clean_text(text)} ")
    lines = (clean_text(line) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _profiles(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        if _is_profile(element) and _is_name_link(element) and not is_in_menu(element):
            yield Candidate(value=text_of(element), source="profile")


def _is_name_link(link: HtmlElement) -> bool:
    """Return whether the text of a link is a name and no label before says who checked it."""
    label = label_before(link, _MAX_LABEL_CHARS, _MAX_LABEL_CHARS, _MAX_LEVELS)
    return bool(read_full_names(_short_text(link))) and not tells_a_helper(label)


def _short_text(element: HtmlElement) -> str:
    """Return the text of an element, empty when it is too long for names."""
    total = 0
    for text in element.itertext():
        total += len(text.strip())
        if total > 2 * _MAX_CHARS:
            return ""
    text = text_of(element)
    return text if len(text) <= _MAX_CHARS else ""
