"""JSON-LD of a page: what it says about the article in schema.org terms.

https://schema.org/Article, https://json-ld.org/spec/latest/json-ld/#embedding-json-ld-in-html-documents
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml.html import HtmlElement

from pipelines.normalization import clean_text, letter_key, unescaped

_MAX_DEPTH = 12
_MAX_NODES = 500
_MAX_PARSE_CHARS = 3_000_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|(?<![:\w])//[^\n]*', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})')
# Subtypes first: an Article beside a LiveBlogPosting is the wrapper. https://schema.org/Article
_ARTICLE_TYPES = (
    "LiveBlogPosting", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle",
    "AskPublicNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle",
    "AdvertiserContentArticle", "SatiricalArticle", "Report", "ScholarlyArticle", "TechArticle",
    "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Article", "Recipe", "Review",
    "ClaimReview", "PodcastEpisode", "RadioEpisode", "TVEpisode", "ImageGallery", "MediaGallery",
    "VideoObject", "AudioObject", "Blog", "CreativeWork", "ItemPage", "WebPage",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ARTICLE_TYPES)}


def read_json_ld(scripts: Iterable[HtmlElement]) -> tuple[Mapping[str, object], ...]:
    """Return the nodes of the JSON-LD among the scripts, ``@graph`` and main entities flattened.

    Comments, trailing commas, raw line breaks, CDATA and several values in a row are read; what
    stays broken is left out. Never raises.
    """
    nodes: list[Mapping[str, object]] = []
    for script in scripts:
        if "ld+json" in script.get("type", "").lower():
            for value in _parse(script.text or ""):
                nodes.extend(_flatten(value, 0))
        if len(nodes) >= _MAX_NODES:
            break
    return tuple(nodes[:_MAX_NODES])


def choose_article_node(
    nodes: tuple[Mapping[str, object], ...], title: str | None = None
) -> Mapping[str, object]:
    """Return the node that describes the article of the page, empty when none does.

    An article before a video or a web page; then the one whose headline stands in the given window
    title, the more specific type, and the one with more to say.
    """
    title_key = letter_key(title or "")
    candidates = [node for node in nodes if _rank(node) < len(_ARTICLE_TYPES)]
    return min(candidates, key=lambda node: _order(node, title_key), default={})


def people_of(node: Mapping[str, object], nodes: tuple[Mapping[str, object], ...]) -> list[object]:
    """Return the authors of an article node, references among the nodes resolved.

    Where the node names none, another description of the same page may, or the one person that
    the page describes beside its article.
    """
    known = {str(other["@id"]): other for other in nodes if "name" in other and "@id" in other}
    for source in (node, *(other for other in nodes if _rank(other) < len(_ARTICLE_TYPES))):
        people = [_resolve(item, known) for item in _as_list(source.get("author"))]
        people = people or [_resolve(item, known) for item in _as_list(source.get("creator"))]
        if any(texts_of(person) for person in people):
            return people
    lone: list[object] = [other for other in nodes if types_of(other) == ("Person",)]
    names = {name for person in lone for name in texts_of(person)}
    return lone[:1] if len(names) == 1 else []


def types_of(node: Mapping[str, object]) -> tuple[str, ...]:
    """Return the types of a node without their vocabulary (``NewsArticle``)."""
    return tuple(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in texts_of(node.get("@type")))


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts of a value: a text, a number, a list, a node with a name or value."""
    return tuple(dict.fromkeys(text for text in _texts(value, 0) if text))


def urls_of(value: object) -> tuple[str, ...]:
    """Return the addresses of a JSON-LD value: a text, a list, a node with ``url`` or ``@id``."""
    return tuple(dict.fromkeys(url for url in _urls(value, 0) if url))


def _parse(script: str) -> Iterator[object]:
    text = _unwrap(script)
    if not text or len(text) > _MAX_PARSE_CHARS:
        return
    for repair in (lambda broken: broken, _repair, lambda broken: _repair(html.unescape(broken))):
        values, is_whole = _decode_values(repair(text))
        if is_whole:
            yield from values
            return


def _unwrap(script: str) -> str:
    previous, text = None, script
    while text != previous:
        previous, text = text, _WRAPPING.sub("", text).strip()
    return text.lstrip("\ufeff")


def _decode_values(text: str) -> tuple[list[object], bool]:
    """Return the JSON values that stand in a row, and whether the text was read to its end."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        while position < len(text) and text[position] in " \t\r\n;,":
            position += 1
    return values, True


def _repair(text: str) -> str:
    text = _STRING_OR_COMMENT.sub(_keep_string, text)
    text = _STRING_OR_COMMA.sub(_keep_string, text)
    return _BAD_ESCAPE.sub(r"\\\\", text)


def _keep_string(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else ""


def _flatten(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "about", "video"):
            nested = value.get(key)
            if isinstance(nested, (list, dict)):
                yield from _flatten(nested, depth + 1)


def _rank(node: Mapping[str, object]) -> int:
    return min((_RANK.get(name, len(_RANK)) for name in types_of(node)), default=len(_RANK))


def _order(node: Mapping[str, object], title_key: str) -> tuple[bool, bool, int, int]:
    rank = _rank(node)
    headline = letter_key(next(iter(texts_of(node.get("headline") or node.get("name"))), ""))
    is_elsewhere = bool(title_key) and (not headline or headline[:40] not in title_key)
    is_weak = rank >= _RANK["PodcastEpisode"]
    said = ("headline", "datePublished", "author", "articleBody", "description")
    return is_weak, is_elsewhere, rank, -sum(key in node for key in said)


def _as_list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _resolve(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    is_reference = isinstance(value, dict) and "name" not in value and "@id" in value
    return known.get(str(value["@id"]), value) if is_reference else value  # type: ignore[index] # a reference is a dict


def _texts(value: object, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        yield clean_text(unescaped(value))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("@value"), depth + 1)


def _urls(value: object, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _urls(item, depth + 1)
    elif isinstance(value, dict):
        named = value.get("url") or value.get("contentUrl") or value.get("@id")
        yield from _urls(named, depth + 1)
