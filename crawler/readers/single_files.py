"""Files that hold a page with what is known of it: MHTML, Safari's web archives, saved answers."""

import plistlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from xml.parsers.expat import ExpatError

from crawler.http_headers import HEADERS_THAT_MATTER, read_http_date
from crawler.readers.page_signs import HTML_TYPES

MHTML_SUFFIXES = (".mhtml", ".mht", ".mhtml.gz", ".mht.gz")
WEBARCHIVE_SUFFIXES = (".webarchive",)
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}[^\r\n]*\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page taken out of its file."""

    body: bytes = field(repr=False)
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those of HTTP that matter, by lower-case names."""
    saved_at: datetime | None = None


def read_mhtml(data: bytes) -> SavedPage:
    """Return the page of an MHTML file (RFC 2557), as browsers save a page in one file.

    Raises:
        ValueError: no page is in it.
    """
    message = message_from_bytes(data, policy=policy.HTTP)
    part = next((p for p in message.walk() if p.get_content_type() in HTML_TYPES), None)
    body = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(body, bytes):
        raise ValueError("no page is in this MHTML file")
    named = message.get("Snapshot-Content-Location") or part.get("Content-Location")
    url = "".join(str(named or "").split())  # long addresses are written over several lines
    charset = part.get_content_charset()
    return SavedPage(
        body=body,
        url=url if url.startswith(("http://", "https://")) else None,
        headers={"content-type": f"text/html; charset={charset}"} if charset else {},
        saved_at=read_http_date(str(message.get("Date") or "")),
    )


def read_webarchive(data: bytes) -> SavedPage:
    """Return the page of a web archive of Safari.

    Raises:
        ValueError: no page is in it.
    """
    try:
        archive = plistlib.loads(data)
        resource = archive["WebMainResource"]
        body, url = resource["WebResourceData"], str(resource["WebResourceURL"])
        charset = resource.get("WebResourceTextEncodingName")
    except (
        AttributeError,
        ExpatError,
        KeyError,
        TypeError,
        plistlib.InvalidFileException,
    ) as error:
        raise ValueError(f"is no web archive of Safari: {error!r}") from error
    return SavedPage(
        body=bytes(body),
        url=url,
        headers={"content-type": f"text/html; charset={charset or 'utf-8'}"},
    )


def read_answer(data: bytes) -> SavedPage:
    """Return the page of a file; a head of HTTP before it, as of ``curl -i``, is taken off."""
    headers: dict[str, str] = {}
    while found := _STATUS_LINE.match(data):
        end = _HEAD_END.search(data, found.end() - 1)
        if end is None:
            break
        headers = _headers(data[found.end() : end.start()])
        data = data[end.end() :]
    return SavedPage(
        body=data,
        headers={name: headers[name] for name in HEADERS_THAT_MATTER if name in headers},
        saved_at=read_http_date(headers.get("date", "")),
    )


def _headers(lines: bytes) -> dict[str, str]:
    pairs = (line.decode("latin-1").partition(":") for line in lines.splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
