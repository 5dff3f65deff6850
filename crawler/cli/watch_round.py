"""One round of ``newsdesk watch``, as a process of its own: ``python -m crawler.cli.watch_round``.

It crawls the sources that stdin names, tells on stdout how far it is, and ends with the watch.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.exit_codes import ExitCode
from crawler.cli.main import run_verb
from crawler.cli.options import console_from
from crawler.cli.verbs.crawl import crawl_configured
from crawler.watching.round_process import ParentPipe, RoundOrder

if TYPE_CHECKING:
    from crawler.configuration.sources import Source
    from crawler.run import CrawlRun


_WRITE_S = 300.0
"""So often the lines that wait become segments while a round goes on."""


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
    from crawler.configuration.source_file import parse_configuration

    if pipe.is_closed:
        return ExitCode.TERMINATED
    everything = parse_configuration(order.config_text, Path(order.config_path), os.environ)
    tick = _Tick(pipe, {source.id: source for source in everything.sources})
    return crawl_configured(args, everything.only(order.ids), tick)


class _Tick:
    """What a round does once a second: it looks whether it is to end, and tells how far it is."""

    def __init__(
        self,
        pipe: ParentPipe,
        sources: "Mapping[str, Source]",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pipe = pipe
        self._sources = sources
        self._clock = clock
        self._written_at = clock()

    def __call__(self, run: "CrawlRun") -> None:
        from crawler.state.database import STORAGE_ERRORS

        if not run.is_interrupted:
            self._pipe.stop_if_closed(lambda: os.kill(os.getpid(), signal.SIGTERM))
        # Where nothing can be written, the next page that is delivered tells.
        with suppress(*STORAGE_ERRORS):
            self._write(run)
        if not self._pipe.is_closed:
            self._let_join(run)
            _tell(run)

    def _write(self, run: "CrawlRun") -> None:
        """Write down what was read: the watch asks the state what is due, and others for lines."""
        run.record_sources(datetime.now(UTC))
        if self._clock() - self._written_at >= _WRITE_S:
            self._written_at = self._clock()
            run.dataset.drain(force=True)

    def _let_join(self, run: "CrawlRun") -> None:
        if run.is_ending or run.storage_error is not None:
            return
        while run.read_more is not None and (ids := next(self._pipe.joining(), None)) is not None:
            run.read_more([self._sources[source_id] for source_id in ids])


def _tell(run: "CrawlRun") -> None:
    news = {
        "ids": [source.id for source in run.sources],
        "joinings": run.joinings,
        "reading": run.reading(),
        "done": run.done(),
        "queued": max(run.pages_queued - run.pages_done, 0),
        "measures": run.measures.as_json(),
        "sources": {source_id: told.as_json() for source_id, told in run.all_told().items()},
    }
    try:
        sys.stdout.write(f"{json.dumps(news)}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        pass


if __name__ == "__main__":
    sys.exit(main())
