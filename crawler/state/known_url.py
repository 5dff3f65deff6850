"""Whether a URL that is announced again is fetched again. Decisions only, no database."""

from dataclasses import dataclass
from typing import Literal

UrlState = Literal["pending", "delivered", "duplicate", "rejected"]

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
    """As ``with_stamp`` returns them."""

    def is_due(self, now: int, revisit_s: int | None) -> bool:
        """Return whether it waits to be fetched, or was delivered too long ago.

        What was rejected or is a duplicate is not asked for again only because time passed.
        """
        if self.state == "pending":
            return True
        if self.state != "delivered" or self.finished_at is None or revisit_s is None:
            return False
        return self.finished_at <= now - revisit_s

    def is_changed(self, source_id: str, stamp: str | None) -> bool:
        """Return whether the source says that the page changed since it said so last.

        A source that dates the URL for the first time says nothing about a change, unless it named
        it without a date before. Where the documents of a source disagree, each of their stamps is
        new only once.
        """
        if stamp is None:
            return False
        seen = (self.stamps or "").splitlines()
        is_heard = self.source_id == source_id or any(s.startswith(f"{source_id} ") for s in seen)
        return is_heard and _line(source_id, stamp) not in seen


def with_stamp(stamps: str | None, source_id: str, stamp: str | None) -> str | None:
    """Return the stamps seen of a URL, newest first, one a line, with one more."""
    if stamp is None:
        return stamps
    line = _line(source_id, stamp)
    others = [other for other in (stamps or "").splitlines() if other != line]
    return "\n".join([line, *others][:_STAMPS_KEPT])


def _line(source_id: str, stamp: str) -> str:
    text = stamp.encode("utf-8", "replace").decode("utf-8")
    return " ".join([source_id, *text.split()])
