"""How long ``newsdesk serve`` takes to answer searches over many stories.

    python -m benchmarks.search [--articles 100000] [--queries 40] FOLDER…

The stories are the texts of the pages in the folders, again and again, each with words changed. The
server is a process of its own, asked over loopback, one request after another; each query is asked
once. ``README.md`` here says how to read it.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

import psutil

from benchmarks.command_line import command_parser
from benchmarks.golds import read_golds
from pipelines.exporters.jsonl import write_segment
from pipelines.serialization import FIELDS, SCHEMA_VERSION, Record, dumps, format_time

CHECK_FAILED = 4
TARGET_MS = 100.0
"""Of the median of all queries."""
_SEED = 1
_CHANGED = 0.15
"""Share of the words of a story that are exchanged for others of the texts."""
_NAMES = 0.005
"""Share of the words that are exchanged for a made-up name, most of them rare."""
_NAME_COUNT = 200_000
_SOURCES = 40
_SEGMENT_LINES = 1000
_COMMON_WORDS = 40
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_EMPTY: Record = {"bool": False, "int": 0, "list of string": [], "string": ""}
_SPACE = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search, and what it is an example of."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long the queries of a kind took."""

    kind: str
    count: int
    median_ms: float
    p95_ms: float
    worst_ms: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table and return the exit code."""
    parser = command_parser("search", __doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--queries", type=int, default=40, metavar="N", help="of each kind")
    arguments = parser.parse_args(argv)
    texts = read_texts(arguments.folders)
    if not texts:
        parser.error("no page of these folders has paragraphs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_stories(folder, Stories(texts), arguments.articles)
        start = time.monotonic()
        with _served(folder) as server:
            seconds = time.monotonic() - start
            sizes = [_megabytes(folder / part) for part in ("state", "articles")]
            print(
                f"index of {arguments.articles:,} stories in {seconds:,.0f} s "
                f"({server.cpu_s():,.0f} s CPU), "
                f"{sizes[0]:,} MB beside {sizes[1]:,} MB of segments"
            )
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
            queries, before = draw_queries(Stories(texts), arguments.queries), server.cpu_s()
            timings = measure(server.address, queries)
            cpu_ms = (server.cpu_s() - before) / len(queries) * 1000
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"server: {cpu_ms:.1f} ms CPU a query, peak {peak_mb} MB")
    for timing in timings:
        print(format_timing(timing))
    return CHECK_FAILED if timings[-1].median_ms >= TARGET_MS else 0


def read_texts(folders: Sequence[Path]) -> list[str]:
    """Return the texts of the annotated pages."""
    golds = (gold for folder in folders for gold in read_golds(folder))
    return ["\n\n".join(gold.paragraphs) for gold in golds if gold.paragraphs]


class Stories:
    """Draws stories, the same ones in each run."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._chance = random.Random(_SEED)  # noqa: S311 - the same stories in each run
        self._texts = [_SPACE.split(text) for text in texts]
        self.words = [word for pieces in self._texts for word in pieces[::2] if word]

    def draw(self) -> str:
        """Return the text of one more story."""
        pieces = list(self._chance.choice(self._texts))
        for place in range(0, len(pieces), 2):
            drawn = self._chance.random()
            if drawn < _NAMES:
                pieces[place] = self.draw_name()
            elif drawn < _NAMES + _CHANGED:
                pieces[place] = self._chance.choice(self.words)
        return "".join(pieces)

    def draw_name(self) -> str:
        """Return a made-up name; a few are common, most are rare."""
        return f"Name{int(self._chance.paretovariate(0.5)) % _NAME_COUNT}"


def write_stories(folder: Path, stories: Stories, count: int) -> None:
    """Write a dataset of so many stories."""
    for first in range(0, count, _SEGMENT_LINES):
        numbers = range(first, min(first + _SEGMENT_LINES, count))
        path = folder / "articles" / "date=2026-01-01" / f"run-{first:08}.jsonl"
        write_segment(path, (dumps(_record(number, stories.draw())) for number in numbers))


def draw_queries(stories: Stories, count: int) -> list[Query]:
    """Return so many queries of each kind, mixed."""
    words = [word.lower() for word in map(_bare, stories.words) if word]
    common = [word for word, _ in Counter(words).most_common(_COMMON_WORDS)]
    pairs = list(pairwise(words))
    common_pairs = [f"{a} {b}" for (a, b), _ in Counter(pairs).most_common(_COMMON_WORDS)]
    chance = random.Random(_SEED + 1)  # noqa: S311 - the same queries in each run
    long_words = [word for word in words if len(word) > 5]
    queries = []
    for _ in range(count):
        pair = " ".join(chance.choice(pairs))
        drawn = {
            "common word": chance.choice(common),
            "word": chance.choice(words),
            "rare word": stories.draw_name(),
            "two words": f"{chance.choice(long_words)} {chance.choice(words)}",
            "two common words": " ".join(chance.sample(common, 2)),
            "phrase": f'"{pair}"',
            "common phrase": f'"{chance.choice(common_pairs)}"',
            "phrase and word": f'"{pair}" {chance.choice(long_words)}',
            "beginning": f"{chance.choice(long_words)[:4]}*",
            "short beginning": f"{chance.choice(words)[:3]}*",
        }
        queries += [Query(kind=kind, path=f"/articles?q={quote(q)}") for kind, q in drawn.items()]
        source = f"source-{chance.randrange(_SOURCES)}"
        path = f"/articles?q={quote(chance.choice(words))}&source={source}"
        queries.append(Query(kind="word in a source", path=path))
        queries.append(Query(kind="newest", path=f"/articles?page={chance.randrange(1, 100)}"))
    chance.shuffle(queries)
    return queries


def measure(address: str, queries: Sequence[Query]) -> list[Timing]:
    """Return the times of each kind of query, and of all at the end."""
    connection = HTTPConnection(address, timeout=600)
    _ask(connection, "/articles?q=warm")
    taken: dict[str, list[float]] = {}
    for query in queries:
        taken.setdefault(query.kind, []).append(_ask(connection, query.path))
    connection.close()
    whole = [time_ms for times in taken.values() for time_ms in times]
    return [_timing(kind, times) for kind, times in sorted(taken.items())] + [_timing("all", whole)]


def format_timing(timing: Timing) -> str:
    """Return the times of a kind as a line of text."""
    return (
        f"{timing.kind:<18} {timing.count:>5} queries  median {timing.median_ms:>7.1f} ms  "
        f"95 % {timing.p95_ms:>7.1f} ms  worst {timing.worst_ms:>7.1f} ms"
    )


def _ask(connection: HTTPConnection, path: str) -> float:
    """Ask and return how long it took, in milliseconds."""
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: status {answer.status}")
    return (time.perf_counter() - start) * 1000


def _timing(kind: str, times: Sequence[float]) -> Timing:
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Timing(
        kind=kind, count=len(times), median_ms=median(times), p95_ms=p95, worst_ms=max(times)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    address: str
    pid: int

    def cpu_s(self) -> float:
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system


@contextmanager
def _served(folder: Path) -> Iterator[_Server]:
    """Give a server, once its index is there."""
    command = [sys.executable, "-m", "crawler.cli.main", "serve", "--output", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--log-format", "json", "-q"], stderr=subprocess.PIPE, text=True
    )
    try:
        line = process.stderr.readline() if process.stderr else ""
        yield _Server(address=urlsplit(json.loads(line)["url"]).netloc, pid=process.pid)
    finally:
        process.terminate()
        process.communicate()


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word)


def _megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 10**6


def _record(number: int, text: str) -> Record:
    """Return the record of a story; columns that the index does not know are like any story's."""
    url = f"https://news-{number % _SOURCES}.example/story-{number}"
    published = format_time(_FIRST_DAY + timedelta(minutes=number))
    values: Record = {
        "schema_version": SCHEMA_VERSION,
        "id": sha256(url.encode()).hexdigest()[:32],
        "revision": 1,
        "change": "new",
        **dict.fromkeys(("url", "url_requested", "url_canonical"), url),
        "domain": f"news-{number % _SOURCES}.example",
        "source_id": f"source-{number % _SOURCES}",
        "source_type": "feed",
        "title": " ".join(text.split()[:10]),
        "title_source": "og",
        "text": text,
        "authors": ["Ida Lund"],
        "language": "en",
        "word_count": len(text.split()),
        "date_published": published,
        "date_published_source": "meta",
        "date_published_precision": "minute",
        "date_first_seen": published,
        "date_fetched": published,
        "page_type": "article",
        "ai_use": "unknown",
        "run_id": "run",
    }
    empty = {f.name: None if f.nullable else _EMPTY.get(f.type) for f in FIELDS}
    return {**empty, **values}


if __name__ == "__main__":
    sys.exit(main())
