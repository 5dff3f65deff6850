"""What ``newsdesk sources`` does with rules: tells the notes of their files, runs their tests."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_config_option, configuration_given, path_value
from crawler.cli.presentation import format_table
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration
    from crawler.rule_tests import RuleTestResult
    from pipelines.items import Page

_DEFAULT_FOLDER = "pages"


def add_test_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``newsdesk sources test-rules``."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=path_value,
        help="saved pages, as newsdesk extract reads them (default: the folder pages beside the "
        "configuration)",
    )
    parser.add_argument(
        "--site", metavar="HOST", help="only the tests of the rules that are named after this host"
    )
    add_config_option(parser)


def run_rule_tests(args: argparse.Namespace, console: Console) -> int:
    """Run the tests of the rules on saved pages and print a line for each.

    Returns 4 when one fails. Tests of site config files without a saved page are only counted:
    the public collection has thousands.
    """
    from crawler.rule_tests import collect_tests, run_tests

    configuration = configuration_given(args)
    tests = collect_tests(configuration, args.site)
    if not tests:
        whose = f" for {args.site}" if args.site else ""
        raise ConfigError(
            "no-rule-tests",
            f"{args.config}: no rules{whose} have tests; write them as tests = [{{ url = …, "
            "must_contain = […] }] below a site, or as test_url in a site config file",
        )
    results = run_tests(tests, _saved_pages(_paths(args), console))
    _print(results, console, is_all=console.settings.verbosity > 0)
    counts = Counter(result.outcome for result in results)
    told = ", ".join(f"{counts[name]} {name}" for name in ("pass", "fail", "no saved page"))
    console.info(f"{args.config}: {told}")
    return ExitCode.CHECK_FAILED if counts["fail"] else ExitCode.SUCCESS


def tell_notes(configuration: "Configuration", console: Console) -> int:
    """Tell what has no effect in the folders of site config files; return how many files there are.

    A file that is read for no page gives a warning, and what is broken or unknown one with file and
    line; what is only ignored is counted.
    """
    from crawler.configuration.site_configs import read_folder, tell_unread

    files = 0
    for folder in configuration.site_config_folders:
        for message in tell_unread(folder):
            console.warning(message)
        ignored: Counter[str] = Counter()
        for file in read_folder(folder):
            files += 1
            for note in file.config.notes:
                message = f"{file.path}:{note.line}: {note.directive}: {note.message}"
                if note.kind == "ignored":
                    ignored[note.directive] += 1
                    console.detail(message)
                else:
                    console.warning(f"{message}; skipped")
        if ignored:
            told = ", ".join(f"{name} ({count})" for name, count in sorted(ignored.items()))
            console.warning(f"{folder}: known, without effect here: {told}; -v tells the lines")
    return files


def _paths(args: argparse.Namespace) -> list[Path]:
    paths: list[Path] = args.paths or [args.config.parent / _DEFAULT_FOLDER]
    for path in paths:
        if not path.exists():
            raise ConfigError(
                "no-saved-pages", f"{path}: no such file or folder; name the saved pages to test on"
            )
    return paths


def _saved_pages(paths: list[Path], console: Console) -> "Iterator[Page]":
    from crawler.readers.paths import read_path
    from crawler.readers.warc_originals import Originals
    from pipelines.errors import RecordError

    with Originals() as originals:
        for path in paths:
            for page in read_path(path, originals):
                if isinstance(page, RecordError):
                    console.warning(page.message)
                else:
                    yield page


def _print(results: "tuple[RuleTestResult, ...]", console: Console, *, is_all: bool) -> None:
    rows = [
        (result.outcome, result.tested.rules.id, result.tested.test.url, result.detail)
        for result in results
        if is_all or result.outcome != "no saved page" or not result.tested.is_of_folder
    ]
    for line in format_table([("result", "rules", "url", "why"), *rows]):
        console.data(line.removeprefix("  "))
