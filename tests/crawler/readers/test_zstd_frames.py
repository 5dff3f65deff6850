from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.zstd_frames import Frame, ZstdError, ZstdFrames, is_zstd
from pipelines.zstandard import zstd

TEXTS = [b"WARC/1.1 first", b"", b"x" * 300_000, bytes(range(256)) * 500]
SKIPPED = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"hello"


def whole(frame: Frame, size: int = 1000) -> bytes:
    pieces = []
    while piece := frame.read(size):
        assert len(piece) <= size
        pieces.append(piece)
    return b"".join(pieces)


@given(st.lists(st.binary(max_size=200)), st.integers(1, 300))
def test_frames_come_one_after_another(texts: list[bytes], size: int) -> None:
    packed = [zstd.compress(text) for text in texts]
    frames = ZstdFrames(BytesIO(b"".join(packed)))
    found = [(frame.offset, whole(frame, size)) for frame in frames]
    offsets = [sum(map(len, packed[:number])) for number in range(len(packed))]
    assert found == list(zip(offsets, texts, strict=True))


def test_what_was_not_read_of_a_frame_is_passed_over() -> None:
    packed = SKIPPED.join(map(zstd.compress, TEXTS))
    starts = [frame.read(4) for frame in ZstdFrames(BytesIO(packed))]
    assert starts == [b"WARC", b"", b"xxxx", b"\x00\x01\x02\x03"]


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
def test_the_dictionary_at_the_start_counts_for_all_frames(is_packed: bool) -> None:
    samples = [
        b"the harbour master said on day %d that boat %d was in" % (n, n * 7) for n in range(200)
    ]
    dictionary = zstd.train_dict(samples, 1000)
    content = dictionary.dict_content
    stored = zstd.compress(content) if is_packed else content
    head = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    packed = [zstd.compress(sample, zstd_dict=dictionary) for sample in samples[:3]]
    stream = BytesIO(head + b"".join(packed))
    assert [whole(frame) for frame in ZstdFrames(stream)] == samples[:3]
    stream.seek(len(head) + len(packed[0]))
    frame = next(iter(ZstdFrames(stream)))
    assert (frame.offset, whole(frame)) == (len(head) + len(packed[0]), samples[1])


def test_a_file_that_is_cut_ends_in_an_error() -> None:
    packed = zstd.compress(TEXTS[3])
    frame = next(iter(ZstdFrames(BytesIO(packed[:-4]))))
    with pytest.raises(EOFError, match="in the middle of a record"):
        whole(frame)


@pytest.mark.parametrize(
    "data",
    [
        b"no frame at all",
        zstd.compress(b"a") + b"something else",
        b"\x5d\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"none" + zstd.compress(b"a"),
    ],
)
def test_what_is_broken_is_an_error(data: bytes) -> None:
    with pytest.raises(ZstdError):
        _ = [whole(frame) for frame in ZstdFrames(BytesIO(data))]


def test_a_packed_file_is_known_by_its_start() -> None:
    assert is_zstd(zstd.compress(b""))
    assert is_zstd(SKIPPED)
    assert not is_zstd(b"WARC")
    assert not is_zstd(b"")
