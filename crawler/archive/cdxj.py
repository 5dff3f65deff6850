"""The index beside each WARC file: a line an answer, sorted by address and time (CDXJ).

Keys are SURTs: ``com,example)/path`` for ``https://www.example.com/path``, so that what belongs to
one host or domain stands together.
"""

import json
import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

from crawler.archive.stored_records import StoredRecord

SUFFIX = ".cdxj"
_INDEXED = frozenset({"response", "revisit"})
_WWW = re.compile(r"^www\d*\.")
_SAFE = "".join(map(chr, range(0x21, 0x7F))).translate(str.maketrans("", "", "#%"))
_DEFAULT_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """Return the key of an address: host reversed, in lower case, query sorted.

    ``www.``, the scheme, its own port, user names, the fragment, doubled slashes and one at the end
    do not count, nor whether a character is escaped; two addresses that differ in these alone have
    one key. What is no web address is its own key. The library ``surt`` gives the same, but for the
    session ids of old web servers, which it leaves out.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return _escaped(url)
    if not host:
        return _escaped(url)
    name = _WWW.sub("", host)
    key = name if ":" in name else ",".join(reversed(name.strip(".").split(".")))
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        key += f":{port}"
    path = re.sub("/+", "/", _escaped(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    return f"{_escaped(key)}){path}" + (f"?{query}" if query else "")


def cdxj_line(record: StoredRecord, file_name: str) -> str | None:
    """Return the line of a record without the line break; ``None`` for records without one."""
    if record.kind not in _INDEXED:
        return None
    stamp = re.sub(r"\D", "", record.headers.get("warc-date", ""))[:14]
    url = record.headers.get("warc-target-uri", "")
    fields = {
        "url": url,
        "mime": "warc/revisit" if record.kind == "revisit" else record.mime,
        "status": record.status,
        "digest": record.headers.get("warc-payload-digest", ""),
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": file_name,
    }
    if "warc-truncated" in record.headers:
        fields["truncated"] = record.headers["warc-truncated"]
    return f"{surt(url)} {stamp} {json.dumps(fields, ensure_ascii=True)}"


def cdxj_text(lines: list[str]) -> str:
    """Return the content of an index, sorted by its bytes: code points have the same order."""
    return "".join(f"{line}\n" for line in sorted(lines))


def _escaped(text: str) -> str:
    """Return a part of an address in lower case with nothing escaped that need not be."""
    return quote(unquote_to_bytes(text.encode("utf-8", "replace")), safe=_SAFE).lower()
