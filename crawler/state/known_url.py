"""Whether a URL that is announced again is fetched again. Decisions only, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.state.entry_json import load_entry
from crawler.state.merged_entries import Naming
from pipelines.items import Entry, SourceType

UrlState = Literal["pending", "delivered", "duplicate", "rejected"]

COMES_LATER = ("empty-page", "http-404", "no-article-body", "soft-404")
"""Reasons for which a page is looked at once more: flashes begin as a headline without a text, and
feeds name stories before all servers of a site have them."""
AHEAD_S = 3600
"""What was fetched so many seconds later than now was fetched before the clock was set back."""
_FIRST_WAIT_S = 900
_LONGER = 4.0
_LONGEST_WAIT_S = 7 * 86_400
"""Some servers date every story anew whenever they are asked, and a watch would fetch all of them
each time. After a visit that brought nothing new, another date is believed only after a quarter of
an hour, then one hour, four, sixteen…"""
_STAMPS_KEPT = 8
"""Announced modifications that are remembered of a URL: more than the documents that name it."""


@dataclass(frozen=True, slots=True)
class KnownUrl:
    """What the frontier knows of a URL when it is announced again."""

    state: UrlState
    source_id: str
    claimed_run: str | None
    finished_at: int | None
    """Seconds since 1970."""
    stamps: str | None
    """As ``with_stamps`` returns them."""
    announced_at: int
    """Seconds since 1970."""
    source_type: SourceType
    entry: str | None
    """As JSON; ``None``: no source has named it yet."""
    reason: str | None = None
    """Why it was rejected."""
    discovered_at: int = 0
    """Seconds since 1970."""
    idle_visits: int = 0
    """In a row, up to now: how often it was fetched again and had nothing new."""

    def naming(self, url: str) -> Naming:
        """Return what its sources said of it up to now: nothing but the URL where none named it."""
        entry = Entry(url=url) if self.entry is None else load_entry(self.entry)
        return Naming(entry, self.source_type)

    def is_due(self, now: int, revisit_s: int | None) -> bool:
        """Return whether it waits to be fetched, or was delivered too long ago.

        What is a duplicate is not asked for again only because time passed; what was rejected for
        want of a text is, once.
        """
        if self.state == "pending":
            return True
        if self.finished_at is None or revisit_s is None:
            return False
        if now - revisit_s < self.finished_at < now + AHEAD_S:
            return False
        is_new = self.finished_at < self.discovered_at + revisit_s
        is_awaited = self.state == "rejected" and self.reason in COMES_LATER and is_new
        return self.state == "delivered" or is_awaited

    def was_idle_lately(self, now: int) -> bool:
        """Return whether visits brought nothing new so lately that a new date says little."""
        if not self.idle_visits or self.finished_at is None:
            return False
        wait_s = min(_FIRST_WAIT_S * _LONGER ** min(self.idle_visits - 1, 8), _LONGEST_WAIT_S)
        return now - wait_s < self.finished_at < now + AHEAD_S

    def is_changed(self, source_id: str, stamps: Iterable[str | None]) -> bool:
        """Return whether the source says that the page changed since it said so last.

        ``stamps`` are the modifications that one of its documents tells. A source that dates the
        URL for the first time says nothing about a change, unless it named it without a date
        before. Where the documents of a source disagree, each of their stamps is new only once.

        A URL that no source has named yet was found in the segments when the state was repaired.
        """
        seen = (self.stamps or "").splitlines()
        is_named = self.source_id == source_id and self.entry is not None
        is_heard = is_named or any(s.startswith(f"{source_id} ") for s in seen)
        told = (_line(source_id, stamp) for stamp in stamps if stamp is not None)
        return is_heard and any(line not in seen for line in told)


def with_stamps(seen: str | None, source_id: str, stamps: Iterable[str | None]) -> str | None:
    """Return the stamps seen of a URL, newest first, one a line, with more of them."""
    for stamp in stamps:
        if stamp is not None:
            line = _line(source_id, stamp)
            others = [other for other in (seen or "").splitlines() if other != line]
            seen = "\n".join([line, *others][:_STAMPS_KEPT])
    return seen


def _line(source_id: str, stamp: str) -> str:
    text = stamp.encode("utf-8", "replace").decode("utf-8")
    return " ".join([source_id, *text.split()])
