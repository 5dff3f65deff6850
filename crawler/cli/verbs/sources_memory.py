"""``newsdesk sources memory``: what a dataset has learned of its sites, and how to forget it."""

import argparse
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.dataset_state import state_file
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_output_option, positive_int
from crawler.cli.presentation import counted, json_value

if TYPE_CHECKING:
    from crawler.state.dataset import Dataset
    from crawler.state.site_memories import SiteFacts

SUMMARY = "Show what was learned of sites: repeated lines, affixes of titles, date order, zone"
_LINES = 20


def add_memory_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument(
        "names",
        metavar="SOURCE|HOST",
        nargs="*",
        help="id of a source that was crawled, or a host (default: all sites)",
    )
    add_output_option(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a site instead of text")
    form.add_argument("--reset", action="store_true", help="forget the named sites")
    parser.add_argument(
        "--lines",
        metavar="N",
        type=positive_int,
        default=_LINES,
        help=f"repeated lines shown of a site (default: {_LINES})",
    )


def show_memory(args: argparse.Namespace, console: Console) -> int:
    """Print or forget what was learned, and return the exit code."""
    if args.reset and not args.names:
        console.error("--reset needs a SOURCE or a HOST; newsdesk sources memory lists them")
        return ExitCode.USAGE
    from crawler.state.database import storage_errors

    with ExitStack() as stack:
        stack.enter_context(storage_errors(args.output))
        dataset = stack.enter_context(_open(args.output, is_to_change=args.reset))
        sites = _sites(dataset, args.names, console)
        for site in sites or ():
            if args.reset:
                _forget(dataset, site, console)
            else:
                _show(dataset.sites.facts(site, args.lines), args, console)
    if sites == []:
        console.info(f"{args.output}: nothing was learned of any site yet")
    return ExitCode.FAILURE if sites is None else ExitCode.SUCCESS


def _open(folder: Path, *, is_to_change: bool) -> "Dataset":
    from crawler.state.dataset import Dataset, DatasetSettings

    state_file(folder)
    settings = DatasetSettings(
        run_id="sources-memory",
        now=datetime.now(UTC),
        command="newsdesk sources memory --reset",
        read_only=not is_to_change,
    )
    return Dataset.open(folder, settings)


def _sites(dataset: "Dataset", names: list[str], console: Console) -> list[str] | None:
    """Return the sites that are meant; ``None`` when one of the names is not known."""
    known = dataset.sites.sites()
    if not names:
        return list(known)
    found: dict[str, None] = {}
    for name in names:
        sites = [site for site in dataset.sites_of(name) if site in known]
        if not sites:
            console.error(f"{name}: nothing is remembered of such a source or host")
            return None
        found.update(dict.fromkeys(sites))
    return list(found)


def _forget(dataset: "Dataset", site: str, console: Console) -> None:
    dataset.forget_site(site)
    console.info(f"{site}: forgotten")


def _show(facts: "SiteFacts | None", args: argparse.Namespace, console: Console) -> None:
    if facts is None:
        return
    if args.json:
        console.data(json.dumps(asdict(facts), ensure_ascii=False, default=json_value))
        return
    for line in _told(facts):
        console.data(line)


def _told(facts: "SiteFacts") -> list[str]:
    """Return what is known of a site as lines for people."""
    days = f"{facts.first_seen:%Y-%m-%d} to {facts.last_seen:%Y-%m-%d}"
    order = f"{facts.day_first} day first, {facts.month_first} month first"
    lines = [
        f"{facts.site}: {counted(facts.articles, 'article')}, {days}",
        f"  date order: {order}",
        f"  offsets by month: {_counts(facts.offsets)}",
        f"  affixes of titles: {_counts(facts.affixes)}",
        f"  repeated lines: {'' if facts.lines else 'none'}".rstrip(),
    ]
    for seen in facts.lines:
        when = f"{seen.first_seen:%Y-%m-%d} to {seen.last_seen:%Y-%m-%d}"
        lines.append(f"    {seen.articles:>5}  {when}  {seen.sample}")
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{value} ({count})" for value, count in counts.items()) or "none"
