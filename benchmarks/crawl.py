"""Pages a second of ``newsdesk crawl``, beside a naive Scrapy spider on the same pages.

    python -m benchmarks.crawl [--count N] [--rounds N] FOLDER…

The site runs in a process of its own on loopback (``page_site.py``). Both crawl it in turn, each
from nothing and each as a whole process, start-up included. ``README.md`` here says how to read it.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.command_line import command_parser
from benchmarks.naive_spider import CONCURRENCY

TARGET_RATIO = 4.0
CHECK_FAILED = 4

Crawl = Callable[[str, Path], None]
"""Crawls a site, by its address, into a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round took: pages a second."""

    newsdesk: float
    naive: float

    @property
    def ratio(self) -> float:
        """Return how many times as fast newsdesk was."""
        return self.newsdesk / self.naive


def main(argv: Sequence[str] | None = None) -> int:
    """Print the rounds and their median; return 4 when newsdesk is slower than the target."""
    parser = command_parser("crawl", __doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--count", metavar="N", type=int, default=600, help="pages (default: 600)")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="default: 3")
    arguments = parser.parse_args(argv)
    with serving(arguments.folders, arguments.count) as base:
        rounds = []
        for number in range(arguments.rounds):
            rounds.append(run_round(base, arguments.count, is_naive_first=bool(number % 2)))
            print(format_round(rounds[-1]), flush=True)
    ratio = median(one.ratio for one in rounds)
    print(f"median ratio {ratio:.2f}, target {TARGET_RATIO:g}")
    return CHECK_FAILED if ratio < TARGET_RATIO else 0


@contextmanager
def serving(folders: Sequence[Path], count: int) -> Iterator[str]:
    """Serve the pages in another process within the block; yields the address of the site."""
    command = [sys.executable, "-m", "benchmarks.page_site", "--count", str(count)]
    with subprocess.Popen(
        [*command, *map(str, folders)], stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            yield site.stdout.readline().strip() if site.stdout else ""
        finally:
            site.terminate()


def run_round(base: str, count: int, *, is_naive_first: bool) -> Round:
    """Return how fast both crawled the site, each from nothing."""
    crawls: dict[str, Crawl] = {"newsdesk": crawl_with_newsdesk, "naive": crawl_naively}
    speeds = {}
    for name in sorted(crawls, reverse=not is_naive_first, key=lambda name: name != "naive"):
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            crawls[name](base, Path(folder))
            speeds[name] = count / (time.monotonic() - start)
    return Round(**speeds)


def crawl_with_newsdesk(base: str, folder: Path) -> None:
    """Crawl the site's sitemap with ``newsdesk crawl``."""
    subprocess.run(crawl_command(base, folder), check=True)


def crawl_command(base: str, folder: Path) -> list[str]:
    """Return the command that crawls the site's sitemap into ``output`` in a folder."""
    sources = folder / "sources.toml"
    sources.write_text(
        f'[[source]]\nid = "pages"\nurl = "{base}/sitemap.xml"\nkind = "sitemap"\n'
        f"delay = 0\nconcurrency = {CONCURRENCY}\nallow_private = true\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "crawler.cli.main", "crawl", "--quiet"]
    return [*command, "--config", str(sources), "--output", str(folder / "output")]


def crawl_naively(base: str, folder: Path) -> None:
    """Crawl the site's sitemap with the naive spider."""
    command = [sys.executable, "-m", "benchmarks.naive_spider", f"{base}/sitemap.xml"]
    subprocess.run([*command, str(folder / "naive.jsonl")], check=True)


def format_round(one: Round) -> str:
    """Return a round as a line of text."""
    return f"newsdesk {one.newsdesk:.1f}, naive {one.naive:.1f} pages/s, ratio {one.ratio:.2f}"


if __name__ == "__main__":
    sys.exit(main())
