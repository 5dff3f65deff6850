"""Moments as the state keeps them: whole seconds since 1970, UTC."""

from datetime import UTC, datetime


def to_seconds(moment: datetime) -> int:
    """Return the whole seconds of a moment."""
    return int(moment.timestamp())


def from_seconds(seconds: int) -> datetime:
    """Return the moment that was kept."""
    return datetime.fromtimestamp(seconds, UTC)
