"""Runs newsdesk as its users do, as a process of its own, and reads what it wrote."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from pipelines.exporters.jsonl import read_segments

ROOT = Path(__file__).parents[2]
NEWSDESK = (sys.executable, "-m", "crawler.cli.main")
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=0", "-s", "RETRY_TIMES=0")
"""No pause between requests, articles built in the crawler's own process, no second try."""
TIMEOUT_S = 60

Line = Mapping[str, Any]


def write_sources(folder: Path, sources: Iterable[Mapping[str, object]]) -> Path:
    """Write ``sources.toml`` and return its path; values are strings, numbers or lists of them.

    The sources may be on loopback, where all sites of the tests are, unless they say otherwise.
    """
    opened = ({"allow_private": True, **source} for source in sources)
    tables = (
        "[[source]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in source.items())
        for source in opened
    )
    path = folder / "sources.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def crawl_command(folder: Path, *arguments: str) -> list[str]:
    """Return the command that crawls ``sources.toml`` of a folder into ``out`` beside it."""
    return [*NEWSDESK, "crawl", *_files(folder), *arguments]


def newsdesk(
    *arguments: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    timeout_s: float = TIMEOUT_S,
) -> subprocess.CompletedProcess[str]:
    """Run newsdesk to its end and return what it said, whatever its exit code."""
    command = (*NEWSDESK, *arguments)
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=timeout_s
    )


def crawl(folder: Path, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
    """Crawl, check the exit code and return what the process said."""
    done = newsdesk("crawl", *_files(folder), *arguments)
    assert code is None or done.returncode == code, done.stderr
    return done


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def age_all_stories(folder: Path) -> None:
    """Make the stories look as if they had been fetched an hour earlier."""
    _change_state(folder, "UPDATE frontier SET finished_at = finished_at - 3600")


def end_pauses(folder: Path) -> None:
    """Make the pauses that hosts asked for look as if they had passed."""
    _change_state(folder, "UPDATE pauses SET until = 0")


def _change_state(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "out" / "state" / "newsdesk.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def lines(folder: Path, stream: str = "articles") -> list[Line]:
    """Return the lines of the dataset of a folder."""
    return list(read_segments(folder / "out" / stream))


def reasons(folder: Path) -> dict[str, str]:
    """Return the reason of each rejected URL, by its path."""
    return {_path(line["url_requested"]): line["reason"] for line in lines(folder, "rejected")}


def paths(folder: Path, run: int | None = None) -> list[str]:
    """Return the paths of all articles, or of those that the n-th run wrote, sorted."""
    wanted = None if run is None else run_ids(folder)[run - 1]
    records = (line for line in lines(folder) if wanted in {None, line["run_id"]})
    return sorted(_path(line["url_requested"]) for line in records)


def run_ids(folder: Path) -> list[str]:
    """Return the ids of the runs of a dataset, in order."""
    return [manifest["run_id"] for manifest in manifests(folder)]


def manifests(folder: Path) -> list[Line]:
    """Return the manifests of a dataset, in the order of the runs."""
    files = (folder / "out" / "runs").glob("*.json")
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return sorted(found, key=lambda manifest: (manifest["started_at"], manifest["run_id"]))


def _files(folder: Path) -> tuple[str, ...]:
    return "--config", str(folder / "sources.toml"), "--output", str(folder / "out")


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]
