"""Who may read a page and use it: what it declares of payment, of robots and of its licence."""

import re
from collections.abc import Iterable, Mapping

from lxml.html import HtmlElement

from pipelines.extraction.declared import meta_tables
from pipelines.extraction.declared.candidate_lists import all_of, joined, unique
from pipelines.extraction.declared.json_ld import texts_of, urls_of
from pipelines.extraction.declared.meta_elements import pick
from pipelines.items import AiUse, Candidate, Metadata, Page
from pipelines.normalization import clean_text

_RESERVATION = "tdm-reservation"
"""Name of the header and of the ``meta`` element."""
_RESERVED: Mapping[str, AiUse] = {"1": "disallowed", "0": "allowed"}
_NO_AI = frozenset({"noai", "noimageai"})
_ANSWERS = {"false": False, "no": False, "true": True, "yes": True}
_TIERS = {"free": True, "locked": False, "metered": False}
_AGENT = re.compile(r"^[a-z][\w.-]*:\s*(?!.*:)")


def read_licenses(
    node: Mapping[str, object],
    metas: Mapping[str, tuple[str, ...]],
    links: Iterable[HtmlElement],
    base: str,
) -> tuple[Candidate, ...]:
    """Return the licences that JSON-LD, ``meta`` elements and links declare.

    Addresses are absolute; a licence that is a name ("CC BY 4.0") stands as it is.
    """
    declared = node.get("license")
    linked = (
        link.get("href", "") for link in links if "license" in link.get("rel", "").lower().split()
    )
    addresses = (joined(base, href) for href in linked if href.strip())
    named = (
        *all_of("jsonld", (*urls_of(declared), *texts_of(declared))),
        *pick(metas, meta_tables.LICENSES),
    )
    return unique((*(_with_address(item, base) for item in named), *all_of("link", addresses)))


def read_is_free(node: Mapping[str, object], metas: Mapping[str, tuple[str, ...]]) -> bool | None:
    """Return whether a page is free to read: what JSON-LD says, else Facebook's news tier.

    ``None`` when neither says it. Booleans of JSON-LD come as values, texts and schema.org
    addresses.
    """
    value = node.get("isAccessibleForFree")
    if isinstance(value, bool):
        return value
    word = clean_text(str(value)).lower().rsplit("/", 1)[-1]
    tier = next(iter(metas.get("article:content_tier", ())), "").lower()
    return _ANSWERS.get(word, _TIERS.get(tier))


def read_robots_directives(metas: Mapping[str, tuple[str, ...]], header: str) -> tuple[str, ...]:
    """Return the directives of ``meta`` elements and of the ``X-Robots-Tag`` header.

    They are in lower case and without the robot that they name; a TDM reservation in a ``meta``
    element is one of them (``tdm-reservation:1``).
    """
    told = [value for name in meta_tables.ROBOTS for value in metas.get(name, ())]
    parts = [
        _AGENT.sub("", part.strip().lower()) for text in (*told, header) for part in text.split(",")
    ]
    reserved = [f"{_RESERVATION}:{value}" for value in metas.get(_RESERVATION, ())]
    return tuple(dict.fromkeys(part for part in (*parts, *reserved) if part))


def choose_ai_use(metadata: Metadata, page: Page) -> AiUse:
    """Return whether the page reserves its use by machines that learn.

    robots.txt, ``noai`` and ``noimageai`` directives, then the TDM Reservation Protocol
    (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/): header before meta.
    """
    if page.is_closed_to_ai or not _NO_AI.isdisjoint(metadata.robots_directives):
        return "disallowed"
    mark = f"{_RESERVATION}:"
    directives = (d for d in metadata.robots_directives if d.startswith(mark))
    declared = (page.headers.get(_RESERVATION, ""), *(d.removeprefix(mark) for d in directives))
    known = (_RESERVED[value] for text in declared if (value := text.strip()) in _RESERVED)
    return next(known, "unknown")


def _with_address(item: Candidate, base: str) -> Candidate:
    if not item.value.startswith("/"):
        return item
    return Candidate(value=joined(base, item.value), source=item.source)
