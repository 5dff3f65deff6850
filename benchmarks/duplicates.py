"""Look-ups and additions a second of the duplicate index, its size and the memory it takes.

    python -m benchmarks.duplicates [--articles 1000000] [--batch 1]

Signatures are drawn at random, one in ten a near copy of an earlier one, so nothing but the index
is measured. Each article is a transaction, as in a crawl, unless told otherwise. ``README.md`` here
says how to read it.
"""

import hashlib
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.command_line import command_parser
from crawler.state.database import open_database
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.options import DedupOptions

CHECK_FAILED = 4
TARGET_A_SECOND = 3000.0
TARGET_BYTES = 1024**3
_SEED = 1
_NEAR_COPIES = 0.1
_CHANGED = 0.15
"""Share of the numbers of a signature that a near copy has otherwise."""
_REMEMBERED = 1000
_STEPS = 10
_DRAWN = 100
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a tenth of the articles took."""

    articles: int
    """In the index at its end."""
    a_second: float
    cpu_us: float
    """CPU time an article: other processes on the machine change it less than the pace."""
    found: int
    """Near copies that were found."""
    copies: int
    """Near copies that there were."""
    size_bytes: int
    """Of the file and those that stand beside it while it is open."""
    resident_kb: int
    """The most so far."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each tenth; return 4 when a target is missed."""
    parser = command_parser("duplicates", __doc__)
    parser.add_argument("--articles", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--batch", type=int, default=1, metavar="N", help="articles a transaction")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        steps = []
        for step in fill(Path(folder) / "index.sqlite", arguments.articles, arguments.batch):
            steps.append(step)
            print(format_step(step), flush=True)
    mean = len(steps) / sum(1 / step.a_second for step in steps)
    size = steps[-1].size_bytes
    cpu = sum(step.cpu_us for step in steps) / len(steps)
    print(
        f"mean {mean:,.0f} a second, target {TARGET_A_SECOND:,.0f}; {cpu:,.0f} µs CPU an article; "
        f"{size:,} bytes"
    )
    return CHECK_FAILED if mean < TARGET_A_SECOND or size > TARGET_BYTES else 0


def fill(path: Path, articles: int, batch: int = 1) -> Iterator[Step]:
    """Look up and add so many articles; yields after each tenth. Drawing them is not timed."""
    drawing = _Drawing()
    with closing(open_database(path)) as connection:
        index = SqliteDuplicateIndex(connection)
        number = 0
        for _ in range(_STEPS):
            wall = cpu = 0.0
            found, first, copies = 0, number, drawing.copies
            while number < first + articles // _STEPS:
                signatures = drawing.draw(max(batch, _DRAWN))
                start, start_cpu = time.monotonic(), time.process_time()
                for place in range(0, len(signatures), batch):
                    found += _enter(connection, index, number, signatures[place : place + batch])
                    number += batch
                wall += time.monotonic() - start
                cpu += time.process_time() - start_cpu
            yield Step(
                articles=number,
                a_second=(number - first) / wall,
                cpu_us=cpu / (number - first) * 1e6,
                found=found,
                copies=drawing.copies - copies,
                size_bytes=sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")),
                resident_kb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            )


def format_step(step: Step) -> str:
    """Return a step as a line of text."""
    return (
        f"{step.articles:>10,} articles  {step.a_second:>7,.0f} a second  "
        f"{step.cpu_us:>4,.0f} µs CPU  "
        f"{step.found:,} of {step.copies:,} copies found  "
        f"{step.size_bytes / 1024**2:,.0f} MB  {step.resident_kb / 1024:,.0f} MB resident"
    )


def _enter(
    connection: sqlite3.Connection,
    index: SqliteDuplicateIndex,
    first: int,
    signatures: Sequence[tuple[int, ...]],
) -> int:
    """Look up and add articles in one transaction; return how many were found to be copies."""
    connection.execute("BEGIN")
    found = sum(
        _look_up_and_add(index, number, signature)
        for number, signature in enumerate(signatures, start=first)
    )
    connection.execute("COMMIT")
    index.merge_when_due()
    return found


def _look_up_and_add(index: SqliteDuplicateIndex, number: int, signature: tuple[int, ...]) -> bool:
    text = hashlib.sha256(str(number).encode()).hexdigest()
    article_id = text[:32]
    index.known(article_id)
    duplicate = index.find(article_id, text, signature)
    article = KnownArticle(
        id=article_id,
        url_canonical=f"https://news-{number % 5000}.example/2026/01/story-{number}",
        text_sha256=text,
        revision=1,
        first_seen=_NOW,
        cluster_id=None if duplicate is None else duplicate.id,
    )
    index.put(article, signature)
    return duplicate is not None


class _Drawing:
    """Draws signatures, the same in each run, some of them near copies of earlier ones."""

    def __init__(self) -> None:
        self.copies = 0
        self._chance = random.Random(_SEED)  # noqa: S311 - the same articles in each run
        self._earlier: deque[tuple[int, ...]] = deque(maxlen=_REMEMBERED)

    def draw(self, count: int) -> list[tuple[int, ...]]:
        return [self._one() for _ in range(count)]

    def _one(self) -> tuple[int, ...]:
        size = DedupOptions().permutations
        fresh = self._chance.getrandbits(16 * size).to_bytes(2 * size, "little")
        drawn = tuple(memoryview(fresh).cast("H"))
        if self._earlier and self._chance.random() < _NEAR_COPIES:
            self.copies += 1
            model = self._chance.choice(self._earlier)
            pairs = zip(drawn, model, strict=True)
            drawn = tuple(new if self._chance.random() < _CHANGED else old for new, old in pairs)
        self._earlier.append(drawn)
        return drawn


if __name__ == "__main__":
    sys.exit(main())
