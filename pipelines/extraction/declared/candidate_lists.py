"""Candidates of metadata fields: made, cleaned, chosen, and their addresses made absolute."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.items import Candidate
from pipelines.normalization import clean_text, word_key

_MAX_VALUES = 50
_LONE_SLASH = re.compile(r"^(https?:)/(?=[^/])", re.IGNORECASE)


def all_of(source: str, values: Iterable[str | None]) -> tuple[Candidate, ...]:
    """Return the values that are there as candidates of one source."""
    return tuple(Candidate(value=value, source=source) for value in values if value)


def unique(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates with clean values, of each source and value the first."""
    cleaned: dict[tuple[str, str], Candidate] = {}
    for item in candidates:
        value = item.value
        # Most values come clean; looking costs less than cleaning again.
        if (
            not value.isascii()
            or not value.isprintable()
            or "  " in value
            or value != value.strip()
        ):
            value = clean_text(value)
        if value and (value, item.source) not in cleaned:
            is_same = value is item.value
            cleaned[value, item.source] = (
                item if is_same else Candidate(value=value, source=item.source)
            )
    return tuple(cleaned.values())


def choose_first(
    candidates: Iterable[Candidate],
    normalize: Callable[[str], str | None] = lambda value: value or None,
) -> str | None:
    """Return the first candidate that the function turns into a value, or ``None``."""
    for item in candidates:
        value = normalize(item.value)
        if value:
            return value
    return None


def choose_all(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return the values of the best source, in their order, equal ones once (case ignored)."""
    items = tuple(candidates)
    values: dict[str, str] = {}
    for item in items:
        if item.source == items[0].source:
            values.setdefault(word_key(item.value) or item.value, item.value)
    return tuple(values.values())[:_MAX_VALUES]


def absolute(candidates: Iterable[Candidate], base: str) -> tuple[Candidate, ...]:
    """Return candidates with absolute addresses, without torn ones and repetitions."""
    found = (replace(item, value=joined(base, item.value)) for item in candidates)
    return tuple(dict.fromkeys(item for item in found if item.value))


def base_url(bases: Iterable[HtmlElement], page_url: str) -> str:
    """Return what relative addresses on the page refer to: the first ``base``, if it is sound."""
    href = next((str(base.get("href")) for base in bases if base.get("href")), "")
    return joined(page_url, href) or page_url


def joined(base: str, address: str) -> str:
    """Return an absolute address without spaces, empty when it is torn.

    Browsers read one slash behind ``https:`` as two: https://url.spec.whatwg.org/#scheme-state
    """
    try:
        return urljoin(base, _LONE_SLASH.sub(r"\1//", address.strip())).replace(" ", "%20")
    except ValueError:
        return ""
