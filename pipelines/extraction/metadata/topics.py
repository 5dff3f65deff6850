"""Sections and tags: lists in one value are taken apart, and what names no subject left out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipelines.extraction.declared.candidate_lists import choose_all
from pipelines.extraction.declared.placeholders import is_placeholder
from pipelines.extraction.headline.site_names import is_domain_name
from pipelines.items import Candidate, Metadata
from pipelines.normalization import count_words, word_key

_TAG_BORDER = re.compile(r"\s*[,;|]\s*")
_TIGHT_COMMA = re.compile(r"(?<!\d),(?=[^\s\d])")
_COMMA = re.compile(r"\s*,\s+")
# "Arts, Culture & Entertainment" is one section.
_LAST_OF_NAME = re.compile(r"\s(?:&|and|e|en|et|i|och|og|oder|or|ou|und|y|и|та)\s")
_MAX_WORDS_OF_PART = 6
_PLACE_CODE = re.compile(r"[A-Z]{2,3}")
_MIN_WORDS_OF_HEADLINE = 5
_MAX_WORDS = 10
_MAX_CHARS = 100
_QUOTES = ' "“”„«»‹›'
# Orders to the system ("@exmeter", "_evergreen", "/article", "source:tagname:Wire"), numbers of
# records, single letters of a text that was taken for a list, addresses.
_MACHINE = re.compile(
    r"[@_/:=<\\-].*|\d{5,}|[a-z]|[a-z][a-z_-]{2,30}:\S.*|https?:.*|[A-Za-z]*[a-z][A-Z][a-z]+:\s.*",
    re.DOTALL,
)
_KEY = re.compile(r"([A-Za-z][\w-]{1,30}):\s+(?=\S)")
_MIN_TAGS_WITH_KEY = 2
HOME_PAGES = (
    "accueil", "anasayfa", "etusivu", "forside", "forsiden", "front page", "home page", "homepage",
    "inicio", "início", "página inicial", "portada", "startseite", "startsida", "strona główna",
    "voorpagina", "главная", "головна", "ホーム", "首页", "首頁", "홈",
)  # fmt: skip
"""What nothing but home pages are called."""
_UNSORTED = (
    "allgemein", "allgemeines", "article", "articles", "bez kategorii", "geen categorie", "genel",
    "general", "ingen kategori", "nezařazené", "non classé", "okategoriserade", "sem categoria",
    "senza categoria", "sin categoría", "ukategorisert", "uncategorised", "uncategorized",
    "uten kategori", "без категорії", "без рубрики", "χωρίς κατηγορία", "غير مصنف", "未分类",
    "未分類", "미분류",
)  # fmt: skip
"""What the category is called of what has none."""
_NO_SECTION_KEYS = frozenset(map(word_key, (*HOME_PAGES, *_UNSORTED)))


def split_tags(told: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield single tags: lists that stand in one value are taken apart.

    A feed that names several has each by itself; a comma in one is part of a name: "Long, Ada".
    """
    items = tuple(told)
    counts = Counter(item.source for item in items)
    for item in items:
        parts = _TAG_BORDER.split(item.value)
        is_name = len(parts) == 2 and ", " in item.value and item.source == "entry"
        if is_name and counts["entry"] > 1:
            parts = [item.value]
        for part in parts:
            if part:
                yield Candidate(value=part, source=item.source)


def split_sections(told: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield single sections; a comma before a space may also stand in the name of one."""
    items = tuple(told)
    counts = Counter(item.source for item in items)
    for item in items:
        for part in _section_parts(item.value, is_alone=counts[item.source] == 1):
            if part:
                yield Candidate(value=part, source=item.source)


def choose_tags(metadata: Metadata) -> tuple[str, ...]:
    """Return the tags of the best source that has any, without what is none.

    The name of the site is none on its own pages.
    """
    found = _subjects(metadata.tags, metadata)
    return choose_all(item for item in found if word_key(item.value) not in _site_keys(metadata))


def choose_sections(metadata: Metadata) -> tuple[str, ...]:
    """Return the sections of the best source that names any.

    Home pages and the category of what has none are no sections, and the name of the site is none
    beside another one.
    """
    found = choose_all(
        item for item in _subjects(metadata.sections, metadata) if names_section(item)
    )
    sites = _site_keys(metadata)
    others = tuple(
        name for name in found if word_key(name) not in sites and not is_domain_name(name, metadata)
    )
    return others or found


def names_section(item: Candidate) -> bool:
    """Return whether a candidate is more than the word for a home page or for no section."""
    return word_key(item.value) not in _NO_SECTION_KEYS


def _section_parts(text: str, *, is_alone: bool) -> list[str]:
    parts = _TIGHT_COMMA.split(text)
    if not is_alone or len(parts) > 1:
        return parts
    parts = _COMMA.split(text)
    is_one = _LAST_OF_NAME.search(parts[-1]) or _PLACE_CODE.fullmatch(parts[-1])
    is_sentence = max(map(count_words, parts)) > _MAX_WORDS_OF_PART
    return [text] if is_one or is_sentence else parts


def _site_keys(metadata: Metadata) -> frozenset[str]:
    return frozenset(word_key(item.value) for item in metadata.site_names)


def _subjects(told: tuple[Candidate, ...], metadata: Metadata) -> list[Candidate]:
    """Return the candidates that may name a subject, in a form for people."""
    keys = Counter((item.source, key[1]) for item in told if (key := _KEY.match(item.value)))
    spaced = frozenset(item.source for item in told if " " in item.value)
    titles = frozenset(word_key(item.value) for item in metadata.titles)
    found = []
    for item in told:
        has_key = _KEY.match(item.value)
        is_listed = has_key and keys[item.source, has_key[1]] >= _MIN_TAGS_WITH_KEY
        text = item.value[has_key.end() :] if has_key and is_listed else item.value
        # Names for machines stand among others that have spaces; alone they stand for spaces.
        is_for_machines = "_" in text and " " not in text and item.source in spaced
        name = _readable(text)
        if not is_for_machines and _is_subject(name, titles):
            found.append(Candidate(value=name, source=item.source))
    return found


def _readable(text: str) -> str:
    """Return a name without a quotation mark of a list, and with spaces."""
    text = text.strip(_QUOTES)
    if text.endswith("'") and "'" not in text[:-1]:
        text = text[:-1]
    return text if " " in text or text.startswith("_") else text.replace("_", " ").strip()


def _is_subject(text: str, titles: frozenset[str]) -> bool:
    size = count_words(text)
    return (
        0 < size <= _MAX_WORDS
        and len(text) <= _MAX_CHARS
        and _MACHINE.fullmatch(text) is None
        and not is_placeholder(text)
        and not (size >= _MIN_WORDS_OF_HEADLINE and word_key(text) in titles)
    )
