"""Dates in the lines of a listing."""

import re
from functools import lru_cache

from pipelines.dates.stamps import Stamp
from pipelines.dates.stamps import find_stamp as find_in_line

EDGE = " \t|·•∙—–-:,;/»›>()[]"
"""Characters that part a stamp from what stands beside it."""
_CELL = re.compile(r"[^|·•∙]+")


@lru_cache(maxsize=4096)  # a row is looked at several times before its fields are read
def find_stamp(line: str) -> Stamp | None:
    """Return the first date in a line, ``None`` when there is none."""
    return find_in_line(line) or next(filter(None, map(_find_in_cell, _CELL.finditer(line))), None)


def _find_in_cell(cell: re.Match[str]) -> Stamp | None:
    stamp = find_in_line(cell[0])
    start = cell.start()
    return stamp and Stamp(raw=stamp.raw, start=start + stamp.start, end=start + stamp.end)


def is_stamp(line: str) -> bool:
    """Return whether a line is a stamp and nothing else."""
    stamp = find_stamp(line)
    return stamp is not None and not "".join(around(line, stamp))


def around(line: str, stamp: Stamp) -> tuple[str, str]:
    """Return what stands before and after a stamp in its line."""
    return line[: stamp.start].strip(EDGE), line[stamp.end :].strip(EDGE)


def is_parted(line: str, stamp: Stamp) -> bool:
    """Return whether a sign stands between a stamp and the other words of its line."""
    signs = line[: stamp.start].strip()[-1:] + line[stamp.end :].strip()[:1]
    return any(sign in EDGE for sign in signs)
