"""Values of entries: plain text out of markup, absolute URLs out of references."""

import html
import re
from urllib.parse import urljoin

from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.normalization import clean_text
from pipelines.urls import is_http_url

_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MAX_MARKUP_CHARS = 200_000


def plain_text(markup: str | None) -> str | None:
    """Return the text of a field that may hold markup and entities, ``None`` when it is empty.

    Feeds escape titles once, twice or not at all, so entities are resolved until tags and text
    stand apart; ``a < b`` stays.
    """
    if not markup:
        return None
    text = _without_tags(markup[:_MAX_MARKUP_CHARS])
    for _ in range(2):
        if "&" not in text:
            break
        text = _without_tags(html.unescape(text))
    return short_text(text)


def short_text(text: str | None) -> str | None:
    """Return plain text made clean and cut to a sensible length, ``None`` when it is empty."""
    if not text:
        return None
    return clean_text(text[: DEFAULT_DISCOVERY_OPTIONS.max_text_chars]) or None


def absolute_url(reference: str | None, base: str) -> str | None:
    """Return the absolute http(s) URL of a reference, ``None`` when it is not one."""
    if not reference:
        return None
    reference = re.sub(r"[\t\r\n]", "", reference).strip()
    try:
        url = urljoin(base, reference).replace(" ", "%20")
    except ValueError:
        return None
    return url if is_http_url(url) else None


def unique(values: list[str]) -> tuple[str, ...]:
    """Return the values in their order, each once."""
    return tuple(dict.fromkeys(values))


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub(" ", _INLINE_TAG.sub("", _COMMENT.sub(" ", text)))
