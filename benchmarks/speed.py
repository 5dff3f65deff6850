"""CPU time of ``build_article`` by stage, beside that of trafilatura on the same pages.

    python -m benchmarks.speed --pages FOLDER…

Both read each page in turn, in the same process, text and metadata alike. Each number is the mean
over the pages of the median of the rounds. ``README.md`` here says how to read it.
"""

import argparse
import cProfile
import io
import pstats
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from statistics import fmean, median
from time import process_time

from benchmarks.command_line import command_parser
from benchmarks.golds import read_golds, read_html
from pipelines import article, page_article
from pipelines.errors import PageError
from pipelines.items import Page

TARGET_RATIO = 1.1
CHECK_FAILED = 4
STAGES: Mapping[str, str] = {
    "read_tree": "parse",
    "read_metadata": "metadata",
    "read_body": "isolate",
    "clean": "clean",
    "choose_page_kind": "kind",
    "choose_date": "dates",
}
"""The stages by the names of the functions that the modules of articles call for them."""
REST = "rest"
_WARM_UP_PAGES = 5
_PROFILE_LINES = 30
# No clock: the pages are old, and the stamps on them are absolute.
_FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)

Clock = Callable[[], float]
Extract = Callable[[Page], object]


@dataclass(slots=True)
class StageClock:
    """Adds up the time that each stage takes."""

    clock: Clock = process_time
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def timed(self, stage: str, call: Callable[..., object]) -> Callable[..., object]:
        """Return the function with its time counted for a stage."""

        @wraps(call)
        def wrapper(*args: object, **kwargs: object) -> object:
            start = self.clock()
            try:
                return call(*args, **kwargs)
            finally:
                self.spent[stage] += self.clock() - start

        return wrapper

    def take(self) -> dict[str, float]:
        """Return what was spent since the last call."""
        taken = dict(self.spent)
        self.spent.clear()
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """CPU time a page: seconds while it is measured, milliseconds in the end."""

    pages: int
    stages: Mapping[str, float]
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Return how many times as long newsdesk takes."""
        return self.ours / self.theirs if self.theirs else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Print the times; return 4 when newsdesk takes more than the target."""
    arguments = _parser().parse_args(argv)
    pages = [page for folder in arguments.pages for page in read_pages(folder, arguments.limit)]
    if not pages:
        print("no pages: give --pages FOLDER with a manifest.jsonl", file=sys.stderr)
        return 2
    if arguments.profile:
        print(profile(pages))
        return 0
    timing = measure(pages, arguments.rounds, extract_with_trafilatura())
    print(format_timing(timing))
    return CHECK_FAILED if timing.ratio > TARGET_RATIO else 0


def read_pages(folder: Path, limit: int | None = None) -> Iterator[Page]:
    """Yield the pages of a folder of the benchmark."""
    for gold in read_golds(folder, limit):
        html = read_html(folder, gold.html)
        yield Page(url=gold.url, url_requested=gold.url, body=html, fetched_at=_FETCHED_AT)


def measure(pages: Sequence[Page], rounds: int, theirs: Extract) -> Timing:
    """Return the times of newsdesk and of another extractor, page by page in turn.

    Args:
        pages: at least one.
        rounds: how often each page is read; the median counts.
        theirs: the other extractor.
    """
    with stage_clock() as stages:
        for page in pages[:_WARM_UP_PAGES]:
            build(page)
            theirs(page)
        # Round by round, so that what was remembered of a page is gone when it comes again, as it
        # is when a page is read once.
        runs = [
            [_run_page(page, number, theirs, stages) for page in pages] for number in range(rounds)
        ]
    measured = [_medians(of_page) for of_page in zip(*runs, strict=True)]
    return Timing(
        pages=len(pages),
        stages={
            stage: 1000 * fmean(m.stages[stage] for m in measured) for stage in measured[0].stages
        },
        ours=1000 * fmean(m.ours for m in measured),
        theirs=1000 * fmean(m.theirs for m in measured),
    )


def build(page: Page) -> None:
    """Build the article of a page; a page that gives none took its time, too."""
    with suppress(PageError):
        article.build_article(page)


def extract_with_trafilatura() -> Extract:
    """Return trafilatura with metadata, as it comes."""
    from trafilatura import bare_extraction

    return lambda page: bare_extraction(page.body, url=page.url, with_metadata=True)


@contextmanager
def stage_clock(clock: Clock = process_time) -> Iterator[StageClock]:
    """Time the stages of ``build_article`` within the block."""
    stages = StageClock(clock=clock)
    before = [
        (module, name, getattr(module, name))
        for module in (article, page_article)
        for name in STAGES
        if hasattr(module, name)
    ]
    try:
        for module, name, call in before:
            setattr(module, name, stages.timed(STAGES[name], call))
        yield stages
    finally:
        for module, name, call in before:
            setattr(module, name, call)


def profile(pages: Sequence[Page]) -> str:
    """Return the functions of ``build_article`` that take the most time."""
    for page in pages[:_WARM_UP_PAGES]:
        build(page)
    profiler = cProfile.Profile()
    profiler.enable()
    for page in pages:
        build(page)
    profiler.disable()
    told = io.StringIO()
    pstats.Stats(profiler, stream=told).strip_dirs().sort_stats("tottime").print_stats(
        _PROFILE_LINES
    )
    return told.getvalue()


def format_timing(timing: Timing) -> str:
    """Return the times as a table."""
    rows = [*timing.stages.items(), ("newsdesk", timing.ours), ("trafilatura", timing.theirs)]
    lines = [f"{name:12} {milliseconds:8.2f}" for name, milliseconds in rows]
    head = f"{timing.pages} pages, ms of CPU a page"
    return "\n".join([head, *lines, f"{'ratio':12} {timing.ratio:8.2f}, target {TARGET_RATIO}"])


def _run_page(page: Page, number: int, theirs: Extract, stages: StageClock) -> Timing:
    """Return the times of one page in one round, in seconds."""
    stages.take()
    spent: dict[str, float] = {}
    runs = (("ours", build), ("theirs", theirs))
    # Who reads a page second finds it warm: take turns.
    for name, extract in reversed(runs) if number % 2 else runs:
        start = stages.clock()
        extract(page)
        spent[name] = stages.clock() - start
    taken = stages.take()
    known = {stage: taken.get(stage, 0.0) for stage in STAGES.values()}
    known[REST] = spent["ours"] - sum(known.values())
    return Timing(pages=1, stages=known, **spent)


def _medians(rounds: Sequence[Timing]) -> Timing:
    """Return the medians of the rounds of one page."""
    return Timing(
        pages=1,
        stages={stage: median(one.stages[stage] for one in rounds) for stage in rounds[0].stages},
        ours=median(one.ours for one in rounds),
        theirs=median(one.theirs for one in rounds),
    )


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("speed", __doc__)
    parser.add_argument("--pages", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--limit", metavar="N", type=int, help="only N pages of each folder")
    parser.add_argument(
        "--rounds", metavar="N", type=int, default=5, help="times each page is read (default: 5)"
    )
    parser.add_argument(
        "--profile", action="store_true", help="show where build_article spends its time instead"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
