"""Kills ``crawl``, ``watch`` and ``extract`` at random moments and says whether anything was lost.

    python -m benchmarks.kills --kills 30 --terms 10 --seed 1

Each verb writes to a dataset of its own. At the end it runs undisturbed, and every page must be
there exactly once, with no torn line and no process left over.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.command_line import command_parser
from benchmarks.loopback_site import LoopbackSite, story
from benchmarks.process_trees import session_members
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import PART_SUFFIX, read_segments

VERBS = ("crawl", "watch", "extract")
HOSTS = 4
_END_S = 90.0
_LEFT_OVER_S = 15.0
_PACE = ("-s", "DOWNLOAD_DELAY=0.05", "-s", "NEWSDESK_WORKERS=2", "-s", "ROBOTSTXT_OBEY=False")
CHECK_FAILED = 4


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What came of one verb."""

    verb: str
    kills: int = 0
    terms: int = 0
    pages: int = 0
    codes: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return it for people."""
        state = "sound" if not self.faults else "; ".join(self.faults[:5])
        return (
            f"{self.verb:8} {self.kills:3} kill -9  {self.terms:3} SIGTERM  {self.pages:5} pages  "
            f"{state}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where a verb works, and what it must bring."""

    verb: str
    folder: Path
    urls: frozenset[str]

    @property
    def output(self) -> Path:
        """The folder of the dataset."""
        return self.folder / "out"

    def command(self, *, last: bool) -> list[str]:
        """Return the command; the last one runs to its end."""
        start = [sys.executable, "-m", "crawler.cli.main"]
        files = ["--output", str(self.output), "-q"]
        if self.verb == "extract":
            return [*start, "extract", str(self.folder / "pages.jsonl"), *files]
        config = ["--config", str(self.folder / "sources.toml"), *_PACE]
        verb = "crawl" if last else self.verb
        often = ["--min-interval", "1s", "--max-interval", "1s"] if verb == "watch" else []
        return [*start, verb, *files, *config, *often]


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill and judge; return the exit code: 0 when all is sound."""
    parser = command_parser("kills", __doc__)
    parser.add_argument("--kills", type=int, default=30, help="kill -9 over the three verbs")
    parser.add_argument("--terms", type=int, default=10, help="SIGTERM over the three verbs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stories", type=int, default=240, help="a verb")
    options = parser.parse_args(arguments)
    dice = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    signals = [signal.SIGKILL] * options.kills + [signal.SIGTERM] * options.terms
    dice.shuffle(signals)
    with (
        tempfile.TemporaryDirectory(prefix="newsdesk-kills-") as name,
        LoopbackSite(HOSTS, lambda: options.stories // HOSTS) as site,
    ):
        benches = [_prepare(Path(name) / verb, verb, site) for verb in VERBS]
        verdicts = [
            _torment(bench, signals[number :: len(VERBS)], dice)
            for number, bench in enumerate(benches)
        ]
    for verdict in verdicts:
        print(verdict.line())
    return CHECK_FAILED if any(verdict.faults for verdict in verdicts) else 0


def _prepare(folder: Path, verb: str, site: LoopbackSite) -> Bench:
    folder.mkdir()
    (folder / "sources.toml").write_text(site.sources_toml(), encoding="utf-8")
    urls = sorted(site.urls())
    rows = ({"url": url, "html": story(url).decode()} for url in urls)
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "pages.jsonl").write_text(text, encoding="utf-8")
    return Bench(verb=verb, folder=folder, urls=frozenset(urls))


def _torment(bench: Bench, signals: Sequence[int], dice: random.Random) -> Verdict:
    verdict = Verdict(verb=bench.verb)
    for number in signals:
        process = _start(bench, last=False)
        time.sleep(dice.uniform(0.2, 5.0))
        os.kill(process.pid, number)
        _see_end(process, verdict)
        verdict.kills += number == signal.SIGKILL
        verdict.terms += number == signal.SIGTERM
        _check_lines(bench, verdict)
    last = _start(bench, last=True, arguments=_every_source(bench))
    _see_end(last, verdict)
    if last.returncode != 0:
        verdict.faults.append(f"the last run ended with {last.returncode}")
    _check_whole(bench, verdict)
    return verdict


def _every_source(bench: Bench) -> list[str]:
    return [] if bench.verb == "extract" else [f"host-{n}" for n in range(1, HOSTS + 1)]


def _start(bench: Bench, *, last: bool, arguments: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*bench.command(last=last), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _see_end(process: subprocess.Popen[bytes], verdict: Verdict) -> None:
    try:
        verdict.codes.append(process.wait(_END_S))
    except subprocess.TimeoutExpired:
        verdict.faults.append("a process did not end")
        process.kill()
        process.wait()
    end = time.monotonic() + _LEFT_OVER_S
    while session_members(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    for left in session_members(process.pid):
        verdict.faults.append(f"process {left} was left over")
        os.kill(left, signal.SIGKILL)


def _check_lines(bench: Bench, verdict: Verdict) -> list[str]:
    """Return the URLs that have ended; at any moment no line is torn and none is there twice."""
    urls: list[str] = []
    try:
        for stream in ("articles", "rejected"):
            urls += [str(line["url_requested"]) for line in read_segments(bench.output / stream)]
    except RecordError as error:
        verdict.faults.append(f"torn: {error}")
    if len(urls) != len(set(urls)):
        verdict.faults.append(f"{len(urls) - len(set(urls))} lines are there twice")
    return urls


def _check_whole(bench: Bench, verdict: Verdict) -> None:
    urls = _check_lines(bench, verdict)
    verdict.pages = len(urls)
    if set(urls) != bench.urls:
        verdict.faults.append(f"{len(bench.urls - set(urls))} of {len(bench.urls)} are lost")
    if list(bench.output.rglob(f"*{PART_SUFFIX}")):
        verdict.faults.append("parts of files are left")


if __name__ == "__main__":
    sys.exit(main())
