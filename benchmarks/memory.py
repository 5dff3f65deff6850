"""Memory of ``newsdesk crawl`` or ``extract`` over many pages, over all its processes.

    python -m benchmarks.memory crawl|extract [--count N] FOLDER…

The pages are those of ``page_site.py``, served on loopback or read from a manifest. Every few
seconds it is asked what the processes hold together: once with what they share counted
once (proportional set size, the memory that is really taken), once with it counted in each of them
(resident set size). ``README.md`` here says how to read it.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.command_line import command_parser
from benchmarks.crawl import crawl_command, serving
from benchmarks.page_site import read_bodies, reworded
from benchmarks.process_trees import proportional_kb, session_members, size_of

CHECK_FAILED = 4
LIMIT_MB = 700
MAX_DRIFT = 0.05
"""How much more the last tenth of the time may take than the second one."""
_SAMPLE_S = 5.0
_SITES = 500
_NEWSDESK = (sys.executable, "-m", "crawler.cli.main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look at the processes, in MB."""

    proportional: float
    resident: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How memory went, in MB."""

    peak: Sample
    second_tenth: float
    """Mean of the proportional size, of the second tenth of the time: all has been started."""
    last_tenth: float

    @property
    def drift(self) -> float:
        """Return by which share the last tenth is above the second."""
        return self.last_tenth / self.second_tenth - 1

    @property
    def misses(self) -> list[str]:
        """Return what is beyond the limits."""
        found = []
        if self.peak.proportional > LIMIT_MB:
            found.append(f"{self.peak.proportional:.0f} MB, at most {LIMIT_MB}")
        if self.drift > MAX_DRIFT:
            found.append(f"{self.drift:+.1%} from the second tenth to the last")
        return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print how memory went; return 4 when it is beyond the limits."""
    parser = command_parser("memory", __doc__)
    parser.add_argument("verb", choices=("crawl", "extract"))
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--count", metavar="N", type=int, help="pages (default: 20000 to crawl, 100000 to extract)"
    )
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.verb == "crawl":
            with serving(arguments.folders, arguments.count or 20_000) as base:
                samples = watch(crawl_command(base, folder))
        else:
            manifest = write_manifest(folder, arguments.folders, arguments.count or 100_000)
            samples = watch(
                [*_NEWSDESK, "extract", "--quiet", "--output", str(folder / "output"), manifest]
            )
        course = course_of(samples)
        print(format_course(course, records=count_lines(folder / "output" / "articles")))
    for miss in course.misses:
        print(f"missed: {miss}")
    return CHECK_FAILED if course.misses else 0


def watch(command: Sequence[str]) -> list[Sample]:
    """Run a command and return what its processes held, every few seconds.

    Raises:
        CalledProcessError: it failed.
    """
    samples = []
    with subprocess.Popen(command, start_new_session=True) as process:
        while process.poll() is None:
            members = session_members(process.pid)
            samples.append(
                Sample(
                    proportional=proportional_kb(members) / 1024,
                    resident=size_of(members).resident_kb / 1024,
                )
            )
            time.sleep(_SAMPLE_S)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return samples


def course_of(samples: Sequence[Sample]) -> Course:
    """Return how memory went over the samples, of which there is one at least."""
    tenth = max(len(samples) // 10, 1)
    second = samples[tenth : 2 * tenth] or samples
    return Course(
        peak=Sample(
            proportional=max(sample.proportional for sample in samples),
            resident=max(sample.resident for sample in samples),
        ),
        second_tenth=fmean(sample.proportional for sample in second),
        last_tenth=fmean(sample.proportional for sample in samples[-tenth:]),
    )


def format_course(course: Course, records: int) -> str:
    """Return the course as lines of text."""
    return (
        f"{records:,} records\n"
        f"shared memory counted once: peak {course.peak.proportional:.0f} MB, second tenth "
        f"{course.second_tenth:.0f} MB, last tenth {course.last_tenth:.0f} MB "
        f"({course.drift:+.1%})\n"
        f"counted in each process: peak {course.peak.resident:.0f} MB"
    )


def write_manifest(folder: Path, page_folders: Sequence[Path], count: int) -> str:
    """Write the pages as files, reworded as often as fits, and a manifest of them; return its path.

    Files are shared between addresses of different sites, so that the disk holds them.
    """
    bodies = read_bodies(page_folders)
    turns = min(-(-count // len(bodies)), 10)
    for turn in range(turns):
        for place, body in enumerate(bodies):
            (folder / f"{turn}-{place}.html").write_bytes(reworded(body, turn))
    manifest = folder / "pages.jsonl"
    with manifest.open("w", encoding="utf-8") as stream:
        for number in range(count):
            turn, place = divmod(number, len(bodies))
            row = {
                "url": f"https://site{number % _SITES}.example/{number}",
                "html_path": f"{turn % turns}-{place}.html",
                "fetched_at": "2026-01-02T00:00:00Z",
            }
            stream.write(f"{json.dumps(row)}\n")
    return str(manifest)


def count_lines(folder: Path) -> int:
    """Return how many lines the segments of a folder hold."""
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.jsonl"))


if __name__ == "__main__":
    sys.exit(main())
