"""Lets ``newsdesk watch`` run over sources with faults and tells whether memory and files grow.

    python -m benchmarks.soak --minutes 30 --sources 20

The site is on loopback; every source brings a story every few seconds, and some answers fail.
Resident memory and open files of the watch and of all its processes are sampled once a second.
Printed are the first and the last tenth of the samples and the slope of a line through all but the
first tenth. The sum over all processes jumps with every round; what tells of a leak are the watch
alone and the peaks.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, linear_regression

from benchmarks.command_line import command_parser
from benchmarks.loopback_site import Faults, LoopbackSite
from benchmarks.process_trees import session_members, size_of
from pipelines.exporters.jsonl import read_segments

CHECK_FAILED = 4
FAULTS = Faults(error=0.03, torn=0.02, slow=0.03, garbage=0.02)
_STORY_EVERY_S = 5.0
_WINDOW = 30
_SAMPLE_S = 1.0
_PEAK_S = 15.0
"""Peaks are taken over so many seconds: about a round and the pause after it."""
_END_S = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look at the processes."""

    at_s: float
    watch_kb: int
    watch_files: int
    tree_kb: int
    tree_files: int
    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How one number went."""

    name: str
    first: float
    """Mean of the first tenth."""
    last: float
    """Mean of the last tenth."""
    slope: float
    """Per hour, over all but the first tenth."""

    def line(self) -> str:
        """Return it for people."""
        return f"{self.name:28} {self.first:12,.0f} {self.last:12,.0f} {self.slope:+14,.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak and return the exit code: 0 when the watch ended well and wrote nothing twice."""
    parser = command_parser("soak", __doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--sources", type=int, default=10)
    parser.add_argument("--interval", default="5s", help="of all sources (default: 5s)")
    parser.add_argument("--samples", type=Path, help="write the samples here, as JSON lines")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    site = LoopbackSite(
        options.sources,
        lambda: 5 + int((time.monotonic() - began) / _STORY_EVERY_S),
        FAULTS,
        _WINDOW,
    )
    with tempfile.TemporaryDirectory(prefix="newsdesk-soak-") as name, site:
        folder = Path(name)
        (folder / "sources.toml").write_text(site.sources_toml(), encoding="utf-8")
        process = _start(folder, options.interval)
        samples = _sample(process, options.minutes * 60.0)
        code = _end(process)
        faults = _faults(folder, process, code)
        runs = len(list((folder / "out" / "runs").glob("*.json")))
        print(f"{len(_urls(folder))} articles, {runs} rounds with news, exit code {code}")
    if options.samples is not None:
        lines = "".join(f"{json.dumps(asdict(sample))}\n" for sample in samples)
        options.samples.write_text(lines, encoding="utf-8")
    for line in report(samples):
        print(line)
    for fault in faults:
        print(f"fault: {fault}")
    return CHECK_FAILED if faults else 0


def report(samples: Sequence[Sample]) -> list[str]:
    """Return the table of the trends."""
    if len(samples) < 2:
        return ["too few samples"]
    head = f"{'':28} {'first tenth':>12} {'last tenth':>12} {'slope an hour':>14}"
    peaks = _peaks(samples)
    trends = (
        trend("watch: resident kB", samples, lambda s: s.watch_kb),
        trend("watch: open files", samples, lambda s: s.watch_files),
        trend("all: resident kB", samples, lambda s: s.tree_kb),
        trend("all: resident kB, peaks", peaks, lambda s: s.tree_kb),
        trend("all: open files, peaks", peaks, lambda s: s.tree_files),
        trend("all: processes, peaks", peaks, lambda s: s.processes),
    )
    return [head, *(found.line() for found in trends)]


def trend(name: str, samples: Sequence[Sample], value: Callable[[Sample], int]) -> Trend:
    """Return how a number went over samples."""
    tenth = max(1, len(samples) // 10)
    rest = samples[tenth:]
    slope = 0.0
    if len({sample.at_s for sample in rest}) > 1:
        slope = linear_regression([s.at_s for s in rest], [value(s) for s in rest]).slope
    return Trend(
        name=name,
        first=fmean(map(value, samples[:tenth])),
        last=fmean(map(value, samples[-tenth:])),
        slope=slope * 3600.0,
    )


def _peaks(samples: Sequence[Sample]) -> list[Sample]:
    """Return the sample with most memory of every stretch of some seconds."""
    stretches: dict[int, Sample] = {}
    for sample in samples:
        number = int(sample.at_s / _PEAK_S)
        held = stretches.get(number)
        if held is None or sample.tree_kb > held.tree_kb:
            stretches[number] = sample
    return list(stretches.values())


def _start(folder: Path, interval: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawler.cli.main", "watch", "-q"]
    files = ["--config", str(folder / "sources.toml"), "--output", str(folder / "out")]
    pace = ["--min-interval", interval, "--max-interval", interval, "-s", "DOWNLOAD_DELAY=0.1"]
    return subprocess.Popen(
        [*command, *files, *pace], stderr=subprocess.DEVNULL, start_new_session=True
    )


def _sample(process: subprocess.Popen[bytes], seconds: float) -> list[Sample]:
    samples: list[Sample] = []
    began = time.monotonic()
    while process.poll() is None and time.monotonic() - began < seconds:
        watch, tree = size_of([process.pid]), size_of(session_members(process.pid))
        samples.append(
            Sample(
                at_s=time.monotonic() - began,
                watch_kb=watch.resident_kb,
                watch_files=watch.descriptors,
                tree_kb=tree.resident_kb,
                tree_files=tree.descriptors,
                processes=tree.processes,
            )
        )
        time.sleep(_SAMPLE_S)
    return samples


def _end(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _faults(folder: Path, process: subprocess.Popen[bytes], code: int) -> list[str]:
    faults = [] if code == 128 + signal.SIGTERM else [f"the watch ended with {code}"]
    urls = _urls(folder)
    if len(urls) != len(set(urls)):
        faults.append(f"{len(urls) - len(set(urls))} articles are there twice")
    time.sleep(_SAMPLE_S)
    for left in session_members(process.pid):
        faults.append(f"process {left} was left over")
        os.kill(left, signal.SIGKILL)
    return faults


def _urls(folder: Path) -> list[str]:
    return [str(line["url_requested"]) for line in read_segments(folder / "out" / "articles")]


if __name__ == "__main__":
    sys.exit(main())
