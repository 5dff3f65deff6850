"""Pages that stand in front of a story or in its place: error pages, checks, dialogs, logins.

They come with status 200 and with text, so only their wording and the lack of anything else tells
them from a story. A story about such pages has text of its own and passes.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction.kinds.look import texts_at, visible_texts
from pipelines.items import Block, Metadata
from pipelines.normalization import count_words, count_words_roughly, word_key

_TITLE_BORDER = re.compile(r"\s+[|–—·•»«:/~<>-]+\s+|\s*[|!.…:]+\s*")
_NAMES = etree.XPath("//body//@class|//body//@id|//iframe/@src|//form/@id", smart_strings=False)
_PASSWORDS = etree.XPath("boolean(//input[@type='password'])")
_MAX_STORY_WORDS = 120
"""A page with more running text of its own than this is a story, whatever its headline says."""
_MAX_SILENT_WORDS = 20
_MAX_PAGE_WORDS = 150
"""A page with more words than this in all needs more than one sentence to be a wall."""
_MIN_SENTENCE_WORDS = 8
_MIN_CONSENT_PHRASES = 4
_CONSENT_STEM = re.compile(
    r"cookie|partner|privac|consen[ts]|datenschutz|einwillig|données|datos|dati\b|dados|данн|даних|"
    r"soci[oe]s|parceir|danych|gegevens|куки",
    re.IGNORECASE,
)
_FIRST_BLOCKS = 4
_CONSENT = "consent-wall"
_MAX_LINKED = 0.5
_MIN_CONSENT_SHARE = 0.6
_TITLE_SOURCES = frozenset({"h1", "html", "og", "rule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """One kind of page that is no story, and what it was told by."""

    reason: str
    """Slug of the rejection."""
    evidence: str
    """For people: the words or the control that gave it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    reason: str
    title: frozenset[str]
    text: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What of a page is compared with the wording of a wall."""

    titles: tuple[str, ...]
    blocks: tuple[Block, ...]
    text: str
    """Folded words of all that is visible, parted and framed by single spaces."""
    names: str
    has_password: bool
    is_declared_story: bool


def find_wall(tree: HtmlElement, metadata: Metadata, blocks: tuple[Block, ...]) -> Wall | None:
    """Return the wall that a page is, or ``None``.

    The blocks are those the extractor found, before cleaning: it would take the wording away.
    """
    titles = _title_keys(metadata)
    own = _rough_story_words(blocks)
    start = " ".join(block.text for block in blocks[:_FIRST_BLOCKS])
    may_be_consent = not blocks or _CONSENT_STEM.search(start) is not None
    wordings = [
        wording
        for wording in _load()
        if (may_be_consent if wording.reason == _CONSENT else _may_be(wording, titles, own))
    ]
    if not wordings:
        return None
    seen = _look(tree, metadata, titles, blocks)
    return next((wall for wording in wordings if (wall := _compare(wording, seen))), None)


def _may_be(wording: _Wording, titles: tuple[str, ...], own: int) -> bool:
    """Return whether a page has to be looked at closely: nearly all have text of their own."""
    is_silent = own <= _MAX_SILENT_WORDS * 2
    is_short = own <= _MAX_STORY_WORDS * 2
    return is_silent or (is_short and not wording.title.isdisjoint(titles))


def _rough_story_words(blocks: Iterable[Block]) -> int:
    """Return about how many words stand in sentences."""
    counts = (
        count_words_roughly(block.text) for block in blocks if block.link_density < _MAX_LINKED
    )
    return sum(count for count in counts if count >= _MIN_SENTENCE_WORDS)


def _compare(wording: _Wording, seen: _Seen) -> Wall | None:
    title = next((part for part in seen.titles if part in wording.title), None)
    phrases = [phrase for phrase in wording.text if f" {phrase} " in seen.text]
    if wording.reason == _CONSENT:
        evidence = _as_consent(wording, seen, title, phrases)
    elif _story_words(seen.blocks, phrases) > _MAX_STORY_WORDS:
        evidence = None
    else:
        evidence = _as_short_page(wording, seen, title, phrases)
    return Wall(reason=wording.reason, evidence=evidence) if evidence else None


def _as_short_page(
    wording: _Wording, seen: _Seen, title: str | None, phrases: list[str]
) -> str | None:
    """Return why a page without a story is this wall, or ``None``."""
    words = seen.text.count(" ") - 1
    control = next((name for name in wording.names if f" {name} " in seen.names), None)
    if wording.reason == "login-wall" and seen.has_password:
        control = "a field for a password"
    own = _story_words(seen.blocks, phrases)
    if title and (phrases or control or own < _MAX_SILENT_WORDS):
        return f"the title is {title!r}" + (f", the text says {phrases[0]!r}" if phrases else "")
    if seen.is_declared_story or own >= _MAX_SILENT_WORDS or words > _MAX_PAGE_WORDS:
        return None
    if phrases and (control or len(phrases) > 1):
        return f"the text says {phrases[0]!r}, with {control or repr(phrases[1])} and little else"
    return None


def _as_consent(
    wording: _Wording, seen: _Seen, title: str | None, phrases: list[str]
) -> str | None:
    """Return why a page is a dialog about consent, or ``None``.

    Such wording runs long, so its share of the text counts, not the length of the page.
    """
    if seen.is_declared_story or len(phrases) < _MIN_CONSENT_PHRASES:
        return None
    total = sum(len(block.text) for block in seen.blocks)
    about = sum(len(block.text) for block in seen.blocks if _says(block, phrases))
    words = seen.text.count(" ") - 1
    is_most = about >= total * _MIN_CONSENT_SHARE if total else words < _MAX_PAGE_WORDS * 2
    control = next((name for name in wording.names if f" {name} " in seen.names), None)
    if not is_most or not (title or control):
        return None
    return f"nearly all of the text is about consent: {phrases[0]!r}, {phrases[1]!r}"


def _title_keys(metadata: Metadata) -> tuple[str, ...]:
    titles = [item.value for item in metadata.titles if item.source in _TITLE_SOURCES]
    parts = [part for title in titles for part in (title, *_TITLE_BORDER.split(title))]
    return tuple(dict.fromkeys(key for part in parts if (key := word_key(part))))


def _look(
    tree: HtmlElement, metadata: Metadata, titles: tuple[str, ...], blocks: tuple[Block, ...]
) -> _Seen:
    dates = {item.source for item in metadata.dates_published}
    types = {item.value for item in metadata.page_types}
    return _Seen(
        titles=titles,
        blocks=blocks,
        text=f" {word_key(' '.join(visible_texts(tree)))} ",
        names=f" {word_key(' '.join(texts_at(_NAMES, tree)).replace('_', ' '))} ",
        has_password=bool(_PASSWORDS(tree)),
        is_declared_story="jsonld" in dates or any(t.endswith("Article") for t in types),
    )


def _story_words(blocks: Iterable[Block], phrases: list[str]) -> int:
    """Return the number of words in sentences that say nothing of the wall."""
    return sum(_sentence_words(block) for block in blocks if not _says(block, phrases))


def _sentence_words(block: Block) -> int:
    count = count_words(block.text) if block.link_density < _MAX_LINKED else 0
    return count if count >= _MIN_SENTENCE_WORDS else 0


def _says(block: Block, phrases: Iterable[str]) -> bool:
    text = f" {word_key(block.text)} "
    return any(f" {phrase} " in text for phrase in phrases)


@lru_cache(maxsize=1)
def _load() -> tuple[_Wording, ...]:
    resource = files("pipelines.extraction.kinds") / "walls.toml"
    return tuple(
        _Wording(
            reason=wall["reason"],
            title=frozenset(wall["title"]),
            text=tuple(wall["text"]),
            names=tuple(wall.get("names", ())),
        )
        for wall in tomllib.loads(resource.read_text(encoding="utf-8"))["wall"]
    )
