"""``newsdesk dataset``: builds a folder that is a dataset as it stands, and checks one."""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from crawler.cli.actions import VerbAction, add_actions
from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.extras import extra_needed
from crawler.cli.options import add_output_option, console_from, folder_value
from crawler.cli.presentation import counted
from crawler.cli.progress_line import ProgressLine
from crawler.cli.selection_options import (
    add_selection_options,
    notes_from,
    selected_records,
    selection_from,
)

if TYPE_CHECKING:
    from pipelines.exporters.dataset.counts import Counts
    from pipelines.serialization import Record

SUMMARY = "Build a dataset for Hugging Face and others, check one"

_EPILOG = 'Needs `pip install "newsdesk[parquet]"`. See docs/datasets.md.'
_TOLD_EVERY = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions of the verb, each with its options."""
    add_actions(parser, _ACTIONS, epilog=_EPILOG)


def run(args: argparse.Namespace) -> int:
    """Do what the action says and return the exit code."""
    with extra_needed(f"newsdesk dataset {args.action}", "parquet", "pyarrow", "yaml"):
        return _ACTIONS[args.action].act(args, console_from(args))


def _add_build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", type=folder_value, help="folder to build")
    add_output_option(parser)
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a dataset that was built there before"
    )
    add_selection_options(parser)
    parser.add_argument(
        "--all-revisions",
        dest="latest",
        action="store_false",
        help="every revision of each story (default: only the last, as with --latest)",
    )
    parser.set_defaults(latest=True)


def _add_verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", type=folder_value, help="folder that was built")


def _build(args: argparse.Namespace, console: Console) -> int:
    from crawler.readers.dataset.records import check_dataset
    from crawler.readers.dataset.run_origins import read_run_origin
    from pipelines.exporters.dataset.build import build_dataset
    from pipelines.exporters.dataset.description import Origin

    check_dataset(args.output)
    selection, notes = selection_from(args, console), notes_from(args, console)
    origin = Origin(selection=selection, read_run=partial(read_run_origin, args.output))
    with _progress(console) as tell:
        records = selected_records(args.output, selection, notes, console)
        counts = build_dataset(
            map(tell, records), args.target, origin, is_overwriting=args.overwrite
        )
    console.info(f"{args.target}: {_numbers(counts)}")
    return ExitCode.SUCCESS


def _verify(args: argparse.Namespace, console: Console) -> int:
    from pipelines.exporters.dataset.verify import verify_dataset

    with _progress(console) as tell:
        counts = verify_dataset(args.target, tell)
    console.info(f"{args.target}: all right: {_numbers(counts)}")
    return ExitCode.SUCCESS


@contextmanager
def _progress(console: Console) -> "Iterator[Callable[[Record], Record]]":
    """Give a function that returns a record and shows how many there were."""
    progress = ProgressLine(console, time.monotonic, unit="records")
    done = 0

    def tell(record: "Record") -> "Record":
        nonlocal done
        done += 1
        if done % _TOLD_EVERY == 0:
            progress.update(done=done)
        return record

    try:
        yield tell
    finally:
        progress.finish()


def _numbers(counts: "Counts") -> str:
    return f"{counted(counts.records, 'record')}, {counted(len(counts.sources), 'source')}"


_ACTIONS: Mapping[str, VerbAction] = {
    "build": VerbAction(
        summary="Build a folder of Parquet files with card, schema and checksums",
        add_options=_add_build_options,
        act=_build,
    ),
    "verify": VerbAction(
        summary="Check that a built folder is what it says it is; exit code 4 when it is not",
        add_options=_add_verify_options,
        act=_verify,
    ),
}
