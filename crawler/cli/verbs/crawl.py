"""``newsdesk crawl``: every due source once, incrementally."""

import argparse
import secrets
import shlex
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    add_config_option,
    add_dataset_options,
    add_limit_option,
    add_message_options,
    add_output_option,
    add_setting_option,
    add_warc_option,
    configuration_given,
    console_from,
    duration_value,
    positive_int,
    scrapy_overrides,
)
from crawler.cli.presentation import counted
from crawler.cli.progress_line import ProgressLine

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration, Source
    from crawler.run import CrawlRun, SourceResult
    from crawler.state.dataset import Dataset
    from crawler.state.manifest import Manifest, RunState

SUMMARY = "Crawl every due source once, incrementally; safe to run from cron, again and again"
_INTERRUPTED = "stopped early; what was found is saved, and the next crawl goes on from there"
_KINDS = ("auto", "feed", "sitemap", "listing", "url")
_MOST_TIME_S = 366 * 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "ids",
        metavar="SOURCE",
        nargs="*",
        help="id of a source to crawl, due or not (default: all enabled ones that are due)",
    )
    add_config_option(parser)
    add_output_option(parser)
    add_limit_option(parser)
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="read the sources and say what would be fetched; fetch no page",
    )
    add_setting_option(parser)
    parser.add_argument(
        "--max-pages", metavar="N", type=positive_int, help="at most N pages over all sources"
    )
    parser.add_argument(
        "--max-time",
        metavar="DURATION",
        type=duration_value(1, _MOST_TIME_S),
        help="end after this, such as 30m or 2h; what is pending waits for the next crawl",
    )
    parser.add_argument(
        "--max-bytes",
        metavar="SIZE",
        type=_size,
        help="end after so many bytes of answers, such as 500MB",
    )
    parser.add_argument(
        "--kind", choices=_KINDS, help="read every source as this, whatever it says itself"
    )
    add_dataset_options(parser)
    add_warc_option(parser)
    add_message_options(parser)
    parser.set_defaults(command="crawl")


def run(args: argparse.Namespace) -> int:
    """Crawl and return the exit code."""
    return crawl_configured(args, _configuration(args), _do_nothing)


def crawl_configured(
    args: argparse.Namespace, configuration: "Configuration", on_tick: "Callable[[CrawlRun], None]"
) -> int:
    """Crawl the sources of a configuration and return the exit code.

    ``on_tick`` is called once a second while the crawl runs, and once when it has ended.
    """
    from crawler.state.database import storage_errors

    console = console_from(args)
    overrides = scrapy_overrides(args)
    with (
        storage_errors(args.output),
        (this_run := _open_run(args, configuration, datetime.now(UTC))).dataset,
    ):
        if not this_run.sources:
            _tell_nothing_is_due(configuration, console)
            return ExitCode.SUCCESS
        code = _crawl(this_run, overrides, console, on_tick)
        if args.command == "watch" and this_run.is_eventless:
            # A watch makes some hundred rounds a day, and most of them find nothing.
            (args.output / "runs" / f"{this_run.run_id}.json").unlink(missing_ok=True)
    _tell(this_run, console)
    if this_run.is_interrupted:
        console.warning(_INTERRUPTED)
    elif this_run.spent is not None:
        console.info(f"{this_run.spent}; {_INTERRUPTED}")
    return code


def summary_lines(this_run: "CrawlRun") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield a line for each source that gave something, and one for the whole run.

    Each with the fields that stand beside it in JSON.
    """
    results = this_run.all_told()
    failed = this_run.failures()
    told = {source_id: _counts(result) for source_id, result in results.items()}
    for source_id, counts in told.items():
        if counts:
            state = _state(results[source_id])
            yield f"{source_id} ({state}): {', '.join(counts)}", {"source": source_id}
    of_run = {"run": this_run.run_id}
    sources = counted(len(results), "source")
    if this_run.dry_run:
        yield f"{sources}: {len(this_run.would_fetch)} to fetch, {len(failed)} failed", of_run
        return
    quiet = sum(not counts and source_id not in failed for source_id, counts in told.items())
    yield (
        f"{sources}: {sum(result.new for result in results.values())} new, "
        f"{sum(result.updated for result in results.values())} updated; "
        f"{quiet} without anything new, {len(failed)} failed",
        of_run,
    )


def _size(text: str) -> int:
    from crawler.limits.budgets import read_size

    size = read_size(text)
    if size is None:
        raise argparse.ArgumentTypeError(f"{text!r}: give a size, such as 500MB")
    return size


def _configuration(args: argparse.Namespace) -> "Configuration":
    configuration = configuration_given(args).only(args.ids)
    if args.kind is None:
        return configuration
    sources = tuple(replace(source, kind=args.kind) for source in configuration.sources)
    return replace(configuration, sources=sources)


def _open_run(
    args: argparse.Namespace, configuration: "Configuration", now: datetime
) -> "CrawlRun":
    """Return the run with its dataset open, and locked unless it is a dry run."""
    from crawler.limits.budgets import Budget
    from crawler.run import CrawlRun
    from crawler.state.dataset import Dataset, DatasetSettings
    from crawler.state.manifest import next_run_id

    command = shlex.join(["newsdesk", args.command, *args.ids])
    settings = DatasetSettings(
        run_id=next_run_id(args.output, now, secrets.token_hex(2)),
        now=now,
        command=command,
        keep_duplicates=args.keep_duplicates,
        compression=args.compress or "none",
        in_memory=args.dry_run,
    )
    with ExitStack() as undo:
        dataset = undo.enter_context(Dataset.open(args.output, settings))
        due = tuple(s for s in configuration.sources if args.ids or _is_due(s, dataset, now))
        undo.pop_all()
    return CrawlRun(
        run_id=settings.run_id,
        configuration=configuration,
        sources=due,
        dataset=dataset,
        folder=args.output,
        started_at=now,
        command=command,
        limit=args.limit,
        budget=Budget(pages=args.max_pages, size_bytes=args.max_bytes, time_s=args.max_time),
        dry_run=args.dry_run,
    )


def _is_due(source: "Source", dataset: "Dataset", now: datetime) -> bool:
    from crawler.schedule import is_due

    state = dataset.sources.state(source.id)
    last, interval_s, failures = state.last_checked, source.interval_s, state.failures
    is_changed = state.is_changed(source.reading_key)
    return is_changed or is_due(last, interval_s, failures, now, is_outage=state.is_outage)


def _do_nothing(_run: "CrawlRun") -> None:
    pass


def _crawl(
    this_run: "CrawlRun",
    overrides: Mapping[str, str],
    console: Console,
    on_tick: "Callable[[CrawlRun], None]",
) -> int:
    """Crawl, keep account of it in the dataset and return the exit code."""
    from crawler.crawling import crawl

    _write_manifest(this_run, this_run.manifest("running"))
    progress = ProgressLine(console, time.monotonic)
    try:
        signal_number = crawl(this_run, overrides, _reporter(this_run, progress, on_tick))
    finally:
        progress.finish()
    on_tick(this_run)
    code = _exit_code(this_run, signal_number)
    now = datetime.now(UTC)
    this_run.record_sources(now)
    this_run.dataset.drain(force=True)
    state: RunState = "finished" if signal_number is None else "interrupted"
    _write_manifest(this_run, this_run.manifest(state, ended_at=now, exit_code=code))
    return code


def _tell_nothing_is_due(configuration: "Configuration", console: Console) -> None:
    if configuration.sources:
        console.info("no source is due")
    else:
        console.warning(
            f"{configuration.path}: lists no source that is enabled; "
            "`newsdesk sources discover URL` finds some"
        )


def _write_manifest(this_run: "CrawlRun", manifest: "Manifest") -> None:
    from crawler.state.manifest import write_manifest

    if not this_run.dry_run:
        write_manifest(this_run.folder, manifest)


def _reporter(
    this_run: "CrawlRun", progress: ProgressLine, on_tick: "Callable[[CrawlRun], None]"
) -> Callable[[], None]:
    def report() -> None:
        on_tick(this_run)
        results = this_run.results.values()
        progress.update(
            done=this_run.pages_done,
            queued=this_run.pages_queued - this_run.pages_done,
            errors=sum(result.rejected.total() + result.retry_later for result in results),
            total=None if this_run.documents_open.total() else this_run.pages_queued,
        )

    return report


def _exit_code(this_run: "CrawlRun", signal_number: int | None) -> int:
    if signal_number is not None:
        return ExitCode.of_signal(signal_number)
    return ExitCode.SOURCES_FAILED if this_run.failures() else ExitCode.SUCCESS


def _tell(this_run: "CrawlRun", console: Console) -> None:
    for url in this_run.would_fetch:
        console.data(url)
    for source_id, result in this_run.all_told().items():
        for message in (*result.warnings, *result.put_aside):
            console.warning(f"{source_id}: {message}", source=source_id)
    for source_id, failure in this_run.failures().items():
        reason = failure.partition(":")[0]
        console.warning(f"{source_id} failed: {failure}", source=source_id, reason=reason)
    for line, fields in summary_lines(this_run):
        console.info(line, **fields)


def _state(result: "SourceResult") -> str:
    """Return what the source turned out to be, or why nobody knows."""
    if result.kind is not None:
        return result.kind
    if result.failure is not None:
        return "failed"
    return "not modified" if result.not_modified else "not read"


def _counts(result: "SourceResult") -> list[str]:
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(result.rejected.items()))
    duplicates, offsite = result.duplicates, result.offsite.total()
    endless = result.skipped.total()
    counts = (
        (result.new, f"{result.new} new"),
        (result.updated, f"{result.updated} updated"),
        (result.unchanged, f"{result.unchanged} unchanged"),
        (duplicates, counted(duplicates, "duplicate")),
        (result.rejected, f"{result.rejected.total()} rejected ({reasons})"),
        (result.retry_later, f"{result.retry_later} to try again"),
        (offsite, f"{counted(offsite, 'link')} to other hosts"),
        (endless, f"{counted(endless, 'link')} without end"),
    )
    return [told for count, told in counts if count]
