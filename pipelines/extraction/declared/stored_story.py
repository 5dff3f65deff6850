"""A story that a page does not show: in the data of its scripts, or in elements for text as it is.

What else stands there is the other stories of the site, its menus, words for its buttons. So a
story has to stand beside the headline of the page, or to share its words.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.errors import PageError
from pipelines.extraction.declared.declared_body import HAS_TAGS
from pipelines.extraction.declared.page_data import read_page_data
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.markup_limits import check_markup
from pipelines.normalization import letter_key, word_parts

_MAX_DEPTH = 60
_MIN_TITLE_KEY_CHARS = 10
_MAX_TITLE_CHARS = 300
_MIN_RUNNING_CHARS = 80
_MIN_STORY_CHARS = 400
_MIN_MAJORITY = 0.6
"""Share of the running text beside a headline that its story holds."""
_MIN_SHARED = 0.5
_MARKUP = re.compile(r"<[^<>]*+>")
_CODE = re.compile(r"\{\{|\{%|<[#%?]|\$\{|\bfunction ?\(|=>|\(\);|\[\];|\)\s*\{|[;,]\s*\w+\.\w+\(")
"""What scripts and templates with places to fill are told by."""
_OTHER_KEYS = re.compile(
    r"comment|related|recommend|popular|trending|latest|teaser|sidebar|footer|menu|navigation|"
    r"i18n|locale|messages|translations|config|seo|schema",
    re.IGNORECASE,
)
_KIND_KEYS = ("nodeType", "_type", "type", "tagName", "tag", "kind", "__typename")
_TEXT_KEYS = (
    "content", "children", "text", "html", "value", "body", "data", "model", "props", "paragraph",
    "literal", "blocks", "items",
)  # fmt: skip
"""Where editors for structured text keep it (ProseMirror, Slate, Draft.js, Editor.js, Portable
Text, Contentful, hast, React)."""
_OTHER_KINDS = re.compile(
    r"image|picture|photo|video|audio|gallery|embed|iframe|promo|related|newsletter|advert|"
    r"interstitial|caption|credit|script|style|social|tweet|divider",
    re.IGNORECASE,
)
_HEADING = re.compile(r"h[1-6]$|head|title", re.IGNORECASE)
_BLOCK = re.compile(r"p$|para|li$|list.?item|quote|block$|unstyled", re.IGNORECASE)
_PROPERTIES = 3
"""Place of what an element of React holds: behind "$", its tag and its key."""
_TEMPLATES = frozenset({"text/html", "text/plain", "text/template", "text/x-template"})


def find_stored_story(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Return the tree of the story that a page holds without showing it, ``None`` without one.

    The longest of those that are told to be of the headline.
    """
    try:
        texts = (*_kept_texts(tree, title), *_stories_in_data(tree, letter_key(title)))
        longest = max(texts, key=_running_chars, default="")
        if _running_chars(longest) < _MIN_STORY_CHARS:
            return None
        check_markup(longest)
        return parse(f"<!DOCTYPE html><html><body>{longest}</body></html>")
    except (PageError, RecursionError):
        return None


def _stories_in_data(tree: HtmlElement, title_key: str) -> Iterator[str]:
    if len(title_key) >= _MIN_TITLE_KEY_CHARS:
        for value in read_page_data(tree):
            yield from _told_stories(_weigh(value, title_key, 0))


def _kept_texts(tree: HtmlElement, title: str) -> Iterator[str]:
    """Yield the markup that elements hold as text, where it shares the words of the headline."""
    wanted = word_parts(title)
    for element in tree.iter("iframe", "noframes", "script", "textarea", "xmp"):
        if element.tag == "script" and element.get("type", "").lower() not in _TEMPLATES:
            continue
        text = element.get("srcdoc") or element.text or ""
        if _running_chars(text) >= _MIN_STORY_CHARS:
            markup = _as_markup(text)
            if len(wanted & word_parts(_MARKUP.sub(" ", markup))) >= _MIN_SHARED * len(wanted):
                yield markup


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A value of JSON with the characters of running text in it."""

    value: object
    chars: int
    has_title: bool
    children: tuple["_Weighed", ...] = ()


def _weigh(value: object, title_key: str, depth: int) -> _Weighed:
    if isinstance(value, str):
        is_title = len(value) <= _MAX_TITLE_CHARS and letter_key(value) == title_key
        return _Weighed(value, _running_chars(value), is_title)
    children: tuple[_Weighed, ...] = ()
    if depth < _MAX_DEPTH:
        children = tuple(_weigh(item, title_key, depth + 1) for item in _items(value))
    chars = sum(child.chars for child in children)
    return _Weighed(value, chars, any(child.has_title for child in children), children)


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        return [item for key, item in value.items() if not _OTHER_KEYS.search(key)]
    return value if isinstance(value, list) else []


def _told_stories(weighed: _Weighed) -> Iterator[str]:
    """Yield the markup of the texts that stand nearest to the headline."""
    if not weighed.has_title or weighed.chars < _MIN_STORY_CHARS:
        return
    inner = [markup for child in weighed.children for markup in _told_stories(child)]
    if inner:
        yield from inner
        return
    yield from filter(None, [_story_in(weighed)])


def _story_in(weighed: _Weighed) -> str:
    """Return the markup of the one text or list of texts that holds most of a value."""
    here = weighed
    while not isinstance(here.value, str):
        running = [child for child in here.children if child.chars]
        if isinstance(here.value, list) and len(running) > 1 and not _is_flat(here):
            break
        most = max(running, key=lambda child: child.chars)
        if most.chars < _MIN_MAJORITY * here.chars:
            return ""
        here = most
    return "\n".join(_blocks(here.value))


def _is_flat(weighed: _Weighed) -> bool:
    """Return whether a list holds all texts of a page side by side, its headline among them."""
    return any(child.has_title and isinstance(child.value, str) for child in weighed.children)


def _blocks(value: object) -> Iterator[str]:
    """Yield the markup of the paragraphs and headings that a value of JSON holds."""
    if isinstance(value, str):
        yield _as_markup(value)
        return
    if isinstance(value, list) and not _is_component(value):
        for item in value:
            yield from _blocks(item)
        return
    kind, inner = _kind_of(value), _inner(value)
    if inner is None or _OTHER_KINDS.search(kind):
        return
    tag = "h2" if _HEADING.search(kind) else "p" if _BLOCK.match(kind) else None
    if tag is not None or _is_inline(inner):
        tag = tag or "p"
        yield f"<{tag}>{_inline(inner)}</{tag}>"
    else:
        yield from _blocks(inner)


def _is_component(value: object) -> bool:
    """Return whether a list is an element of React: which is a tag with properties."""
    return isinstance(value, list) and value[:1] == ["$"] and len(value) > _PROPERTIES


def _kind_of(value: object) -> str:
    if isinstance(value, list):
        return str(value[1])
    if isinstance(value, dict):
        return next((str(value[key]) for key in _KIND_KEYS if value.get(key)), "")
    return ""


def _inner(value: object) -> object:
    """Return what holds the text of a node."""
    if isinstance(value, list):
        value = value[_PROPERTIES]
    if not isinstance(value, dict):
        return None
    return next((value[key] for key in _TEXT_KEYS if value.get(key)), None)


def _is_inline(value: object) -> bool:
    """Return whether a value is the pieces of one text."""
    return isinstance(value, list) and all(
        isinstance(item, str) or (isinstance(item, Mapping) and isinstance(_inner(item), str))
        for item in value
    )


def _inline(value: object) -> str:
    if isinstance(value, str):
        return value if HAS_TAGS.search(value) else html.escape(value, quote=False)
    if isinstance(value, list) and not _is_component(value):
        return "".join(map(_inline, value))
    return "" if (inner := _inner(value)) is None else _inline(inner)


def _as_markup(text: str) -> str:
    if not HAS_TAGS.search(text) and "&lt;" in text:
        text = html.unescape(text)
    if HAS_TAGS.search(text):
        return text
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def _running_chars(text: str) -> int:
    """Return the characters of a text that reads like sentences, 0 for names, codes, addresses."""
    if len(text) < _MIN_RUNNING_CHARS or (" " not in text and text.isascii()):
        return 0
    if _CODE.search(text):
        return 0
    return len(_MARKUP.sub("", text))
