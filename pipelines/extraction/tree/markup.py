"""The markup of a page becomes a tree; scripts, forms and what is hidden are taken out of one."""

import copy
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.errors import PageError
from pipelines.extraction.tree.concealed import find_concealed_story
from pipelines.extraction.tree.lines import HEADING_LEVELS
from pipelines.extraction.tree.markup_limits import check_markup
from pipelines.normalization import count_words_roughly

_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|h1|span|br|a)[\s/>]",
    re.IGNORECASE,
)
# Possessive, so that a page that begins with a hundred comments is not tried in every way.
_OTHER_FORMATS = re.compile(
    r"(?:<\?xml[^>]*+>)?\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(rss|feed|rdf:rdf|urlset|sitemapindex|svg)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# As bytes, because a table of bytes is a hundred times as fast as a pattern.
_CONTROLS_TO_SPACES = bytes(
    0x20 if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256)
)
_NO_CHARACTERS = "\ufffe\uffff"
# Made by C code; the look-up of ``lxml.html`` calls Python for every element that is looked at, to
# find classes for forms and their fields, which nobody needs here.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_MACHINERY = (
    "script", "style", "svg", "iframe", "link", "input", "select", "textarea", "rp", "rt",
)  # fmt: skip
"""Elements that are no text. ``rt`` tells how the word below it is read: it would be told twice."""
_FOR_SCRIPTS = ("noscript", "template")
_CONTROLS = frozenset({"button", "dialog"})
_SHOWN_BY_SCRIPTS = _CONTROLS.union(_FOR_SCRIPTS)
_HIDDEN_CLASSES = frozenset(
    {
        "d-none", "hidden", "hide", "is-hidden", "screen-reader-only", "screen-reader-text",
        "sr-only", "u-hidden", "visually-hidden", "visuallyhidden",
    }
)  # fmt: skip
_DIALOG_ROLES = frozenset({"alertdialog", "dialog"})
_QUESTION_MARKS = ("?", "？", "؟")
_MIN_TITLE_WORDS = 3
_MIN_TITLED_CHARS = 80
_LEVELS_ABOVE_TITLE = 3
_MIN_LINKED_STORY_CHARS = 1000
_MIN_LINKED_TEXTS = 3
_MAX_HIDDEN_SHARE = 0.25
_FEW = 50
"""Elements that are gone before a walk over the tree is over."""
_DROPPED = "newsdesk-dropped"


def parse(html: str) -> HtmlElement:
    """Return the root of the tree of a page.

    Nesting deeper than the parser's limit (2,048 elements) is cut there; real pages stay under 100.

    Raises:
        PageError: ``empty-page`` when there is nothing, ``not-html`` when it is something else,
            ``too-complex`` when it would exhaust the machine.
    """
    if not html.strip():
        raise PageError("empty-page", "the page has no content")
    other = _OTHER_FORMATS.match(html.lstrip())
    if other is not None and other[1].lower() != "svg":
        raise PageError(
            "not-html", "the page is a feed or a sitemap, which lists stories and is none"
        )
    if other is not None or not _HTML_TAG.search(html):
        raise PageError("not-html", f"the page is no HTML; it starts with {html.strip()[:60]!r}")
    check_markup(html, is_timed=True)
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    parser.set_element_class_lookup(_ELEMENT_CLASSES)
    try:
        return document_fromstring(_to_bytes(html), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise PageError("empty-page", f"the page has no elements: {error}") from error


def prune(tree: HtmlElement) -> HtmlElement:
    """Return a copy of the tree without scripts, forms, dialogs and what a class name hides.

    The tree that is given stays as it is. A ``noscript`` element that holds more than half of the
    page's text is no copy of what the page shows: there the body itself waits for readers without
    scripts, or the element was never closed. A hidden element that holds more than a quarter of the
    page's text stays: sites hide whole bodies that a script opens, and a button that is never
    closed takes in the page; it becomes a ``div``. What else holds the story (``concealed``) is
    shown, and links around one are no links.
    """
    pruned = copy.deepcopy(tree)
    drop_machinery(pruned)
    return pruned


def drop_machinery(tree: HtmlElement, named: Iterable[HtmlElement] = ()) -> None:
    """Take scripts, forms, dialogs and what a class name hides out of a tree (see ``prune``).

    Elements that are ``named``, and those around them, stay though they are hidden or a
    ``noscript``.
    """
    kept = frozenset(around for element in named for around in (element, *element.iterancestors()))
    _open_shadow_roots(tree)
    etree.strip_elements(tree, *_MACHINERY, with_tail=False)
    hidden = [element for element in tree.iter("*") if _is_hidden(element)]
    _open_story(tree, hidden)
    _open_or_drop_noscript(tree, kept)
    _open_titles(tree)
    hidden = [element for element in hidden if _is_hidden(element)]
    limit = text_length(tree) * _MAX_HIDDEN_SHARE if hidden else 0
    small = []
    for element in hidden:
        if element not in kept and text_length(element) <= limit:
            small.append(element)
        elif element.tag in _CONTROLS:
            element.tag = "div"
    drop_all(tree, small)
    _open_wide_links(tree)


def _open_story(tree: HtmlElement, hidden: Sequence[HtmlElement]) -> None:
    """Show the elements that hold the story though the page does not show them by itself."""
    concealed = [*tree.iter(*_FOR_SCRIPTS), *hidden]
    named = frozenset(element for element in hidden if _hides(element.get("class", "")))
    for element in find_concealed_story(tree, concealed, named) if concealed else ():
        _show(element)
        if element.tag in _SHOWN_BY_SCRIPTS:
            element.tag = "div"
        for name in ("role", "aria-modal"):
            element.attrib.pop(name, None)
    etree.strip_elements(tree, "template", with_tail=False)


def _show(element: HtmlElement) -> None:
    names = element.get("class", "").split()
    element.set("class", " ".join(name for name in names if name.lower() not in _HIDDEN_CLASSES))


def _open_wide_links(tree: HtmlElement) -> None:
    """Make plain elements of those ``a`` that hold a story.

    One without an address only names a place (https://html.spec.whatwg.org/#the-a-element), and is
    often never closed. Cards of other stories are shorter: of 1,422 pages only lists had longer
    ones, and these in one text.
    """
    for link in [*tree.iter("a")]:
        chars = text_length(link)
        if chars >= _MIN_TITLED_CHARS and (link.get("href") is None or _holds_story(link, chars)):
            link.tag = "span"


def _holds_story(link: HtmlElement, chars: int) -> bool:
    texts = (len(text.strip()) >= _MIN_TITLED_CHARS for text in link.itertext())
    return chars >= _MIN_LINKED_STORY_CHARS and sum(texts) >= _MIN_LINKED_TEXTS


def _open_shadow_roots(tree: HtmlElement) -> None:
    """Make plain elements of those templates that the page shows.

    https://html.spec.whatwg.org/multipage/scripting.html#the-template-element
    """
    for template in [*tree.iter("template")]:
        if template.get("shadowrootmode") is not None:
            template.tag = "div"


def _open_or_drop_noscript(tree: HtmlElement, kept: Collection[HtmlElement]) -> None:
    sizes = {element: text_length(element) for element in tree.iter("noscript")}
    longest = max(sizes, key=sizes.__getitem__, default=None)
    if longest is not None and sizes[longest] and sizes[longest] * 2 > text_length(tree):
        longest.tag = "div"
    for element in sizes.keys() & kept:
        element.tag = "div"
    etree.strip_elements(tree, "noscript", with_tail=False)


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def drop_all(tree: HtmlElement, elements: Sequence[HtmlElement]) -> None:
    """Take elements out of a tree; the text behind each stays.

    Thousands go in one walk: each text that moves to the one before it makes that longer, which one
    by one took a minute for 45,000 elements.
    """
    if len(elements) <= _FEW:
        for element in elements:
            drop(element)
        return
    for element in elements:
        element.tag = _DROPPED
    etree.strip_elements(tree, _DROPPED, with_tail=False)


def text_length(element: HtmlElement) -> int:
    """Return the number of characters of text inside an element."""
    return len(element.text_content())


def _to_bytes(html: str) -> bytes:
    """Return the text in UTF-8, with spaces for what XML does not allow.

    Bytes, because lxml refuses text that carries an encoding declaration of its own.
    """
    for sign in _NO_CHARACTERS:
        html = html.replace(sign, " ")
    try:
        data = html.encode()
    except UnicodeEncodeError:
        data = _SURROGATES.sub(" ", html).encode()
    return data.translate(_CONTROLS_TO_SPACES)


def _is_hidden(element: HtmlElement) -> bool:
    classes = element.get("class")
    return (
        (classes is not None and _hides(classes))
        or element.tag in _CONTROLS
        or element.get("role") in _DIALOG_ROLES
        or element.get("aria-modal") == "true"
    )


def _open_titles(tree: HtmlElement) -> None:
    """Make headings of the buttons that open a text, and let that be shown."""
    for button in [*tree.iter("button")]:
        parent = button.getparent()
        around = parent if parent is not None and parent.tag in HEADING_LEVELS else None
        has_heading = around is not None or next(button.iter(*HEADING_LEVELS), None) is not None
        if not _reads_like_title(button.text_content().strip(), has_heading):
            continue
        text = _text_under(button if around is None else around)
        if text is not None:
            button.tag = "div" if has_heading else "h3"
            _show(text)


def _reads_like_title(words: str, has_heading: bool) -> bool:
    """Return whether a button stands in a heading, has one, or asks a question.

    The first two are as https://www.w3.org/WAI/ARIA/apg/patterns/accordion/ has it.
    """
    is_long = count_words_roughly(words) >= _MIN_TITLE_WORDS
    return is_long and (has_heading or words.endswith(_QUESTION_MARKS))


def _text_under(title: HtmlElement) -> HtmlElement | None:
    """Return the element that follows a title, or what is around it, if it holds a text."""
    for around in islice((title, *title.iterancestors()), _LEVELS_ABOVE_TITLE):
        following = around.getnext()
        if following is not None:
            if next(following.iter("button"), None) is not None:
                return None  # the next one of a row of cards
            linked = sum(text_length(link) for link in following.iter("a"))
            is_text = text_length(following) - linked >= _MIN_TITLED_CHARS
            return following if is_text else None
    return None


@lru_cache(maxsize=4096)
def _hides(classes: str) -> bool:
    return not _HIDDEN_CLASSES.isdisjoint(classes.lower().split())
