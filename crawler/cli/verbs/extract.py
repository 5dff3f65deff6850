"""``newsdesk extract``: saved pages become records, without network."""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    add_dataset_options,
    add_limit_option,
    add_memory_option,
    add_message_options,
    add_output_option,
    add_rules_option,
    add_workers_option,
    console_from,
    path_value,
    rules_given,
)
from crawler.cli.progress_line import ProgressLine
from crawler.cli.record_output import (
    add_record_file_options,
    names_record_file,
    open_record_output,
)
from crawler.cli.verbs.extraction_account import Extraction
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration
    from crawler.extracting.capture_order import CaptureOrder
    from crawler.extracting.many_pages import Recall
    from crawler.readers.warc_originals import Originals
    from crawler.run import SourceResult
    from crawler.state.dataset import Dataset, DatasetSettings
    from pipelines.errors import RecordError
    from pipelines.items import Page
    from pipelines.workers.pool import ArticleWorkers

SUMMARY = "Turn saved pages, folders, WARC files and JSONL manifests into records, without network"

_EPILOG = """\
A line of a manifest is {"url": …, "html": …} or {"url": …, "html_path": …}, with "fetched_at" if
it is known (ISO 8601, seconds since 1970, 20250310120000) and, for files, "content_type" as the
server told it; html_path is relative to the manifest. CSV and TSV files with these names in their
first line are manifests too. A folder with a manifest.jsonl is read
through it. Any other one is walked, links to folders included, for WARC files and pages, which are
known by their content where their names say nothing (index.html?p=3). MHTML files and Safari's web
archives are pages too. A saved page has the address that it was saved from or calls its own; one
that names none has that of its file.

Pages of one address become revisions of one story, in the order in which they were fetched,
whatever the order of the files. A page that is older than what the dataset knows of its story gives
no record: extract older archives first.

What repeats over the pages of a site is not the article: lines, the site's name in titles, the zone
and the order of dates. With --memory on the pages are read twice: what all of them teach (of a
site with many, about 2000) is known before the first record is written, so it does not depend on
their order. stdin and pipes cannot be read twice: there a page is told what the pages before it
taught.

Without --output, a copy of an earlier page of the same call gives no record, and a page that is no
article gives a warning. With --output, both give a line in rejected/.
"""
_STDIN = Path("-")
_NOWHERE = Path(os.devnull)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=path_value,
        help="saved page, WARC file (also .gz, .zst), manifest (JSONL, CSV) or folder; - for a "
        "JSONL manifest on stdin",
    )
    add_output_option(parser, default=None)
    add_rules_option(parser)
    add_record_file_options(parser)
    add_dataset_options(parser)
    add_memory_option(parser, "tell a page what the other pages of its site taught")
    add_limit_option(parser, "pages")
    add_workers_option(parser)
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Extract all pages and return the exit code."""
    if args.output is not None and names_record_file(args):
        raise ConfigError("bad-usage", "--output and -o/-O exclude each other: give one of them")
    if args.output is None and args.compress:
        raise ConfigError(
            "bad-usage",
            f"--compress {args.compress}: only the segments of a dataset are compressed; name its "
            "folder with --output",
        )
    rules = rules_given(args)
    if args.output is None:
        return _extract_to_lines(args, console_from(args), rules)
    return _extract_to_dataset(args, console_from(args), rules)


def _extract_to_lines(args: argparse.Namespace, console: Console, rules: "Configuration") -> int:
    from crawler.run import SourceResult
    from crawler.state.dataset import Dataset

    settings = replace(_dataset_settings(args), in_memory=True)
    with ExitStack() as stack:
        write = stack.enter_context(open_record_output(args, console))
        # Only to tell copies apart; nothing is read from or written to its folder.
        dataset = stack.enter_context(Dataset.open(_NOWHERE, settings))
        extraction = Extraction(
            dataset=dataset, console=console, result=SourceResult(kind="archive"), write=write
        )
        return _extract(args, extraction, rules)


def _extract_to_dataset(args: argparse.Namespace, console: Console, rules: "Configuration") -> int:
    from crawler.run import SourceResult
    from crawler.state.database import storage_errors
    from crawler.state.dataset import Dataset

    settings = _dataset_settings(args)
    result = SourceResult(kind="archive")
    with (
        storage_errors(args.output),
        Dataset.open(args.output, settings) as dataset,
        _manifest(args.output, settings, result, dataset) as codes,
    ):
        extraction = Extraction(dataset=dataset, console=console, result=result, write=None)
        codes.append(_extract(args, extraction, rules))
    return codes[0]


def _extract(args: argparse.Namespace, extraction: Extraction, rules: "Configuration") -> int:
    from crawler.extracting.capture_order import CaptureOrder
    from crawler.extracting.many_pages import extract_pages
    from crawler.readers.warc_originals import Originals
    from pipelines.workers.pool import ArticleWorkers, WorkerSettings

    with (
        closing(ArticleWorkers(WorkerSettings(processes=args.workers))) as workers,
        Originals() as originals,
        CaptureOrder() as order,
        ExitStack() as stack,
    ):

        def read(console: Console | None = None) -> "Iterator[Page | RecordError]":
            pages = _with_rules(_read_all(args.paths, originals, console), rules)
            return islice(_named_from(args.output, pages), args.limit)

        recall = _recall(args, extraction, _Means(workers, order, stack), read)
        progress = ProgressLine(extraction.console, time.monotonic)
        total = order.count() or None
        try:
            outcomes = extract_pages(read(extraction.console), workers, recall)
            for outcome in order.restored(outcomes):
                extraction.take(outcome)
                progress.update(
                    done=extraction.result.listed,
                    errors=extraction.rejected + extraction.broken,
                    total=total,
                )
        finally:
            progress.finish()
    extraction.console.info(extraction.summary())
    has_failed = extraction.broken or extraction.faults
    return ExitCode.FAILURE if has_failed else ExitCode.SUCCESS


@dataclass(frozen=True, slots=True)
class _Means:
    """What pages are read ahead with."""

    workers: "ArticleWorkers"
    order: "CaptureOrder"
    stack: ExitStack
    """Ends what is needed as long as pages are built."""


def _recall(
    args: argparse.Namespace,
    extraction: Extraction,
    means: _Means,
    read: "Callable[[], Iterator[Page | RecordError]]",
) -> "Recall":
    """Return what tells of a page's site: all pages of the call, where they can be read twice.

    How often and when the pages of each address were fetched is noted on the way.
    """
    from crawler.extracting.learning import Lessons
    from crawler.extracting.many_pages import count_by_site, learn_pages, no_memory

    is_stream = any(map(_is_stream, args.paths))
    if is_stream and args.memory == "on":
        dataset = extraction.dataset
        return lambda page: dataset.memory_for(page.url_requested, page.url)
    if is_stream:
        return no_memory
    sites = count_by_site(means.order.noting(read()))
    if args.memory == "off":
        return no_memory
    lessons = means.stack.enter_context(Lessons())
    progress = ProgressLine(extraction.console, time.monotonic, "pages learned from")
    try:
        for done in learn_pages(read(), sites, means.workers, lessons):
            progress.update(done=done)
    finally:
        progress.finish()
    return lambda page: lessons.memory(page.url)


def _is_stream(path: Path) -> bool:
    return path == _STDIN or (path.exists() and not path.is_file() and not path.is_dir())


def _read_all(
    paths: list[Path], originals: "Originals", console: Console | None = None
) -> "Iterator[Page | RecordError]":
    """Yield all pages; the console is told of paths without any."""
    from crawler.readers.paths import read_path

    for path in paths:
        pages = _read_stdin() if path == _STDIN else read_path(path, originals)
        is_empty = True
        for page in pages:
            is_empty = False
            yield page
        if is_empty and console is not None:
            name = "stdin" if path == _STDIN else path
            console.warning(f"{name}: holds no saved page")


def _with_rules(
    pages: "Iterator[Page | RecordError]", rules: "Configuration"
) -> "Iterator[Page | RecordError]":
    from crawler.configuration.todays_hints import TodaysHints
    from pipelines.errors import RecordError

    today = TodaysHints(rules)
    return (page if isinstance(page, RecordError) else today.given_to(page) for page in pages)


def _named_from(
    folder: Path | None, pages: "Iterator[Page | RecordError]"
) -> "Iterator[Page | RecordError]":
    """Yield the pages; those from archives name these as they are found from a dataset's folder.

    Where a call is run from says nothing later on.
    """
    from pipelines.items import Page

    for page in pages:
        warc = page.warc if isinstance(page, Page) else None
        if folder is None or warc is None or Path(warc.file).is_absolute():
            yield page
        elif isinstance(page, Page):
            file = os.path.relpath(os.path.realpath(warc.file), os.path.realpath(folder))
            yield replace(page, warc=replace(warc, file=file))


def _read_stdin() -> "Iterator[Page | RecordError]":
    from crawler.readers.manifests import ManifestPlace, read_manifest_stream

    place = ManifestPlace(name="stdin", folder=Path(), saved_at=datetime.now(UTC))
    yield from read_manifest_stream(sys.stdin.buffer, place)


def _dataset_settings(args: argparse.Namespace) -> "DatasetSettings":
    from crawler.state.dataset import DatasetSettings
    from crawler.state.manifest import next_run_id

    now = datetime.now(UTC)
    return DatasetSettings(
        run_id=next_run_id(args.output or _NOWHERE, now, secrets.token_hex(2)),
        now=now,
        command=" ".join(["newsdesk extract", *map(str, args.paths[:3])]),
        keep_duplicates=args.keep_duplicates,
        compression=args.compress or "none",
    )


@contextmanager
def _manifest(
    folder: Path, settings: "DatasetSettings", result: "SourceResult", dataset: "Dataset"
) -> Iterator[list[int]]:
    """Keep the manifest of the run; the exit code is put into the list that is given.

    It says that the run has ended when all records stand in segments: who takes over what came up
    to an ended run would miss what is written later.
    """
    from crawler.readers.saved_files import ARCHIVE_HINTS
    from crawler.state.manifest import Manifest, write_manifest

    manifest = Manifest(
        run_id=settings.run_id,
        command=settings.command,
        configuration_sha256=None,
        started_at=settings.now,
    )
    codes: list[int] = []
    write_manifest(folder, manifest)
    try:
        yield codes
    finally:
        dataset.drain(force=True)
        ended = replace(
            manifest,
            state="finished" if codes else "interrupted",
            ended_at=datetime.now(UTC),
            exit_code=codes[0] if codes else None,
            sources={ARCHIVE_HINTS.source_id: result.as_json()},
        )
        write_manifest(folder, ended)
