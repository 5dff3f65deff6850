"""What the sources of a story say of it together: one entry out of several. No database."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipelines.items import Entry, SourceType

_RANKS: dict[SourceType, int] = {"feed": 0, "sitemap": 1, "listing": 2, "url": 3, "archive": 3}
"""Whose word counts first: publishers write feeds and sitemaps for programs, while what a listing
says is read off its markup."""
_FIELDS = tuple(f.name for f in fields(Entry) if f.name not in {"url", "lent"})

_STORY = "content_html"


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry, and the type of the source that it belongs to."""

    entry: Entry
    source_type: SourceType


def merge_namings(own: Naming, other: Naming) -> Entry:
    """Return what two namings of one address say together, as an entry of the source of ``own``.

    Each field is taken whole: from a feed before a sitemap, from that before a listing, from that
    before a source that is the page itself; between equals from ``own``, and where that says
    nothing, from ``other``; so is the story itself where ``own`` has under half of it, an excerpt.
    What ``own`` was lent itself is renewed by a source of the same type.
    """
    givers, other_givers = dict(own.entry.lent), dict(other.entry.lent)
    taken: dict[str, Any] = {}
    lent: list[tuple[str, SourceType]] = []
    for name in _FIELDS:
        value, giver = getattr(own.entry, name), givers.get(name, own.source_type)
        rival = getattr(other.entry, name)
        rival_giver = other_givers.get(name, other.source_type)
        lead = _RANKS[giver] - _RANKS[rival_giver]
        is_renewed = giver == rival_giver != own.source_type
        is_whole = name == _STORY and lead == 0 and len(rival or "") > 2 * len(value or "")
        if rival and (not value or lead > 0 or is_renewed or is_whole):
            taken[name] = value = rival
            giver = rival_giver
        if value and giver != own.source_type:
            lent.append((name, giver))
    return replace(own.entry, **taken, lent=tuple(lent))


def merge_document(entries: Sequence[Entry], source_type: SourceType) -> Naming:
    """Return what the entries that one document has for an address say together; at least one.

    The first counts, for feeds name the newest state first; the others fill its gaps.
    """
    merged, *others = (Naming(entry, source_type) for entry in entries)
    for other in others:
        merged = Naming(merge_namings(merged, other), source_type)
    return merged
