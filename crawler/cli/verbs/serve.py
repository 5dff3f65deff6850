"""``newsdesk serve``: a dataset for reading, in the browser and as feeds."""

import argparse
import os
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.extras import extra_needed
from crawler.cli.options import (
    add_message_options,
    add_output_option,
    console_from,
    path_value,
    port_number,
)
from crawler.cli.progress_line import ProgressLine
from pipelines.errors import ConfigError, DatasetError

if TYPE_CHECKING:
    from crawler.serving.guard import Access
    from crawler.serving.search_index import SearchIndex
    from pipelines.errors import RecordError

SUMMARY = "Serve a dataset for reading: search, articles with what was cut, reports and feeds"

_MEGABYTE = 1_000_000
_PACKAGES = ("jinja2", "markupsafe", "pygal", "starlette", "uvicorn")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_output_option(parser)
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="address to listen at (default: 127.0.0.1, which only this machine reaches); any "
        "other needs --token-env",
    )
    parser.add_argument(
        "--port",
        metavar="PORT",
        type=port_number,
        default=8080,
        help="port to listen at, 0 for a free one (default: 8080)",
    )
    parser.add_argument(
        "--token-env",
        metavar="NAME",
        help="environment variable with the token that readers must show, at least 16 characters",
    )
    parser.add_argument(
        "--index",
        metavar="FILE",
        type=path_value,
        help="file of the search index, made again when it is lost (default: state/search.sqlite "
        "in the dataset)",
    )
    add_message_options(parser)
    parser.epilog = (
        'Needs `pip install "newsdesk[serve]"`. Nothing but the search index is written. '
        "SIGTERM and Ctrl-C end it. See docs/serving.md."
    )


def run(args: argparse.Namespace) -> int:
    """Serve until a signal comes; what it raises becomes the exit code."""
    console = console_from(args)
    with extra_needed("newsdesk serve", "serve", *_PACKAGES):
        from crawler.serving.app import Desk, build_app
        from crawler.serving.excerpts import Excerpts
        from crawler.serving.server import listen, serve, url_of
    from crawler.readers.dataset.records import check_dataset
    from crawler.serving.counting import Reports
    from crawler.serving.library import Library
    from crawler.serving.refreshing import Refresher
    from crawler.serving.search_index import Listeners, SearchIndex

    access = access_of(args.host, args.token_env, os.environ)
    check_dataset(args.output)
    path = args.index or args.output / "state" / "search.sqlite"
    with (
        listen(args.host, args.port) as listening,
        closing(SearchIndex(path, args.output)) as index,
        closing(Excerpts()) as excerpts,
    ):
        _read_all(index, console)
        refresh = partial(index.refresh, Listeners(broken=partial(_tell, console)))
        with (
            closing(Library(path, args.output)) as library,
            closing(Refresher(refresh)) as refresher,
        ):
            reports = Reports(args.output, lambda: datetime.now(UTC))
            desk = Desk(
                dataset=args.output.resolve().name,
                library=library,
                reports=reports,
                freshen=refresher.ask,
                excerpts=excerpts,
            )
            url = url_of(listening)
            console.requested(f"serving {args.output} at {url}", url=url)
            try:
                serve(build_app(desk, access), listening, reports.stop)
            finally:
                index.stop()
    return ExitCode.INTERRUPTED  # by a SIGINT that the shell wanted ignored; others are raised


def access_of(host: str, token_env: str | None, environment: Mapping[str, str]) -> "Access":
    """Return who may read.

    Raises:
        ConfigError: others reach the host and there is no token, or the token will not do.
    """
    from crawler.serving.guard import MIN_TOKEN_CHARS, Access, is_loopback, local_hosts

    if token_env is None:
        if not is_loopback(host):
            raise ConfigError(
                "no-token",
                f"--host {host}: others reach this address, so readers must show a token: "
                "--token-env NAME names the variable that holds it; or leave out --host",
            )
        return Access(hosts=local_hosts(host))
    token = environment.get(token_env, "")
    if len(token) < MIN_TOKEN_CHARS or not all("!" <= character <= "~" for character in token):
        raise ConfigError(
            "bad-token",
            f"--token-env {token_env}: the variable must hold at least {MIN_TOKEN_CHARS} ASCII "
            "characters without spaces, such as what `openssl rand -hex 16` prints",
        )
    return Access(hosts=local_hosts(host), token=token)


def _read_all(index: "SearchIndex", console: Console) -> None:
    """Bring the index up to date; tells how far it has come, for the first time takes long."""
    import sqlite3

    from crawler.serving.search_index import Listeners

    progress = ProgressLine(console, time.monotonic, unit="MB")

    def told(done: int, total: int) -> None:
        progress.update(done=done // _MEGABYTE, total=total // _MEGABYTE)

    try:
        count = index.refresh(Listeners(broken=partial(_tell, console), progress=told))
    except sqlite3.Error as error:
        raise DatasetError(
            "bad-index",
            f"the search index cannot be filled: {error}; end other servers of this dataset, make "
            "room on the disk, or delete the index",
        ) from error
    progress.finish()
    if count:
        console.detail(f"{count} segments read into the search index")


def _tell(console: Console, error: "RecordError") -> None:
    console.warning(error.message, reason=error.reason)
