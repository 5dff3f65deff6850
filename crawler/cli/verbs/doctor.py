"""``newsdesk doctor``: whether every source still gives what it used to, and the state's repair."""

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.dataset_state import state_file
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_CONFIG,
    add_message_options,
    add_output_option,
    config_value,
    console_from,
)
from crawler.cli.presentation import counted, format_seconds, format_table

if TYPE_CHECKING:
    from crawler.configuration.sources import Source
    from crawler.health import Health
    from crawler.state.repair import Repair

SUMMARY = "Say whether every source still gives what it used to, or repair the state"

_NAMED = 10
_HEAD = ("source", "state", "last success", "stories a day", "dated", "words", "rejected", "why")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "ids",
        metavar="SOURCE",
        nargs="*",
        help="id of a source to look at (default: all enabled ones)",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=config_value,
        help="file that lists the sources (default: sources.toml, and without it all sources that "
        "the dataset knows)",
    )
    add_output_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="make the state again from the articles when it is lost, damaged or older than they "
        "are; the file that was there is kept beside it",
    )
    add_message_options(parser)
    parser.epilog = (
        "Exit code 3: some sources are red, and stderr names them: they fail, or their newest "
        "pages are not like their earlier ones. A source with too little history is new. See "
        "docs/running.md."
    )


def run(args: argparse.Namespace) -> int:
    """Judge the sources, or repair the state, and return the exit code."""
    console = console_from(args)
    if args.repair:
        return _repair(args.output, console)
    found = judge_sources(args, datetime.now(UTC))
    if args.json:
        console.data(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        for line in health_lines(found, datetime.now(UTC)):
            console.data(line)
    red = [health.source_id for health in found if health.status == "red"]
    if not red:
        return ExitCode.SUCCESS
    further = f" and {len(red) - _NAMED} others" if len(red) > _NAMED else ""
    console.warning(
        f"{len(red)} of {counted(len(found), 'source')} red: {', '.join(red[:_NAMED])}{further}",
        sources=red,
    )
    return ExitCode.SOURCES_FAILED


def judge_sources(args: argparse.Namespace, now: datetime) -> "list[Health]":
    """Return how the sources are doing, the red ones first.

    Raises:
        ConfigError: a source is not known, or the configuration is wrong.
        DatasetError: there is no dataset, or its state cannot be read.
    """
    from crawler.health import KnownSource, judge
    from crawler.state.database import open_reader, reading_errors
    from crawler.state.source_history import SourceHistory
    from crawler.state.source_states import SourceStates

    sources = _sources(args)
    path = state_file(args.output)
    with reading_errors(args.output), closing(open_reader(path)) as connection:
        states, history = SourceStates(connection), SourceHistory(connection)
        known = states.all()
        ids = [source.id for source in sources] if sources else args.ids or sorted(known)
        intervals = {source.id: source.interval_s for source in sources}
        found = [
            judge(
                KnownSource(
                    state=states.state(source_id),
                    pages=history.pages(source_id),
                    days=history.days(source_id),
                    silence=history.silence(source_id),
                    interval_s=intervals.get(source_id),
                ),
                now,
            )
            for source_id in ids
        ]
    order = ("red", "new", "healthy")
    return sorted(found, key=lambda health: (order.index(health.status), health.source_id))


def health_lines(found: "Iterable[Health]", now: datetime) -> list[str]:
    """Return the table for people: what the newest pages are like, and why a source is red."""
    rows = [
        (
            health.source_id,
            health.status,
            _ago(health.last_success, now),
            _number(health.stories_a_day, "{:.1f}"),
            _number(health.dated, "{:.0%}"),
            _number(health.words, "{:.0f}"),
            _number(health.rejected, "{:.0%}"),
            "; ".join(f"{sign.name}: {sign.message}" for sign in health.signs) or "-",
        )
        for health in found
    ]
    return list(format_table([_HEAD, *rows])) if rows else ["no source was ever crawled"]


def repair_lines(repair: "Repair") -> list[str]:
    """Return what a repair found and did, for people."""
    if repair.condition == "whole":
        return ["the state is whole: there was nothing to repair"]
    what = {
        "missing": "was missing",
        "corrupt": f"was damaged ({repair.why})",
        "outdated": f"was older than the articles ({repair.why})",
    }[repair.condition]
    lines = [
        f"the state {what}; made again from the segments: "
        f"{counted(repair.urls, 'URL')}, "
        f"{counted(repair.articles, 'article')}"
    ]
    if repair.kept_as is not None:
        lines.append(f"the file that was there is kept as {repair.kept_as}")
        saved = ", ".join(f"{table} {count}" for table, count in repair.salvaged.items() if count)
        lines.append(f"read in it: {saved or 'nothing'}")
    lines.append(
        "the next crawl reads every source in full; URLs that waited and are no longer listed, "
        "and what was learned of sites, could not be made again"
        if not repair.salvaged["frontier"]
        else "the next crawl reads every source in full and learns its sites again"
    )
    return lines


def _repair(folder: Path, console: Console) -> int:
    from crawler.readers.dataset.records import check_dataset
    from crawler.state.database import storage_errors
    from crawler.state.repair import repair_state

    check_dataset(folder)
    with storage_errors(folder):
        repair = repair_state(folder, datetime.now(UTC))
    for error in repair.broken:
        console.warning(
            f"{error.message}; left out: its page is fetched again when it is listed",
            reason=error.reason,
        )
    for line in repair_lines(repair):
        console.requested(line)
    return ExitCode.SUCCESS


def _sources(args: argparse.Namespace) -> "Sequence[Source]":
    from crawler.configuration.source_file import load_configuration

    path: Path | None = args.config
    if path is None and not DEFAULT_CONFIG.is_file():
        return ()
    return load_configuration(path or DEFAULT_CONFIG, os.environ).only(args.ids).sources


def _as_json(found: "Sequence[Health]") -> dict[str, object]:
    return {
        "healthy": not any(health.status == "red" for health in found),
        "red": [health.source_id for health in found if health.status == "red"],
        "sources": [health.as_json() for health in found],
    }


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    seconds = max((now - moment).total_seconds(), 0.0)
    days = int(seconds // 86400)
    return f"{days} days ago" if days >= 2 else f"{format_seconds(seconds)} ago"


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)
