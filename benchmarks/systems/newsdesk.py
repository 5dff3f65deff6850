"""newsdesk itself, through its command line: ``newsdesk extract --output``."""

import json
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.golds import Gold
from benchmarks.systems.predictions import MISSING, Prediction, RemovedText, Results

_MARK = "#benchmark-page="
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?")
_NUMBER = re.compile(r"\d+")
_FINISHED = frozenset({0, 3})


class NewsdeskError(Exception):
    """``newsdesk extract`` ended with an error; the message holds the end of what it told."""


def run_newsdesk(folder: Path, golds: Sequence[Gold], arguments: str = "") -> Results:
    """Return what ``newsdesk extract`` gives for the pages, run with further arguments.

    Raises:
        NewsdeskError: the command failed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "output"
        manifest = Path(scratch) / "manifest.jsonl"
        # The name of the page stands in the fragment, so that records find back to their gold.
        rows = [
            {"url": f"{gold.url}{_MARK}{gold.id}", "html_path": str((folder / gold.html).resolve())}
            for gold in golds
        ]
        manifest.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        _extract(manifest, output, shlex.split(arguments))
        pages = _read_output(output)
        rules = next((row["cleaner"] for row in _rows(output / "articles")), "")
    return Results(
        system=f"newsdesk {arguments}".strip(),
        version=f"{version('newsdesk')} ({rules or 'no article'})",
        pages={gold.id: pages.get(gold.id, MISSING) for gold in golds},
    )


def printed_day(raw: str, utc: datetime) -> str:
    """Return the ISO 8601 day as it is printed on the page.

    Args:
        raw: the date as found.
        utc: the moment that was read from it. If its own day is not printed but that of the day
            before or after is, the page is in another zone and that day is meant.
    """
    match = _ISO_DAY.match(raw)
    if match:
        return match.group()
    numbers = {int(number) for number in _NUMBER.findall(_CLOCK.sub(" ", raw))}
    days = (utc + timedelta(days=shift) for shift in (0, -1, 1))
    return next((day for day in days if day.day in numbers), utc).date().isoformat()


def _extract(manifest: Path, output: Path, arguments: Sequence[str]) -> None:
    command = [sys.executable, "-m", "crawler.cli.main", "extract", "-q", "--keep-duplicates"]
    # In one process there is no time limit for a page: a busy machine must not change the numbers.
    command += ["--workers", "0"]
    done = subprocess.run(
        [*command, *arguments, "--output", str(output), str(manifest)],
        check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode not in _FINISHED:
        told = done.stderr[-2000:]
        raise NewsdeskError(f"newsdesk extract failed with {done.returncode}: {told}")


def _read_output(output: Path) -> dict[str, Prediction]:
    """Return the pages of a dataset by the ids that their addresses carry."""
    cut = {(row["id"], row["revision"]): row["removed"] for row in _rows(output / "removed")}
    pages = {
        _page_id(row): Prediction(rejection=row["reason"]) for row in _rows(output / "rejected")
    }
    for row in _rows(output / "articles"):
        pages[_page_id(row)] = _prediction(row, cut.get((row["id"], row["revision"]), ()))
    return pages


def _prediction(record: Mapping[str, Any], removed: Sequence[Mapping[str, Any]]) -> Prediction:
    day = utc_day = None
    if record["date_published"]:
        moment = datetime.fromisoformat(record["date_published"])
        day, utc_day = (
            printed_day(record["date_published_raw"], moment),
            moment.date().isoformat(),
        )
    return Prediction(
        text=record["text"],
        title=record["title"],
        authors=tuple(record["authors"]),
        day=day,
        utc_day=utc_day,
        is_day_known=record["date_published_precision"] != "month",
        page_type=record["page_type"],
        removed=tuple(RemovedText(rule=row["rule"], text=row["text"]) for row in removed),
    )


def _page_id(row: Mapping[str, Any]) -> str:
    return str(row["url_requested"]).rpartition(_MARK)[2]


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for segment in sorted(folder.rglob("*.jsonl")):
        with segment.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
