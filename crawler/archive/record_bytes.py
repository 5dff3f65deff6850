"""WARC 1.1 records as bytes (ISO 28500:2017), each a gzip member of its own.

Written out here: warcio's writer buffers each record in temporary files and changes the case and
the bytes of HTTP headers; its reader reads what comes out (``tests``).
"""

import gzip
import uuid
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from typing import Literal

from pipelines.items import WarcPlace

RESPONSE_TYPE = "application/http; msgtype=response"
REQUEST_TYPE = "application/http; msgtype=request"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_LEVEL = 6
"""Of zlib: level 9 takes twice the time for 1 % less."""
_RECORD_IDS = uuid.UUID("6c1bd2a0-6f0e-5a86-9d2f-0d4ad3a3f3f1")
_MOVED_HEADERS = (b"transfer-encoding",)
_EMPTY_LINE = b"\r\n\r\n"

Truncated = Literal["length", "time", "disconnect"]
RecordType = Literal["response", "revisit", "request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what the server answered."""

    url: str
    request_head: bytes
    """Request line and headers with the empty line; without secrets."""
    request_body: bytes = b""
    response_head: bytes
    """Status line and headers with the empty line, as they were sent."""
    payload: bytes
    """The body without transfer encoding, with content encoding."""
    ip_address: str | None = None
    truncated: Truncated | None = None
    """Why the payload is not whole, in the words of WARC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where and when a record is written."""

    place: WarcPlace
    date: str
    """``WARC-Date``."""
    warcinfo_id: str
    """Id of the first record of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A payload that is archived, and where."""

    place: WarcPlace
    url: str
    date: str
    """``WARC-Date`` of its record."""


def digest(data: bytes) -> str:
    """Return a digest as WARC files name it: ``sha1:`` and 32 letters of base 32."""
    return f"sha1:{b32encode(sha1(data, usedforsecurity=False).digest()).decode()}"


def warc_date(moment: datetime) -> str:
    """Return a moment in UTC to the second, which all readers understand."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def record_id(place: WarcPlace) -> str:
    """Return the id of the record at a place: who knows the place can refer to the record."""
    return f"<urn:uuid:{uuid.uuid5(_RECORD_IDS, f'{place.file}#{place.offset}')}>"


def stored_head(exchange: Exchange) -> bytes:
    """Return the head of the answer as it is archived.

    The body is archived without its transfer encoding, so the header that names it gets another
    name, as Common Crawl does, and the length is said: readers would look for chunks. Lines of
    white space alone go: to a reader the head would end there, and the body begin.
    """
    first, *lines = exchange.response_head.removesuffix(_EMPTY_LINE).split(b"\r\n")
    kept = [line for line in lines if not _is_blank(line)]
    moved = [i for i, line in enumerate(kept) if line.lower().startswith(_MOVED_HEADERS)]
    for index in moved:
        kept[index] = b"X-Crawler-" + kept[index]
    if moved:
        # Before them: what continues a header stands behind it.
        kept.insert(moved[0], b"Content-Length: %d" % len(exchange.payload))
    return b"\r\n".join((first, *kept)) + _EMPTY_LINE


def warcinfo_record(standing: Standing, software: str) -> bytes:
    """Return the first record of a file, which says what wrote it."""
    fields = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": standing.warcinfo_id,
        "WARC-Date": standing.date,
        "WARC-Filename": standing.place.file.rpartition("/")[2],
        "Content-Type": "application/warc-fields",
    }
    return packed_record(headers, block)


def response_record(standing: Standing, exchange: Exchange) -> bytes:
    """Return the record of an answer in full."""
    headers = _headers("response", standing, exchange)
    headers["WARC-Payload-Digest"] = digest(exchange.payload)
    if exchange.truncated is not None:
        headers["WARC-Truncated"] = exchange.truncated
    return packed_record(headers, stored_head(exchange) + exchange.payload)


def revisit_record(standing: Standing, exchange: Exchange, original: Payload) -> bytes:
    """Return the record of an answer whose payload is archived already: its head alone.

    Where the payload stands is said twice: in the words of the standard, and by file and offset
    in the words of Heritrix, so that it is found without an index.
    """
    headers = _headers("revisit", standing, exchange)
    headers |= {
        "WARC-Profile": REVISIT_PROFILE,
        "WARC-Refers-To": record_id(original.place),
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.date,
        "WARC-Refers-To-Filename": original.place.file.rpartition("/")[2],
        "WARC-Refers-To-File-Offset": str(original.place.offset),
        "WARC-Payload-Digest": digest(exchange.payload),
    }
    return packed_record(headers, stored_head(exchange))


def request_record(standing: Standing, exchange: Exchange, answer: WarcPlace) -> bytes:
    """Return the record of the request that an answer was given to."""
    headers = _headers("request", standing, exchange)
    headers["WARC-Concurrent-To"] = record_id(answer)
    headers["WARC-Payload-Digest"] = digest(exchange.request_body)
    return packed_record(headers, exchange.request_head + exchange.request_body)


def metadata_record(standing: Standing, answer: WarcPlace, url: str, text: str) -> bytes:
    """Return the record that says of an answer what its bytes do not, as JSON."""
    headers = {
        "WARC-Type": "metadata",
        "WARC-Record-ID": record_id(standing.place),
        "WARC-Date": standing.date,
        "WARC-Target-URI": url,
        "WARC-Warcinfo-ID": standing.warcinfo_id,
        "WARC-Refers-To": record_id(answer),
        "WARC-Concurrent-To": record_id(answer),
        "Content-Type": "application/json",
    }
    return packed_record(headers, text.encode())


def packed_record(headers: Mapping[str, str], block: bytes) -> bytes:
    """Return a record as a gzip member; its block digest and its length are added."""
    lines = {**headers, "WARC-Block-Digest": digest(block), "Content-Length": str(len(block))}
    head = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in lines.items())
    record = b"WARC/1.1\r\n" + head.encode("utf-8", "replace") + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(record, _LEVEL, mtime=0)


def _headers(kind: RecordType, standing: Standing, exchange: Exchange) -> dict[str, str]:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id(standing.place),
        "WARC-Date": standing.date,
        "WARC-Target-URI": exchange.url,
        "WARC-Warcinfo-ID": standing.warcinfo_id,
        "Content-Type": REQUEST_TYPE if kind == "request" else RESPONSE_TYPE,
    }
    if exchange.ip_address is not None:
        headers["WARC-IP-Address"] = exchange.ip_address
    return headers


def _is_blank(line: bytes) -> bool:
    """Return whether readers that take headers for UTF-8, or else Latin-1, see nothing there."""
    try:
        return not line.decode("utf-8").strip()
    except UnicodeDecodeError:
        return not line.decode("latin-1").strip()


def _one_line(value: str) -> str:
    return " ".join(value.split()) if "\n" in value or "\r" in value else value
