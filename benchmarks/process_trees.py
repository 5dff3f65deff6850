"""The processes that a command started, and what they hold."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSize:
    """What the processes of a tree hold together."""

    processes: int = 0
    resident_kb: int = 0
    descriptors: int = 0


def session_members(session: int) -> list[int]:
    """Return the ids of the living processes of a session: whoever is left of a command."""
    found = []
    for process in psutil.process_iter(["status"]):
        try:
            is_member = os.getsid(process.pid) == session
        except OSError:
            continue  # it ended while we looked, or belongs to somebody else
        if is_member and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found


def size_of(processes: Iterable[int]) -> TreeSize:
    """Return what these processes hold; those that have ended count nothing."""
    resident = descriptors = living = 0
    for pid in processes:
        try:
            process = psutil.Process(pid)
            size, files = process.memory_info().rss, process.num_fds()
        except psutil.Error:
            continue
        resident += size // 1024
        descriptors += files
        living += 1
    return TreeSize(processes=living, resident_kb=resident, descriptors=descriptors)


def proportional_kb(processes: Iterable[int]) -> int:
    """Return what these processes take of memory, shared parts counted once (Linux: PSS)."""
    taken = 0
    for pid in processes:
        try:
            taken += psutil.Process(pid).memory_full_info().pss // 1024
        except psutil.Error:
            continue
    return taken
