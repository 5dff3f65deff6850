import gzip

import pytest

from crawler.discovery.packed_documents import gunzip
from pipelines.errors import SourceError


def test_gunzip_leaves_other_bytes_alone() -> None:
    assert gunzip(b"plain", 100) == b"plain"


def test_gunzip_joins_members_and_unpacks_twice() -> None:
    assert gunzip(gzip.compress(b"one ") + gzip.compress(b"two"), 100) == b"one two"
    assert gunzip(gzip.compress(gzip.compress(b"twice")), 100) == b"twice"


def test_gunzip_keeps_what_stands_before_a_torn_end() -> None:
    body = bytes(range(256)) * 4_000
    packed = gzip.compress(body, compresslevel=1)
    kept = gunzip(packed[: len(packed) // 2], len(body))
    assert kept
    assert body.startswith(kept)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(gzip.compress(b"\0" * 5_000_000), "too-large", id="bomb"),
        pytest.param(
            gzip.compress(b"a" * 600_000) + gzip.compress(b"b" * 600_000),
            "too-large",
            id="bomb in members",
        ),
        pytest.param(b"x" * 1_000_001, "too-large", id="plain"),
        pytest.param(b"\x1f\x8bnonsense", "bad-gzip", id="not gzip after all"),
    ],
)
def test_gunzip_refuses(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        gunzip(body, 1_000_000)
    assert caught.value.reason == reason
