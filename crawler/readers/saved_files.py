"""Opens saved files: plain or gzip, with times and addresses for pages that carry none."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path

from pipelines.errors import RecordError
from pipelines.items import SourceHints

ARCHIVE_HINTS = SourceHints(source_id="archive", source_type="archive")
GZIP = b"\x1f\x8b"
_MAX_BYTES = 268_435_456
"""Unpacked. MHTML files hold all pictures of their page; a gigabyte of nothing packs to 1 MB."""
_FIRST_NEWS = datetime(1995, 1, 1, tzinfo=UTC)


def read_bytes(path: Path, named_by: str | None = None) -> bytes:
    """Return the content of a file, unpacked when it is gzip.

    Raises:
        RecordError: the file cannot be read, or is larger than any page; ``named_by`` says what
            asked for it.
    """
    with open_saved(path, named_by) as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        place = f"{named_by}: {path}" if named_by else str(path)
        raise RecordError("unreadable-file", f"{place}: more than {_MAX_BYTES} bytes: no page")
    return data


@contextmanager
def open_saved(path: Path, named_by: str | None = None) -> Iterator[BufferedIOBase]:
    """Give the content of a file as a stream, unpacked when it is gzip.

    Raises:
        RecordError: the file cannot be opened, or reading it fails later on; ``named_by`` says
            what asked for it.
    """
    place = f"{named_by}: {path}" if named_by else str(path)
    try:
        with path.open("rb") as stream:
            if stream.peek(len(GZIP)).startswith(GZIP):
                with gzip.open(stream) as unpacked:
                    yield unpacked
            else:
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RecordError("unreadable-file", f"{place}: broken gzip: {error}") from error
    except OSError as error:
        raise RecordError("unreadable-file", f"{place}: {error.strerror or error}") from error
    except ValueError as error:  # a name with a null byte in it
        raise RecordError("unreadable-file", f"{place}: {error}") from error


def saved_at(path: Path) -> datetime:
    """Return when a file was last written, in UTC: the nearest thing to its time of fetching.

    A time before there were news sites is what unpacking leaves where none was packed (1970, 1980).
    Then it is when the file came to its place: every date on the page would lie in the future.

    Raises:
        RecordError: the file is not there.
    """
    try:
        status = path.stat()
        written = datetime.fromtimestamp(status.st_mtime, UTC)
        return written if written >= _FIRST_NEWS else datetime.fromtimestamp(status.st_ctime, UTC)
    except OSError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror or error}") from error
