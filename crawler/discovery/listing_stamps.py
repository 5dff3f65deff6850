"""Dates in the lines of a listing."""

import re
from dataclasses import dataclass

EDGE = " \t|·•∙—–-:,;/»›>()[]"
"""Characters that part a stamp from what stands beside it."""
_STAMP = re.compile(
    r"""\b\d{4}-\d\d?-\d\d?(?:[T\ ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)
      | \b\d{1,2}[./]\d{1,2}[./]\d{4}(?:,?\ \d{1,2}:\d\d)?(?!\d)
      | \d{4}年\d{1,2}月\d{1,2}日(?:\ ?\d{1,2}:\d\d)?
      | \b\d{1,2}\.?\ (?:de\ )?[^\W\d]{3,10}\.?,?\ (?:de\ )?\d{4}(?:,?\ \d{1,2}:\d\d(?:\ Uhr)?)?\b
      | \b[A-Z][a-z]{2,8}\.?\ \d{1,2},\ \d{4}\b
      | \b\d{1,2}\ (?:minutes?|hours?|days?)\ ago\b
      | \bvor\ \d{1,2}\ (?:Minuten?|Stunden?|Tagen?)\b
      | \bil\ y\ a\ \d{1,2}\ (?:minutes?|heures?|jours?)\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date as it stands in a line."""

    raw: str
    start: int
    end: int


def find_stamp(line: str) -> Stamp | None:
    """Return the first date in a line, ``None`` when there is none."""
    match = _STAMP.search(line)
    return Stamp(raw=match[0], start=match.start(), end=match.end()) if match else None


def is_stamp(line: str) -> bool:
    """Return whether a line is a stamp and nothing else."""
    stamp = find_stamp(line)
    return stamp is not None and not "".join(around(line, stamp))


def around(line: str, stamp: Stamp) -> tuple[str, str]:
    """Return what stands before and after a stamp in its line."""
    return line[: stamp.start].strip(EDGE), line[stamp.end :].strip(EDGE)
