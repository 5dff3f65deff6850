"""What a system gives for a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedText:
    """A stretch of text that a system took out, and the rule that did it."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a system gives for a page. An empty text means that it found no article."""

    text: str = ""
    """Paragraphs parted by line breaks."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    day: str | None = None
    """ISO 8601 day of publication as it is printed on the page."""
    utc_day: str | None = None
    """The same moment's day in UTC."""
    is_day_known: bool = True
    """False when only the month of publication is known."""
    page_type: str | None = None
    """``None``: the system does not tell."""
    rejection: str | None = None
    """Why there is no article: a reason of newsdesk, or the error of a peer."""
    removed: tuple[RemovedText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a system gives for a set of pages."""

    system: str
    version: str
    pages: dict[str, Prediction]
    """By the id of the page."""
    failures: int = 0
    """Pages on which the system raised an error or took too long; they count as empty text."""


MISSING = Prediction(rejection="no-record")
"""What stands for a page of which a system gave nothing at all."""
