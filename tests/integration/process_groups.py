"""Starts newsdesk as the leader of a process group, and sees who is left of it."""

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.integration.newsdesk_runs import ROOT, TIMEOUT_S


def start_group(command: Sequence[str]) -> subprocess.Popen[str]:
    """Start a command as the leader of a process group of its own."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def members(group: int) -> list[str]:
    """Return the command lines of the living processes of a group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended while we looked
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(command)
    return found


def wait_for(process: subprocess.Popen[str], text: str) -> str:
    """Read what a process says until it says this, and return the line."""
    assert process.stderr is not None
    timer = threading.Timer(TIMEOUT_S, process.kill)
    timer.start()
    try:
        for line in process.stderr:
            if text in line:
                return line
    finally:
        timer.cancel()
    raise AssertionError(f"it ended without saying {text!r}")
