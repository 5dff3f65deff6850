"""One round of ``newsdesk watch``, as a process of its own: ``python -m crawler.cli.watch_round``.

It crawls the sources that stdin names, tells on stdout how far it is, and ends with the watch.
"""

import argparse
import json
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.crawl import crawl_configured
from crawler.cli.exit_codes import ExitCode
from crawler.cli.main import run_verb
from crawler.cli.options import console_from
from crawler.watching.round_process import ParentPipe, RoundOrder

if TYPE_CHECKING:
    from crawler.run import CrawlRun


def main() -> int:
    """Crawl as the order on stdin says and return the exit code."""
    # A terminal that goes away makes a watch read its sources again; its rounds go on meanwhile.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    order = RoundOrder.from_json(line)
    pipe = ParentPipe(sys.stdin.fileno())
    pipe.watch()
    args = arguments(order)
    args.run = partial(_crawl, order=order, pipe=pipe)
    return run_verb(args, console_from(args))


def arguments(order: RoundOrder) -> argparse.Namespace:
    """Return the arguments that ``newsdesk crawl`` would have been given."""
    options = {**order.options, "output": Path(order.options["output"])}
    # A watch goes on for ever: no round has a limit of its own.
    no_limits = {"max_pages": None, "max_bytes": None, "max_time": None}
    return argparse.Namespace(**options, **no_limits, ids=list(order.ids), dry_run=False)


def _crawl(args: argparse.Namespace, *, order: RoundOrder, pipe: ParentPipe) -> int:
    from crawler.sources import parse_configuration

    if pipe.is_closed:
        return ExitCode.TERMINATED
    everything = parse_configuration(order.config_text, Path(order.config_path), os.environ)
    return crawl_configured(args, everything.only(order.ids), partial(_tick, pipe=pipe))


def _tick(run: "CrawlRun", *, pipe: ParentPipe) -> None:
    if not run.is_interrupted:
        pipe.stop_if_closed(lambda: os.kill(os.getpid(), signal.SIGTERM))
    if not pipe.is_closed:
        _tell(run)


def _tell(run: "CrawlRun") -> None:
    news = {
        "queued": max(run.pages_queued - run.pages_done, 0),
        "measures": run.measures.as_json(),
        "sources": {source_id: result.as_json() for source_id, result in run.results.items()},
    }
    try:
        sys.stdout.write(f"{json.dumps(news)}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        pass


if __name__ == "__main__":
    sys.exit(main())
