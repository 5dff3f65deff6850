"""What marks an element as a by-line: its relation, its name, its first word, its link."""

import re

from lxml.html import HtmlElement

from pipelines.extraction.authors.name_words import BYLINE_LABELS, BYLINE_WORDS, WORDED_BYLINE
from pipelines.extraction.authors.names import has_unspaced_label
from pipelines.extraction.tree.element_names import has_hint, names_of

_NAMES = frozenset(
    {
        "author", "authored", "authors", "autor", "autore", "auteur", "byline", "bylines",
        "contributor", "writer",
    }
)  # fmt: skip
_FILLER = frozenset({"bio", "description", "image", "img", "photo", "avatar", "title", "role"})
_LABEL = re.compile(
    r"\s*(?:this\s+(?:article|blog\s+post|blog|guide|piece|post|story)\s+(?:was|is)\s+written\s+by|"
    r"(?:written|words|text|story|posted|published|reported|article|interview)\s+by|"
    r"(?:posted|published)\s(?:[^.!?]{0,30}\s)?[^.!?\s]*\d[^.!?]{0,20}\sby|"
    r"(?:author\(s\)|authors?|autor(?:in|innen|en)?|auteurs?|autore|verfasser(?:in)?)"
    rf"(?=\s*(?::|$))|{WORDED_BYLINE})"
    r"\s*:?(?:\s+(?:\S|$)|$)",
    re.IGNORECASE,
)
_JOB_LABEL = re.compile(r"\s*(?:aut(?:h?or|eur)|verfasser)", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|autor[ei]|contributors?|columnists?|journalists?|"
    r"reporters?|writers?|bylines?|profile/author)/[^/?#]",
    re.IGNORECASE,
)
_HINTS = ("auth", "autor", "auteur", "byline", "contributor", "writer")
"""One of them stands in each of the names above."""
_MAX_START_CHARS = 10
_LABEL_STARTS = (
    *(word.split()[0][:_MAX_START_CHARS] for word in (*BYLINE_LABELS, *BYLINE_WORDS)),
    "article", "artikel", "auteur", "author", "autor", "beitrag", "bilder", "blog", "contribut",
    "ein", "essay", "foto", "gast", "images", "interview", "photo", "pictures", "posted",
    "published", "reported", "reporting", "testo", "this", "verfass", "video", "written",
)  # fmt: skip
NO_NAME_TAGS = frozenset({"head", "link", "meta", "script", "style", "svg", "title"})
"""Their text is not one that readers see in a by-line."""


def may_name(element: HtmlElement) -> bool:
    """Return whether an element may name an author, by any of the marks."""
    if is_labelled(element):
        return True
    if element.tag == "a" and (is_profile(element) or is_related(element)):
        return True
    return has_hint(element, _HINTS) and (is_related(element) or is_named(element))


def is_labelled(element: HtmlElement) -> bool:
    """Return whether the text of an element begins with a word for a by-line ("By")."""
    text = element.text
    return bool(text) and element.tag not in NO_NAME_TAGS and begins_with_label(text)


def begins_with_label(line: str) -> bool:
    """Return whether a line begins with words for a by-line, or they are all that it says."""
    line = line.strip()
    if line[:_MAX_START_CHARS].lower().startswith(_LABEL_STARTS):
        return _LABEL.match(line) is not None
    return has_unspaced_label(line)


def is_job_labelled(element: HtmlElement) -> bool:
    """Return whether the label is "Author", which may be the author of anything."""
    return is_labelled(element) and _JOB_LABEL.match(element.text or "") is not None


def is_related(element: HtmlElement) -> bool:
    """Return whether an element is marked as the author by ``rel`` or ``itemprop``."""
    is_author = "author" in (element.get("rel") or "").split()
    return is_author or (element.get("itemprop") or "").lower() == "author"


def is_profile(element: HtmlElement) -> bool:
    """Return whether an element links to the page of an author, by its address."""
    return element.tag == "a" and _PROFILE.search(element.get("href") or "") is not None


def is_named(element: HtmlElement) -> bool:
    """Return whether class or id name an element as a by-line."""
    names = names_of(element)
    return not _NAMES.isdisjoint(names) and _FILLER.isdisjoint(names)
