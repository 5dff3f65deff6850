import contextlib
import gzip
import io
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.unpacking import (
    ENCODINGS,
    TooLargeError,
    TornError,
    UnpackError,
    encoding_layers,
    unpack,
)
from pipelines.zstandard import zstd

MIB = 1024 * 1024
TEXT = b"In Lowmere the council repaired the harbour clock. " * 4_000


def deflate_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", deflate_raw),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}
each_packer = pytest.mark.parametrize(("encoding", "pack"), PACKERS.values(), ids=PACKERS.keys())


def test_every_encoding_is_tried_here() -> None:
    assert {encoding for encoding, _ in PACKERS.values()} == ENCODINGS


@each_packer
@given(data=st.binary(max_size=1_000))
def test_what_was_packed_comes_out(
    encoding: str, pack: Callable[[bytes], bytes], data: bytes
) -> None:
    assert unpack(pack(data), encoding, 1_000) == data


@each_packer
def test_much_comes_out_in_pieces_up_to_the_limit(
    encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    assert unpack(packed, encoding, len(TEXT)) == TEXT
    with pytest.raises(TooLargeError):
        unpack(packed, encoding, len(TEXT) - 1)


@each_packer
def test_what_ends_in_the_middle_is_not_taken_for_the_whole(
    encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    for length in (len(packed) // 2, len(packed) - 1):
        with pytest.raises(TornError):
            unpack(packed[:length], encoding, 2 * len(TEXT))


@each_packer
@given(data=st.binary(max_size=200))
def test_garbage_is_unpacked_or_refused(
    encoding: str, pack: Callable[[bytes], bytes], data: bytes
) -> None:
    for body in (data, pack(TEXT)[:20] + data):
        with contextlib.suppress(UnpackError):
            assert len(unpack(body, encoding, 100)) <= max(100, len(body))


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_several_bodies_in_a_row_are_one(pack: Callable[[bytes], bytes]) -> None:
    encoding = "gzip" if pack is gzip.compress else "zstd"
    assert unpack(pack(b"one ") + pack(b"") + pack(b"two"), encoding, 100) == b"one two"


def test_a_page_that_is_only_said_to_be_packed_stays_as_it_is() -> None:
    assert unpack(b"<html>", "gzip", 100) == b"<html>"


def test_nothing_stays_nothing() -> None:
    assert unpack(b"", "br", 100) == b""


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_a_bomb_costs_no_more_than_the_limit(encoding: str) -> None:
    pack = next(pack for name, pack in PACKERS.values() if name == encoding)
    with pytest.raises(TooLargeError):
        unpack(pack(bytes(64 * MIB)), encoding, MIB)


def test_zstd_may_not_ask_for_more_memory_than_http_allows() -> None:
    options = {int(zstd.CompressionParameter.window_log): 27}
    target = io.BytesIO()
    with zstd.ZstdFile(target, "wb", options=options) as packed:
        packed.write(TEXT)
    with pytest.raises(UnpackError, match="too much memory"):
        unpack(target.getvalue(), "zstd", 10 * MIB)


@pytest.mark.parametrize(
    ("header", "layers"),
    [
        ("", ([], [])),
        ("GZIP, identity", (["gzip"], [])),
        ("deflate , br", (["br", "deflate"], [])),
        ("gzip, rot13, br", (["br"], ["gzip", "rot13"])),
    ],
)
def test_layers_are_named_from_the_outermost(
    header: str, layers: tuple[list[str], list[str]]
) -> None:
    assert encoding_layers(header) == layers
