"""``newsdesk demo``: crawls the bundled news site twice and shows what came out. No network."""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_message_options, console_from, folder_value
from crawler.cli.presentation import format_table, shorten
from pipelines.errors import ConfigError, NewsdeskError

if TYPE_CHECKING:
    from crawler.demo_site.server import DemoSite, SeenRequest

SUMMARY = "Crawl the bundled news site on loopback, twice, and show what came out; no network"

_MARK = "# The bundled demo site"
_SAMPLE_CHARS = 60
_CRAWL_CODES = frozenset({ExitCode.SUCCESS, ExitCode.SOURCES_FAILED})
_PROXY = "_proxy"
"""How environment variables end that name a proxy, or hosts that are asked without one."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRun:
    """One of the two crawls: what the run wrote down and what the site saw of it."""

    manifest: Line
    requests: "tuple[SeenRequest, ...]"
    exit_code: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=folder_value,
        default=Path("output/demo"),
        help="folder of the dataset (default: %(default)s); an earlier demo in it is replaced",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="leave an earlier demo alone and take the next free name (demo-2, demo-3, …)",
    )
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Crawl the demo site twice, print the tables and return the exit code."""
    from crawler.demo_site.server import DemoSite

    console = console_from(args)
    folder = demo_folder(args.output, keep=args.keep)
    if folder is None:
        raise ConfigError(
            "bad-usage",
            f"{args.output}: holds something else than a demo; name another folder (--output)",
        )
    with DemoSite(today=datetime.now(UTC)) as site:
        (folder / "sources.toml").write_text(site.sources_toml(), encoding="utf-8")
        console.info("first run: everything is new …")
        first = _crawl(site, folder, args)
        site.publish_update()
        console.info("second run: two stories are new, one has changed …")
        second = _crawl(site, folder, args)
    _print(demo_report(folder, first, second), console)
    return max(first.exit_code, second.exit_code)


def demo_folder(wanted: Path, *, keep: bool) -> Path | None:
    """Return an empty folder for the dataset; ``None`` when ``wanted`` holds something else."""
    from crawler.state.database import DATASET_PARTS

    folder = wanted
    if keep:
        names = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
        while folder.exists():
            folder = next(names)
    sources = folder / "sources.toml"
    if folder.exists() and any(folder.iterdir()):
        if not sources.is_file() or not sources.read_text("utf-8", "replace").startswith(_MARK):
            return None
        for part in DATASET_PARTS:
            shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def demo_report(folder: Path, first: DemoRun, second: DemoRun) -> list[str]:
    """Return the lines that the verb prints when both crawls have ended."""
    return [
        *_section("What the first run brought back", source_table(first.manifest)),
        *_section("What was removed from the pages, by rule", removed_table(folder)),
        *_section("What the second run did", second_run_table(first, second)),
        f"\nDataset: {folder}",
        f"Next:    newsdesk report --output {shlex.quote(str(folder))}",
    ]


def source_table(manifest: Line) -> list[tuple[str, ...]]:
    """Return a row a source: records, duplicates, rejected pages with their reasons."""
    rows = [("source", "kind", "records", "duplicates", "rejected", "reasons")]
    for source_id, result in sorted(manifest["sources"].items()):
        rejected = Counter(result["rejected"])
        reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(rejected.items()))
        numbers = (result["new"] + result["updated"], result["duplicates"], rejected.total())
        rows.append((source_id, result["kind"] or "-", *map(str, numbers), reasons or "-"))
    totals = [str(sum(int(row[column]) for row in rows[1:])) for column in (2, 3, 4)]
    return [*rows, ("total", "", *totals, "")]


def removed_table(folder: Path) -> list[tuple[str, ...]]:
    """Return a row a rule: how often it cut, how many characters, and one of the texts."""
    from crawler.readers.dataset.removed_blocks import read_removed
    from pipelines.exporters.jsonl import read_segments

    cuts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    samples: dict[str, str] = {}
    for line in read_segments(folder / "removed"):
        for block in read_removed(line):
            cuts[block.rule] += 1
            characters[block.rule] += len(block.text)
            samples.setdefault(block.rule, block.text)
    rows = [
        (rule, str(number), str(characters[rule]), shorten(samples[rule], _SAMPLE_CHARS))
        for rule, number in cuts.most_common()
    ]
    return [("rule", "cuts", "characters", "for example"), *rows]


def second_run_table(first: DemoRun, second: DemoRun) -> list[tuple[str, ...]]:
    """Return what the second run left alone and what it added, as the site saw it."""
    results = second.manifest["sources"].values()
    known = _pages(first)
    again = known & _pages(second)
    added = _pages(second) - known
    sources = [request for request in second.requests if request.role == "source"]
    unchanged = sum(request.status == 304 for request in sources)
    return [
        ("feeds, sitemaps and listings answered 304", f"{unchanged} of {len(sources)}"),
        ("known pages not fetched again", f"{len(known - again)} of {len(known)}"),
        ("known pages fetched again, because announced as changed", str(len(again))),
        ("pages fetched for the first time", str(len(added))),
        ("new records", str(sum(result["new"] for result in results))),
        ("updated records (revision 2)", str(sum(result["updated"] for result in results))),
        ("requests in the first run and in the second", _request_counts(first, second)),
    ]


def without_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without proxies: the demo site is on this machine alone."""
    return {name: value for name, value in environment.items() if not name.lower().endswith(_PROXY)}


def _crawl(site: "DemoSite", folder: Path, args: argparse.Namespace) -> DemoRun:
    seen = len(site.requests)
    earlier = set((folder / "runs").glob("*.json"))
    command = [
        *(sys.executable, "-m", "crawler.cli.main", "crawl", "-q"),
        *("--config", str(folder / "sources.toml"), "--output", str(folder)),
        *("--log-format", args.log_format, "-s", "DOWNLOAD_DELAY=0.1"),
    ]
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        command, check=False, stdout=sys.stderr, env=without_proxies(os.environ)
    )
    if done.returncode not in _CRAWL_CODES:
        raise NewsdeskError(
            "demo-failed", f"the crawl of the demo site ended with exit code {done.returncode}"
        )
    manifest = max(set((folder / "runs").glob("*.json")) - earlier)
    return DemoRun(
        manifest=json.loads(manifest.read_text(encoding="utf-8")),
        requests=site.requests[seen:],
        exit_code=done.returncode,
    )


def _pages(run: DemoRun) -> set[tuple[str, str]]:
    """Return host and path of the pages that a run asked for."""
    return {(request.host, request.path) for request in run.requests if request.role == "page"}


def _request_counts(first: DemoRun, second: DemoRun) -> str:
    return f"{len(first.requests)}, {len(second.requests)}"


def _section(title: str, rows: Sequence[Sequence[str]]) -> Iterable[str]:
    return ["", title, *format_table(rows)]


def _print(lines: Iterable[str], console: Console) -> None:
    for line in lines:
        console.data(line)
