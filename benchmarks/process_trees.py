"""The processes that a command started, as ``/proc`` tells them. Linux only."""

from dataclasses import dataclass
from pathlib import Path

_PAGE_KB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSize:
    """What the processes of a tree hold together."""

    processes: int = 0
    resident_kb: int = 0
    descriptors: int = 0


def session_members(session: int) -> list[int]:
    """Return the ids of the living processes of a session: whoever is left of a command."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def size_of(processes: list[int]) -> TreeSize:
    """Return what these processes hold; those that have ended count nothing."""
    resident = descriptors = living = 0
    for process in processes:
        folder = Path(f"/proc/{process}")
        try:
            pages = int((folder / "statm").read_text(encoding="ascii").split()[1])
            descriptors += sum(1 for _ in (folder / "fd").iterdir())
        except OSError:
            continue
        resident += pages * _PAGE_KB
        living += 1
    return TreeSize(processes=living, resident_kb=resident, descriptors=descriptors)
