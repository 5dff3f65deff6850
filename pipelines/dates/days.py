"""The forms in which a line of text names a day. As written: nothing is resolved here."""

from dataclasses import dataclass

from pipelines.dates.vocabulary import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the calendar as it is written, where it stands."""

    start: int
    end: int
    year: int | None
    """As written, in any calendar; two digits stay two digits; ``None`` when it is left out."""
    month: int | None = None
    """From 101 on the months of the Iranian calendar. ``None`` when ``numbers`` hold it."""
    day: int | None = None
    """``None`` when only the month is named, or when ``numbers`` hold it."""
    numbers: tuple[int, int] | None = None
    """Day and month in an order that the form does not tell."""
    separator: str = ""
    """What parts the numbers (``.``, ``/``, ``-``)."""

    @property
    def is_month(self) -> bool:
        """Whether only a month is named, not a day of it."""
        return self.day is None and self.numbers is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAgo:
    """``Today``, ``yesterday`` or the day before."""

    start: int
    end: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAgo:
    """A number of units ago; 0 seconds is "just now"."""

    start: int
    end: int
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A weekday without a date."""

    start: int
    end: int
    weekday: int
    """Monday is 0."""


Day = CalendarDay | DaysAgo | TimeAgo | Weekday
