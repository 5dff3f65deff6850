"""Options that say which records of a dataset are handed on, for the verbs that do so."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.dataset_reading import DatasetLines, choose_run
from crawler.cli.moments import read_moment
from crawler.cli.options import language_code, unknown_name
from pipelines.errors import ConfigError, RecordError

if TYPE_CHECKING:
    from crawler.readers.dataset.selected import ReadingNotes
    from pipelines.exporters.selection import Selection
    from pipelines.serialization import Record

_START = "start"
"""Says for a run: before the first one."""
_LAST_OF_DAY = time(23, 59, 59, 999_999)


def add_selection_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that ``selection_from`` reads, as a group of their own."""
    group = parser.add_argument_group("which records")
    _add_time_options(group)
    _add_kind_options(group)
    _add_revision_options(group)
    group.add_argument(
        "--skip-broken",
        action="store_true",
        help="leave out lines that are no records, with a warning each, instead of ending there",
    )


def selection_from(args: argparse.Namespace, console: Console) -> "Selection":
    """Return the selection that the options ask for.

    To be asked for before the segments are read: of a run that has ended by now, none is missing.

    Raises:
        ConfigError: ``--changes-since`` names no run of the dataset, or several; the time asked for
            ends before it begins.
    """
    from pipelines.exporters.selection import Selection

    if args.since is not None and args.until is not None and args.until < args.since:
        raise ConfigError(
            "bad-usage",
            f"--until {args.until:%Y-%m-%d} is before --since {args.since:%Y-%m-%d}: no record "
            "fits; exchange them",
        )
    lines = DatasetLines(folder=args.output, console=console)
    return Selection(
        since=args.since,
        until=args.until,
        by=args.by,
        sources=frozenset(args.source),
        languages=frozenset(args.language),
        domains=frozenset(args.domain),
        authors=frozenset(args.author),
        phrases=frozenset(args.contains),
        min_words=args.min_words,
        excluded_flags=frozenset(args.exclude_flag),
        without_ai_disallowed=args.exclude_ai_disallowed,
        after_run=_after_run(args.changes_since, lines),
        # A run comes whole when it has ended: else what it has written by now would come twice.
        until_run=None if args.changes_since is None else _newest_ended_run(lines),
        latest_only=args.latest,
        unique_clusters=args.unique_clusters,
    )


def notes_from(args: argparse.Namespace, console: Console) -> "ReadingNotes":
    """Return notes for ``read_selected`` that do with broken lines what the options say."""
    from crawler.readers.dataset.selected import ReadingNotes

    def warn(error: RecordError) -> None:
        console.warning(f"{error.message}; left out", reason=error.reason)

    return ReadingNotes(on_broken=warn if args.skip_broken else None)


def selected_records(
    folder: Path, selection: "Selection", notes: "ReadingNotes", console: Console
) -> "Iterator[Record]":
    """Yield the selected records of a dataset, and say at their end what was left out.

    Raises:
        RecordError: a line is no record and is not to be left out.
        ConfigError: at the end, when neither a record nor a run knows a source that is named. A
            file that is only renamed after the last record is not written then.
    """
    from crawler.readers.dataset.selected import read_selected

    try:
        yield from read_selected(folder, selection, notes)
    except RecordError as error:
        way_out = "--skip-broken leaves such lines out, with a warning each"
        raise RecordError(error.reason, f"{error.message}; {way_out}") from error
    for name in sorted(selection.sources - notes.sources):
        _check_source(name, folder, notes, console)
    if notes.undated:
        console.warning(
            f"{notes.undated:,} left out because the date they were {selection.by} is not known; "
            "--by fetched goes by a date that every record has"
        )


def _add_time_options(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--since",
        metavar="DATE",
        type=_first_moment,
        help="published at this date (2026-11-24, today, yesterday: days in UTC) or time "
        "(2026-11-24T12:00:00+01:00, or 24h or 7d ago), or later",
    )
    group.add_argument(
        "--until",
        metavar="DATE",
        type=_last_moment,
        help="published at this date or time, or earlier; a date includes its day",
    )
    group.add_argument(
        "--by",
        choices=("published", "fetched"),
        default="published",
        help="which date --since and --until mean; records whose date is not known are left out "
        "and counted (default: published)",
    )


def _add_kind_options(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--source",
        metavar="ID",
        action="append",
        default=[],
        help="only of this source (may be repeated)",
    )
    group.add_argument(
        "--language",
        metavar="CODE",
        type=language_code,
        action="append",
        default=[],
        help="only in this language, as in de (may be repeated)",
    )
    group.add_argument(
        "--domain",
        metavar="DOMAIN",
        type=_domain,
        action="append",
        default=[],
        help="only of this domain, such as example.org, with all its hosts (may be repeated)",
    )
    group.add_argument(
        "--author",
        metavar="NAME",
        action="append",
        default=[],
        help="only what is signed by this author, alone or with others (may be repeated)",
    )
    group.add_argument(
        "--contains",
        metavar="WORDS",
        type=_words,
        action="append",
        default=[],
        help="only with these words in a row in title, description or text (may be repeated: "
        "any of them)",
    )
    group.add_argument(
        "--min-words", metavar="N", type=_count, default=0, help="at least N words of text"
    )
    group.add_argument(
        "--exclude-flag",
        metavar="FLAG",
        type=_flag,
        action="append",
        default=[],
        help="none with this quality flag, see docs/record-format.md (may be repeated)",
    )
    group.add_argument(
        "--exclude-ai-disallowed",
        action="store_true",
        help="none whose publisher keeps it from the training of AI (ai_use: disallowed)",
    )


def _add_revision_options(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--latest",
        action="store_true",
        help="of each story only its last revision; with --by fetched, the last one until then",
    )
    group.add_argument(
        "--unique-clusters",
        action="store_true",
        help="of stories that are nearly the same only the first one, and of each one record",
    )
    group.add_argument(
        "--changes-since",
        metavar="RUN",
        help="only what came with later runs than this one: its id, the beginning of it, or "
        "latest; start for all runs",
    )


def _after_run(wanted: str | None, lines: DatasetLines) -> str | None:
    if wanted in (None, _START):
        return None
    return choose_run(wanted, lines, "--changes-since")


def _newest_ended_run(lines: DatasetLines) -> str | None:
    """Return the newest run that has written all it will; empty while the first one goes on.

    ``None`` where no manifest tells of any run, and so of none that goes on.
    """
    newest = None
    for manifest in lines.manifests(newest_first=True):
        if manifest.get("state") != "running":
            return str(manifest["run_id"])
        newest = ""
    return newest


def _check_source(name: str, folder: Path, notes: "ReadingNotes", console: Console) -> None:
    """Raise ``ConfigError`` for a source that never was; one without records yet is all right."""
    from crawler.configuration.values import nearest
    from crawler.readers.dataset.selected import source_ids

    known = set(notes.sources)
    for manifest in DatasetLines(folder=folder, console=console).manifests(newest_first=True):
        known.update(map(str, _mapping(manifest.get("sources"))))
        if name in known:
            return
    # Of runs whose manifest is gone, and in segments that were not read.
    known.update(source_ids(folder))
    if name in known:
        return
    near = nearest(name, sorted(known))
    hint = f"the nearest is {near}" if near else "`newsdesk report` lists those it knows"
    raise ConfigError("unknown-source", f"--source {name}: {folder} knows no such source; {hint}")


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}


def _first_moment(text: str) -> datetime:
    return read_moment(text, time.min, datetime.now(UTC))


def _last_moment(text: str) -> datetime:
    return read_moment(text, _LAST_OF_DAY, datetime.now(UTC))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r}: give a whole number, at least 0")
    return int(text)


def _words(text: str) -> str:
    from pipelines.normalization import word_key

    if not word_key(text):
        raise argparse.ArgumentTypeError(f"{text!r}: give words, such as 'night ferry'")
    return text


def _domain(text: str) -> str:
    from pipelines.urls import registered_domain

    domain = registered_domain(f"https://{text}/")
    if text != domain:
        raise argparse.ArgumentTypeError(
            f"{text!r}: give a domain as records have it, such as {domain or 'example.org'}"
        )
    return text


def _flag(text: str) -> str:
    from pipelines.serialization import QUALITY_FLAGS

    if text not in QUALITY_FLAGS:
        raise argparse.ArgumentTypeError(unknown_name(text, QUALITY_FLAGS, "quality flag"))
    return text
