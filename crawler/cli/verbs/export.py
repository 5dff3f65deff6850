"""``newsdesk export``: the records of a dataset in other formats."""

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    add_message_options,
    add_output_option,
    console_from,
    folder_value,
    positive_int,
    unknown_name,
)
from crawler.cli.presentation import counted
from crawler.cli.record_output import (
    STDOUT,
    add_whole_file_option,
    open_whole_output,
    whole_file,
)
from crawler.cli.selection_options import (
    add_selection_options,
    notes_from,
    selected_records,
    selection_from,
)
from crawler.cli.verbs.change_feed import ChangeFeed
from crawler.cli.verbs.export_formats import (
    FORMATS,
    FeedFormat,
    FileFormat,
    FolderFormat,
    Format,
    TableFormat,
)
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pipelines.exporters.feeds.feed_head import FeedHead
    from pipelines.serialization import Record

SUMMARY = "Write the records of a dataset as CSV, JSON Lines, Parquet, SQLite, Atom or JSON Feed"

_FEED_LIMIT = 100
_TITLE = "newsdesk"
_FEED_OPTIONS = ("per_source", "title", "feed_url", "home_url")
_EPILOG = f"""\
csv is a table: lists stand in it as JSON in a cell, and what is not known is an empty cell.
spreadsheet is the same for Excel and LibreOffice: no text becomes a formula. jsonl is one record a
line. atom (RFC 4287) and json-feed (JSON Feed 1.1) are feeds of the newest stories,
{_FEED_LIMIT} unless --limit says otherwise, each in its last revision. parquet is a folder that -O
names, with files by day of fetch; it needs `pip install "newsdesk[parquet]"`. sqlite is a database
with full-text search, a file that -O names.

A line that is no record ends the export: no file is written, and stdout ends there. Segments that a
crawl has finished are read, also while it goes on. More: docs/exporting.md.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "format", metavar="FORMAT", choices=tuple(FORMATS), help=f"one of {', '.join(FORMATS)}"
    )
    add_output_option(parser)
    target = parser.add_mutually_exclusive_group()
    add_whole_file_option(target)
    target.add_argument(
        "--per-source",
        metavar="DIR",
        type=folder_value,
        help="write a feed for each source into a folder",
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=positive_int,
        help="only the N newest records, newest first "
        f"(default: {_FEED_LIMIT} in a feed, else all, as they were fetched)",
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        type=_profile_name,
        help="columns of csv, jsonl and spreadsheet as another tool names them: ccnews, jsonfeed, "
        "newsplease, schemaorg, trafilatura or zyte",
    )
    parser.add_argument("--title", metavar="TEXT", help=f"title of the feed (default: {_TITLE})")
    parser.add_argument(
        "--feed-url",
        metavar="URL",
        type=_address,
        help="where the feed will be served; with --per-source, the address of the folder",
    )
    parser.add_argument(
        "--home-url", metavar="URL", type=_address, help="page for people that the feed is of"
    )
    add_selection_options(parser)
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Write the records and return the exit code."""
    from crawler.readers.dataset.records import check_dataset

    console = console_from(args)
    form = FORMATS[args.format]
    _check_options(args, form)
    check_dataset(args.output)
    _check_place(args)
    selection = selection_from(args, console)
    if isinstance(form, FeedFormat):
        selection = replace(selection, latest_only=True)
    changes = ChangeFeed(args.changes_since, selection.until_run, console)
    selected = selected_records(args.output, selection, notes_from(args, console), console)
    records = changes.counted(selected)
    if isinstance(form, TableFormat):
        count, what = _write_table(args, form, records, console)
    elif isinstance(form, FolderFormat):
        count, what = _write_folder(args, form, records)
    elif isinstance(form, FileFormat):
        count, what = _write_file(args, form, records)
    elif args.per_source is None:
        count, what = _write_feed(args, form, records, console)
    else:
        count, what = _write_feeds(args, form, records, console)
    console.info(f"wrote {what}")
    changes.tell(count)
    return ExitCode.SUCCESS


_Written = tuple[int, str]
"""How many records were written, and what they became."""


def _write_table(
    args: argparse.Namespace, form: TableFormat, records: "Iterable[Record]", console: Console
) -> _Written:
    """Write one row a record and return what was done."""
    from pipelines.exporters.profiles import PROFILES, RECORD

    profile = RECORD if args.profile is None else PROFILES[args.profile]
    with open_whole_output(args.overwrite, console) as out:
        count = form.write(out, _limited(args, records), profile)
    return count, f"{counted(count, 'record')} to {_place(args)}"


def _write_folder(
    args: argparse.Namespace, form: FolderFormat, records: "Iterable[Record]"
) -> _Written:
    """Write a folder of files and return what was done."""
    count = form.write(Path(args.overwrite), _limited(args, records))
    return count, f"{counted(count, 'record')} to {_place(args)}"


def _write_file(
    args: argparse.Namespace, form: FileFormat, records: "Iterable[Record]"
) -> _Written:
    """Write a file by its name and return what was done."""
    with whole_file(args.overwrite) as part:
        count = form.write(part, _limited(args, records))
    return count, f"{counted(count, 'record')} to {_place(args)}"


def _limited(args: argparse.Namespace, records: "Iterable[Record]") -> "Iterable[Record]":
    from pipelines.exporters.feeds.feed_entry import newest

    return records if args.limit is None else newest(records, args.limit)


def _write_feed(
    args: argparse.Namespace, form: FeedFormat, records: "Iterable[Record]", console: Console
) -> _Written:
    """Write one feed of all sources and return what was done."""
    from pipelines.exporters.feeds.feed_entry import newest

    entries = newest(records, args.limit or _FEED_LIMIT)
    title = args.title or _TITLE
    head = _head(title, args.feed_url, args.home_url, name=title, entries=entries)
    with open_whole_output(args.overwrite, console) as out:
        out.write(form.make(head, entries))
    return len(entries), f"a feed of {counted(len(entries), 'record')} to {_place(args)}"


def _write_feeds(
    args: argparse.Namespace, form: FeedFormat, records: "Iterable[Record]", console: Console
) -> _Written:
    """Write a feed for each source and return what was done."""
    from pipelines.exporters.feeds.feed_entry import feed_entry, newest_by_source

    by_source = newest_by_source(records, args.limit or _FEED_LIMIT)
    args.per_source.mkdir(parents=True, exist_ok=True)
    for source_id, entries in by_source.items():
        name = f"{quote(source_id, safe='', errors='replace')}{form.suffix}"
        url = args.feed_url and f"{args.feed_url.rstrip('/')}/{quote(name)}"
        publisher = feed_entry(entries[0]).publisher
        title = publisher if args.title is None else f"{args.title}: {publisher}"
        head = _head(title, url, args.home_url, name=source_id, entries=entries)
        with open_whole_output(str(args.per_source / name), console) as out:
            out.write(form.make(head, entries))
    count = sum(map(len, by_source.values()))
    return count, f"{counted(len(by_source), 'feed')} to {args.per_source}"


def _head(
    title: str, url: str | None, home_url: str | None, *, name: str, entries: "Sequence[Record]"
) -> "FeedHead":
    """Return the head of a feed; ``name`` makes the id of one that has no address."""
    from pipelines.exporters.feeds.feed_entry import feed_entry
    from pipelines.exporters.feeds.feed_head import FeedHead, feed_id

    updates = (feed_entry(record).updated for record in entries)
    return FeedHead(
        id=url or feed_id(name),
        title=title,
        # By the entries, so that the same records give the same bytes.
        updated=max(updates, default=datetime.now(UTC)),
        url=url,
        home_url=home_url,
    )


def _check_options(args: argparse.Namespace, form: Format) -> None:
    """Raise ``ConfigError`` for an option that would change nothing, or that is missing."""
    if isinstance(form, FolderFormat) and args.overwrite == STDOUT:
        raise ConfigError("no-folder", f"{args.format} is a folder of files: name it with -O DIR")
    if isinstance(form, FileFormat):
        _check_database(args)
    for name in ("profile", *_FEED_OPTIONS):
        if getattr(args, name) is not None and not _has_use(name, form):
            option = f"--{name.replace('_', '-')}"
            fitting = ", ".join(n for n, other in FORMATS.items() if _has_use(name, other))
            raise ConfigError(
                "useless-option", f"{option}: {args.format} has no use for it; it is for {fitting}"
            )


def _check_database(args: argparse.Namespace) -> None:
    """Raise ``ConfigError`` for what is no file, and for a database that a program has open."""
    path = Path(args.overwrite)
    if args.overwrite == STDOUT or (path.exists() and not path.is_file()):
        raise ConfigError("no-file", f"{args.format} is a database: name its file with -O FILE")
    # What SQLite keeps there would be taken for a part of the new database.
    journals = (Path(f"{args.overwrite}{end}") for end in ("-journal", "-wal"))
    for journal in filter(Path.exists, journals):
        raise ConfigError(
            "database-open",
            f"{journal}: a program works on {args.overwrite}, or ended in the middle of it; "
            "end that program, or name another file",
        )


def _check_place(args: argparse.Namespace) -> None:
    """Raise ``ConfigError`` for a file among the segments, as one of which it would be read."""
    from crawler.readers.dataset.records import ARTICLES

    segments = args.output / ARTICLES
    is_inside = Path(os.path.realpath(args.overwrite)).is_relative_to(segments.resolve())
    if args.overwrite != STDOUT and is_inside:
        raise ConfigError(
            "target-in-dataset",
            f"{args.overwrite}: lies among the segments of the dataset; name a place outside "
            f"of {segments}",
        )


def _has_use(option: str, form: Format) -> bool:
    if isinstance(form, TableFormat):
        return option == "profile"
    return isinstance(form, FeedFormat) and option in _FEED_OPTIONS


def _place(args: argparse.Namespace) -> str:
    return "stdout" if args.overwrite == STDOUT else str(args.overwrite)


def _profile_name(text: str) -> str:
    from pipelines.exporters.profiles import PROFILES

    if text not in PROFILES:
        raise argparse.ArgumentTypeError(unknown_name(text, PROFILES, "profile"))
    return text


def _address(text: str) -> str:
    from pipelines.urls import is_http_url

    if not is_http_url(text):
        raise argparse.ArgumentTypeError(f"{text!r}: give an address such as https://example.org/")
    return text
