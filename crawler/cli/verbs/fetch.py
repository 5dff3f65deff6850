"""``newsdesk fetch``: single pages become records at once."""

import argparse
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from crawler.cli.considered import considered_lines
from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    add_allow_private_option,
    add_message_options,
    add_rules_option,
    add_setting_option,
    console_from,
    file_name,
    rules_given,
    scrapy_overrides,
)
from crawler.cli.presentation import heading
from crawler.cli.progress_line import ProgressLine
from crawler.cli.record_output import add_record_file_options, open_record_output
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pipelines.items import Article, Page, Rejection

SUMMARY = "Fetch single pages: each URL becomes one record on stdout"

_EPILOG = """\
robots.txt is obeyed. A page that cannot be had is told on stderr; the exit code is 3 when that
happened to some of the pages and 1 when it happened to all.
"""
_STDIN = "-"
_FILES = (
    "is a file: `newsdesk extract FILE` reads a page that is saved, and so does --html FILE; "
    "`newsdesk fetch - <FILE` takes the addresses that a file lists"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "urls", metavar="URL", nargs="+", help="address of a page; - for a list on stdin"
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        type=file_name,
        help="take the page from a file (- for stdin) instead of the network; URL says where it "
        "was saved from",
    )
    parser.add_argument(
        "--format",
        choices=("jsonl", "text"),
        default="jsonl",
        help="what becomes of each page: its record, or title and text alone (default: jsonl)",
    )
    add_rules_option(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="tell on stderr what the page gave for title, authors, publisher, description and "
        "date, from which places, and what was chosen",
    )
    add_record_file_options(parser)
    add_allow_private_option(parser)
    add_setting_option(parser)
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch the pages, print their records and return the exit code."""
    console = console_from(args)
    urls = _urls(args)
    if not urls:
        console.warning("stdin: lists no address")
    with open_record_output(args, console) as write:
        desk = FetchDesk(
            console=console,
            write=write,
            run_id=_run_id(),
            explains=args.explain,
            form=args.format,
            pages=len(urls),
        )
        if args.html is not None:
            page = _saved_page(args.html, urls)
            desk.take(_build(rules_given(args).with_rules(page)))
            return desk.exit_code()
        return _fetch(urls, args, desk)


@dataclass(slots=True, kw_only=True)
class FetchDesk:
    """Writes the record of each page, or its text, or tells why there is none."""

    console: Console
    write: Callable[[str], None]
    run_id: str
    explains: bool = False
    """Whether the candidates of each page are told on stderr."""
    form: Literal["jsonl", "text"] = "jsonl"
    """Whether the record of a page is written, or what people read of it."""
    pages: int = 1
    """How many are asked for: of several, each text has its address above it."""
    records: int = 0
    failures: int = 0

    def take(self, outcome: "Article | Rejection") -> None:
        """Write the record of an article; tell about a rejection."""
        from pipelines.items import Rejection

        if isinstance(outcome, Rejection):
            self.failures += 1
            message = f"{outcome.url_requested}: {outcome.reason}: {outcome.detail}"
            self.console.error(message, reason=outcome.reason, url=outcome.url_requested)
            return
        self.write(self._text(outcome) if self.form == "text" else self._record(outcome))
        self.records += 1
        if self.explains:
            told = considered_lines(outcome.values_considered, outcome.dates_considered)
            self.console.requested("\n".join((outcome.url, *told)), url=outcome.url)

    def exit_code(self) -> int:
        """Return 0 when all pages gave a record, 3 when some did, 1 when none did."""
        if not self.failures:
            return ExitCode.SUCCESS
        return ExitCode.SOURCES_FAILED if self.records else ExitCode.FAILURE

    def _text(self, article: "Article") -> str:
        from crawler.cli.verbs.clean import cleaned_page

        above = f"{heading(article.url, self.records)}\n" if self.pages > 1 else ""
        return f"{above}{cleaned_page(article).shown}"

    def _record(self, article: "Article") -> str:
        from pipelines.items import Delivery
        from pipelines.serialization import dumps, to_record

        delivery = Delivery(first_seen=article.fetched_at, run_id=self.run_id)
        return dumps(to_record(article, delivery))


def _urls(args: argparse.Namespace) -> Sequence[str]:
    """Return the URLs that are meant, each once; those on stdin stand where the ``-`` is."""
    urls: list[str] = []
    for given in args.urls:
        urls.extend(_listed_urls() if given == _STDIN and args.html is None else [_checked(given)])
    return tuple(dict.fromkeys(urls))


def _listed_urls() -> list[str]:
    from crawler.configuration.url_lists import read_url_list

    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    return [source.url for source in read_url_list(text, "stdin")]


def _checked(url: str) -> str:
    from crawler.configuration.tables import show
    from crawler.configuration.values import BadValueError, http_url

    try:
        return http_url(url)
    except BadValueError as error:
        is_file = url.startswith("file:") or Path(url).exists()
        raise ConfigError("bad-url", f"{show(url)} {_FILES if is_file else error}") from error


def _fetch(urls: Sequence[str], args: argparse.Namespace, desk: FetchDesk) -> int:
    overrides = scrapy_overrides(args)
    from crawler.short_crawls.fetching import fetch_pages

    configuration = rules_given(args)
    with _progress_of(desk, len(urls)) as take:
        signal_number = fetch_pages(
            urls,
            overrides,
            take,
            configuration.rules_for_url,
            configuration.user_agent_for_url,
        )
    if signal_number is not None:
        code = ExitCode.of_signal(signal_number)
        desk.console.error(code.name.lower())
        return code
    return desk.exit_code()


@contextmanager
def _progress_of(desk: FetchDesk, total: int) -> "Iterator[Callable[[Article | Rejection], None]]":
    """Give a function that hands pages to the desk and tells how far it is."""
    progress = ProgressLine(desk.console, time.monotonic)

    def take(outcome: "Article | Rejection") -> None:
        desk.take(outcome)
        done = desk.records + desk.failures
        progress.update(done=done, errors=desk.failures, total=total)

    try:
        yield take
    finally:
        progress.finish()


def _saved_page(file: str, urls: Sequence[str]) -> "Page":
    from crawler.readers.html_files import read_html_file
    from crawler.readers.saved_files import ARCHIVE_HINTS
    from pipelines.items import Page

    if len(urls) != 1:
        raise ConfigError("bad-usage", f"--html {file}: give the one URL the page was saved from")
    url = urls[0]
    if file != _STDIN:
        return read_html_file(Path(file), url)
    return Page(
        url=url,
        url_requested=url,
        body=sys.stdin.buffer.read(),
        fetched_at=datetime.now(UTC),
        hints=ARCHIVE_HINTS,
    )


def _build(page: "Page") -> "Article | Rejection":
    from pipelines.article import build_article
    from pipelines.errors import PageError
    from pipelines.items import Rejection

    try:
        return build_article(page)
    except PageError as error:
        return Rejection.of(page, error.reason, error.message)


def _run_id() -> str:
    from crawler.state.manifest import run_id

    return run_id(datetime.now(UTC), secrets.token_hex(2))
