"""``newsdesk reprocess``: archived pages cleaned again with the rules of today."""

import argparse
import json
import os
import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_CONFIG,
    add_memory_option,
    add_message_options,
    add_output_option,
    add_workers_option,
    config_value,
    console_from,
    folder_value,
)
from crawler.cli.presentation import counted, format_table, shorten
from crawler.cli.progress_line import ProgressLine

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration
    from crawler.reprocessing.comparing import Account, FieldChanges, Turned
    from pipelines.errors import RecordError

SUMMARY = "Clean the archived pages of a dataset again, and say what changes"

_NAMED = 20
_SAMPLE_CHARS = 40
_CONTEXT_CHARS = 8
"""Of two texts, shown before the place where they part."""
_EPILOG = """\
Pages are archived by `newsdesk crawl --warc`; records that `newsdesk extract` made of WARC files
name theirs too. No network is needed. Records of other pages stay as they are.

Without --to nothing is written. With it a new dataset holds the same segments: changed records in
place of the old ones with their revision, run and cluster, all other lines byte for byte. It has no
state: `newsdesk doctor --repair --output NEWDIR` makes one before the next crawl.
"""

_NO_ARCHIVE = (
    "no page is archived, so nothing was cleaned again; `newsdesk crawl --warc` archives pages, "
    "and pages that are saved elsewhere can be extracted again into a new folder"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.epilog = _EPILOG
    add_output_option(parser)
    parser.add_argument(
        "--to",
        metavar="NEWDIR",
        type=folder_value,
        help="write the dataset as it would be now there",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=config_value,
        help="take rules and facts of sources from this file (default: sources.toml, if it is "
        "there)",
    )
    add_memory_option(parser, "tell a page what the other archived pages of its site teach")
    add_workers_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Clean again, report, write what is asked for, and return the exit code."""
    from crawler.configuration.todays_hints import TodaysHints
    from crawler.readers.dataset.records import check_dataset
    from crawler.reprocessing.cleaning_again import CleaningAgain, Means
    from crawler.reprocessing.new_folder import check_target, write_dataset
    from pipelines.workers.pool import ArticleWorkers, WorkerSettings

    console = console_from(args)
    check_dataset(args.output)
    if args.to is not None:
        check_target(args.output, args.to)
    today = TodaysHints(_configuration(args))
    troubles = _Troubles(console)
    progress = _Progress(console)
    with ExitStack() as stack:
        stack.callback(progress.finish)
        workers = stack.enter_context(
            closing(ArticleWorkers(WorkerSettings(processes=args.workers)))
        )
        means = Means(
            workers=workers,
            today=today,
            uses_memory=args.memory == "on",
            tell=troubles.tell,
            progress=progress.update,
        )
        work = stack.enter_context(CleaningAgain(args.output, means))
        work.run()
        progress.finish()
        if args.to is not None:
            write_dataset(args.output, args.to, work.patches)
        _print(work.account, args, console)
    return ExitCode.FAILURE if troubles.count else ExitCode.SUCCESS


def account_lines(account: "Account") -> Iterator[str]:
    """Yield what became of the records, for people."""
    failed = f"; {counted(account.failed, 'page')} could not be read" if account.failed else ""
    yield (
        f"{counted(account.records, 'record')}: {account.changed:,} changed, "
        f"{account.identical:,} as before, {len(account.lost):,} no article any more, "
        f"{account.unarchived:,} without an archived page{failed}"
    )
    if account.fields:
        rows = [_field_row(name, changes) for name, changes in account.ordered_fields().items()]
        yield "What changed, by field"
        yield from format_table([("field", "records", "before", "now", "for example"), *rows])
    yield from _turned_lines("No article any more", ("url", "reason"), account.lost)
    yield from _turned_lines("An article now", ("url", "title"), account.gained)
    if account.other_identity:
        yield (
            f"{account.other_identity:,} stories would have another canonical URL now; they keep "
            "theirs, because other records refer to it"
        )


class _Troubles:
    """Tells what cannot be read, and counts it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.count = 0

    def tell(self, error: "RecordError") -> None:
        self.count += 1
        self._console.error(error.message, reason=error.reason)


class _Progress:
    """A line for each thing that is done, one after the other."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._what = ""
        self._line: ProgressLine | None = None

    def update(self, what: str, done: int) -> None:
        if self._line is None or what != self._what:
            self.finish()
            self._what = what
            self._line = ProgressLine(self._console, time.monotonic, what)
        self._line.update(done=done)

    def finish(self) -> None:
        if self._line is not None:
            self._line.finish()
            self._line = None


def _configuration(args: argparse.Namespace) -> "Configuration":
    from crawler.configuration.source_file import load_configuration
    from crawler.configuration.sources import Configuration

    if args.config is None and not DEFAULT_CONFIG.is_file():
        return Configuration()
    return load_configuration(args.config or DEFAULT_CONFIG, os.environ)


def _print(account: "Account", args: argparse.Namespace, console: Console) -> None:
    if account.records and account.unarchived == account.records:
        console.warning(f"{args.output}: {_NO_ARCHIVE}")
    if args.json:
        console.data(json.dumps(_as_json(account, args.to), ensure_ascii=False))
        return
    for line in account_lines(account):
        console.data(line)
    if args.to is not None:
        folder = shlex.quote(str(args.to))
        console.data(
            f"written to {args.to}; `newsdesk doctor --repair --output {folder}` makes its state "
            "before the next crawl"
        )


def _as_json(account: "Account", to: Path | None) -> dict[str, object]:
    counts = ("records", "changed", "identical", "unarchived", "failed", "other_identity")
    return {
        **{name: getattr(account, name) for name in counts},
        "fields": [
            {"field": name, "records": changes.records, "example": asdict(changes.example)}
            for name, changes in account.ordered_fields().items()
        ],
        "lost": [asdict(page) for page in account.lost],
        "gained": [asdict(page) for page in account.gained],
        "to": None if to is None else str(to),
    }


def _field_row(name: str, changes: "FieldChanges") -> tuple[str, ...]:
    example = changes.example
    before, after = (_shown(value) for value in _differing(example.before, example.after))
    return name, str(changes.records), before, after, example.url


def _differing(before: object, after: object) -> tuple[object, object]:
    """Return two texts from a little before they part, other values as they are."""
    if not isinstance(before, str) or not isinstance(after, str):
        return before, after
    pairs = enumerate(zip(before, after, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(len(before), len(after)))
    start = max(same - _CONTEXT_CHARS, 0)
    mark = "…" if start else ""
    return f"{mark}{before[start:]}", f"{mark}{after[start:]}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shorten(text, _SAMPLE_CHARS)


def _turned_lines(title: str, head: tuple[str, str], pages: "list[Turned]") -> Iterator[str]:
    if not pages:
        return
    yield f"{title}: {len(pages):,}"
    rows = [(page.url, _shown(page.detail)) for page in pages[:_NAMED]]
    yield from format_table([head, *rows])
    if len(pages) > _NAMED:
        yield f"  and {len(pages) - _NAMED:,} others; --json names all"
