"""Known articles and signatures for the tests of deduplication."""

import hashlib
import random
from datetime import UTC, datetime

from pipelines.dedup.index import KnownArticle
from pipelines.options import DedupOptions

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def article_id(number: int) -> str:
    return f"{number:032x}"


def text_hash(text: int) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()


def known(number: int, *, text: int = 0, revision: int = 1) -> KnownArticle:
    return KnownArticle(
        id=article_id(number),
        url_canonical=f"https://gazette.example/{number}",
        text_sha256=text_hash(text),
        revision=revision,
        first_seen=NOON,
        cluster_id=article_id(number + 1000) if number % 2 else None,
    )


def signature_like(base: int, changed: int = 0) -> tuple[int, ...]:
    """Return a signature that differs from that of the base in its last numbers."""
    source = random.Random(base)  # noqa: S311 - test data
    numbers = [source.randrange(2**16) for _ in range(DedupOptions().permutations)]
    kept = len(numbers) - changed
    return (*numbers[:kept], *(number ^ 1 for number in numbers[kept:]))
