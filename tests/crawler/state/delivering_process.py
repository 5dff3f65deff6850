"""A process that delivers a fixed set of pages and kills itself at its n-th step.

A step is an SQL statement, or an opening, renaming or removing of a file: whatever moves the state
on. ``python -m tests.crawler.state.delivering_process FOLDER RUN_ID N``; N = 0 never kills.
"""

import os
import signal
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.state.dataset import Dataset
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import (
    announcement,
    article,
    open_dataset,
    rejection,
    with_removed_block,
)

LEARNED = SiteMemory(day_first=1, articles=1, lines={7: 1}, samples={7: "Sign up"})
URLS = tuple(f"https://gazette.example/story/{number:02}" for number in range(24))


class _Countdown:
    def __init__(self, steps: int) -> None:
        self._steps = steps

    def watch(self) -> None:
        sys.addaudithook(self._audit)
        connect = sqlite3.connect

        def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **options)
            connection.set_trace_callback(self._step)
            return connection

        vars(sqlite3)["connect"] = traced

    def _audit(self, event: str, _arguments: tuple[object, ...]) -> None:
        if event in {"open", "os.rename", "os.remove"}:
            self._step(event)

    def _step(self, _what: str) -> None:
        self._steps -= 1
        if self._steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def crawl(dataset: Dataset, run_id: str) -> None:
    queued = (
        *dataset.frontier.pending("gazette", run_id),
        *dataset.frontier.announce(announcement(*URLS, run_id=run_id)),
    )
    for url in (q.url for q in queued):
        _end(dataset, url, URLS.index(url))
        dataset.drain()


def _end(dataset: Dataset, url: str, number: int) -> None:
    if number % 6 == 5:
        dataset.reject(rejection(url))
    elif number % 6 == 3:
        dataset.deliver(article(url, text="An agency text that many print."))
    else:
        story = with_removed_block(article(url, text=f"Story {number}."))
        dataset.deliver(replace(story, learned=LEARNED))


def main(folder: str, run_id: str, steps: str) -> None:
    _Countdown(int(steps)).watch()
    with open_dataset(Path(folder), run_id, segment_records=5) as dataset:
        crawl(dataset, run_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
