"""Starts newsdesk as the leader of a process group, and sees who is left of it."""

import os
import subprocess
import threading
from collections.abc import Sequence

import psutil

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
    for process in psutil.process_iter(["status", "cmdline"]):
        try:
            is_member = os.getpgid(process.pid) == group
        except OSError:
            continue  # it ended while we looked
        if is_member and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(" ".join(process.info["cmdline"] or ()))
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
