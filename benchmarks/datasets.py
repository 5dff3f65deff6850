"""Seconds and memory that handing on a dataset takes: export to Parquet, building, verifying.

    python -m benchmarks.datasets [--records 100000] FOLDER…

The articles of the pages of the folders are built once and written again and again, with other ids,
days and a few words of their own, until there are so many records. ``README.md`` here says how to
read it.
"""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.command_line import command_parser
from benchmarks.process_trees import session_members, size_of
from benchmarks.speed import read_pages
from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.exporters.jsonl import write_segment
from pipelines.items import Delivery, Page
from pipelines.serialization import Record, dumps, format_time, to_record

CHECK_FAILED = 4
EXPORT_S = 60.0
EXPORT_KB = 600 * 1024
BUILD_AND_VERIFY_S = 120.0
DAYS = 30
_SEGMENT_LINES = 1000
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SAMPLE_S = 0.1
_NEWSDESK = ("-m", "crawler.cli.main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a command took."""

    seconds: float
    cpu_s: float
    """Of all its cores: other processes on the machine change it less than ``seconds``."""
    peak_kb: int
    """Resident, of all its processes together."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print what each step took; return 4 when a bar is missed."""
    parser = command_parser("datasets", __doc__)
    parser.add_argument("--records", type=int, default=100_000, metavar="N")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    arguments = parser.parse_args(argv)
    models = read_models([page for folder in arguments.folders for page in read_pages(folder)])
    if not models:
        print("no page of these folders gives an article", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        size = fill(Path(name) / "output", models, arguments.records)
        print(f"{arguments.records:,} records of {len(models):,} articles, {size / 1e6:,.0f} MB")
        measures = {}
        for step, command in commands(Path(name)).items():
            measures[step] = measure(command)
            print(format_measure(step, measures[step]), flush=True)
    missed = missed_bars(measures)
    for bar in missed:
        print(f"missed: {bar}")
    return CHECK_FAILED if missed else 0


def read_models(pages: Sequence[Page]) -> list[Record]:
    """Return the records of the pages that give an article."""
    delivery = Delivery(
        revision=1,
        change="new",
        first_seen=_FIRST_DAY,
        duplicate_of=None,
        cluster_id=None,
        run_id="run",
    )
    records = []
    for page in pages:
        with suppress(PageError):
            records.append(to_record(build_article(page), delivery))
    return records


def fill(folder: Path, models: Sequence[Record], count: int) -> int:
    """Write so many records into a dataset folder, in order of their days; return their bytes."""
    size = 0
    for first in range(0, count, _SEGMENT_LINES):
        day = _FIRST_DAY + timedelta(days=first * DAYS // count)
        numbers = range(first, min(first + _SEGMENT_LINES, count))
        path = folder / "articles" / f"date={day:%Y-%m-%d}" / f"run-{first:09}.jsonl"
        write_segment(path, (dumps(_altered(models, number, day)) for number in numbers))
        size += path.stat().st_size
    return size


def commands(folder: Path) -> Mapping[str, Sequence[str]]:
    """Return the command of each step; the dataset is in ``output`` of the folder."""
    output, built = str(folder / "output"), str(folder / "built")
    return {
        "export": (
            *_NEWSDESK,
            "export",
            "parquet",
            "-O",
            str(folder / "export"),
            "--output",
            output,
        ),
        "build": (*_NEWSDESK, "dataset", "build", built, "--output", output),
        "verify": (*_NEWSDESK, "dataset", "verify", built),
    }


def measure(arguments: Sequence[str]) -> Measure:
    """Run Python with these arguments and return what that took.

    Raises:
        CalledProcessError: it failed.
    """
    start, start_cpu, peak = time.monotonic(), _cpu_s(), 0
    with subprocess.Popen([sys.executable, *arguments], start_new_session=True) as process:
        while process.poll() is None:
            peak = max(peak, size_of(session_members(process.pid)).resident_kb)
            time.sleep(_SAMPLE_S)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    seconds, cpu_s = time.monotonic() - start, _cpu_s() - start_cpu
    return Measure(seconds=seconds, cpu_s=cpu_s, peak_kb=peak)


def missed_bars(measures: Mapping[str, Measure]) -> list[str]:
    """Return the bars that were not met, as lines for people."""
    both = measures["build"].seconds + measures["verify"].seconds
    bars = (
        (measures["export"].seconds, EXPORT_S, "s for the export"),
        (measures["export"].peak_kb / 1024, EXPORT_KB / 1024, "MB for the export"),
        (both, BUILD_AND_VERIFY_S, "s for building and verifying"),
    )
    return [f"{value:,.0f} {what}, at most {bar:,.0f}" for value, bar, what in bars if value > bar]


def format_measure(step: str, found: Measure) -> str:
    """Return what a step took as a line of text."""
    memory = f"{found.peak_kb / 1024:>7,.0f} MB"
    return f"{step:<7}{found.seconds:>7.1f} s{found.cpu_s:>7.1f} s CPU{memory}"


def _cpu_s() -> float:
    """Return the CPU time of all processes that ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _altered(models: Sequence[Record], number: int, day: datetime) -> Record:
    """Return a record like one of the models, which no other one equals."""
    model = models[number % len(models)]
    moment = format_time(day + timedelta(seconds=number % 86_400))
    return {
        **model,
        "id": hashlib.sha256(str(number).encode()).hexdigest()[:32],
        "url": f"{model['url']}?story={number}",
        "source_id": f"source-{number % 200}",
        "text": f"Story {number}. {model['text']}",
        "date_first_seen": moment,
        "date_fetched": moment,
        "run_id": f"{day:%Y%m%dT%H%M%SZ}-run",
    }


if __name__ == "__main__":
    sys.exit(main())
