"""What the name of a segment tells: ``date=2026-11-24/20261124T120000Z-1a2b-00001.jsonl``.

Readers need not open a segment that cannot hold what they look for.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_DAY = re.compile(r"date=(\d{4}-\d{2}-\d{2})")
_FILE = re.compile(r"(?P<run>\d{8}T\d{6}Z-[0-9a-z]+)-\d{5,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentName:
    """The parts of a name; ``None`` where a file is not named as newsdesk does."""

    day: date | None
    """In UTC, on which all its records were fetched."""
    run_id: str | None
    """The run that wrote it. Its records are of this run or, where an earlier one was killed and
    left them, of that one: never of a later run."""


def segment_name(run_id: str, sequence: int, day: str, suffix: str) -> str:
    """Return the path of a segment below the folder of its stream."""
    return f"date={day}/{run_id}-{sequence:05}{suffix}"


def read_segment_name(path: Path) -> SegmentName:
    """Return what the path of a segment tells."""
    folder = _DAY.fullmatch(path.parent.name)
    file = _FILE.fullmatch(path.name.partition(".")[0])
    return SegmentName(
        day=None if folder is None else _day(folder[1]),
        run_id=None if file is None else file["run"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
