"""Cleans many archived pages again in processes that have no sockets, and counts what came of it.

    python -m benchmarks.reprocess --pages 1000

A site on loopback is crawled and archived first. Then the real command cleans its stories again
twice, the second time what the first one wrote: that must change nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command_line import command_parser
from benchmarks.loopback_site import LoopbackSite
from pipelines.exporters.jsonl import segment_files

ROOT = Path(__file__).parents[1]
_BLOCKED = ROOT / "tests" / "integration" / "blocked"
_HOSTS = 4
CHECK_FAILED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one pass told."""

    pages: int
    changed: int
    identical: int
    sockets: int
    """Attempts to open one, in any of its processes."""
    seconds: float

    def line(self, name: str) -> str:
        """Return it for people."""
        return (
            f"{name}: {self.pages} pages, {self.changed} changed, {self.identical} identical, "
            f"{self.sockets} sockets, {self.seconds:.1f} s"
        )


def main() -> int:
    """Run both passes; return 4 when a socket was wanted or the second pass changed anything."""
    parser = command_parser("reprocess", __doc__)
    parser.add_argument("--pages", type=int, default=1000)
    pages: int = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawl(folder, pages)
        first = clean_again(folder, "old", "new")
        second = clean_again(folder, "new", "newer")
        is_stable = segments(folder / "new") == segments(folder / "newer")
    print(first.line("first pass"))
    print(second.line("second pass"))
    print(f"the second pass wrote {'the same bytes' if is_stable else 'OTHER BYTES'}")
    is_sound = is_stable and not (first.sockets or second.sockets or second.changed)
    return 0 if is_sound else CHECK_FAILED


def crawl(folder: Path, pages: int) -> None:
    """Fill the dataset ``old``, with an archive."""
    with LoopbackSite(_HOSTS, lambda: pages // _HOSTS) as site:
        (folder / "sources.toml").write_text(site.sources_toml(), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "crawler.cli.main", "crawl", "-q", "--warc", "--output", "old",
             "-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
        )  # fmt: skip


def segments(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all segments by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for stream in ("articles", "removed", "rejected")
        for path in segment_files(folder / stream)
    }


def clean_again(folder: Path, old: str, new: str) -> Pass:
    """Run the command without sockets and return what it told."""
    log = folder / "log"
    log.write_text("", encoding="utf-8")
    path = f"{_BLOCKED}{os.pathsep}{ROOT}"
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli.main", "reprocess", "--json", "-q", "--output", old,
         "--to", new],
        cwd=folder, env={**os.environ, "PYTHONPATH": path, "WATCHED_LOG": str(log)},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    wanted = [line for line in log.read_text(encoding="utf-8").splitlines() if "socket" in line]
    return Pass(
        pages=told["records"] - told["unarchived"],
        changed=told["changed"],
        identical=told["identical"],
        sockets=len(wanted),
        seconds=time.monotonic() - began,
    )


if __name__ == "__main__":
    sys.exit(main())
