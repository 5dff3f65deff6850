"""The index beside each WARC file: a line an answer, sorted by address and time (CDXJ).

Keys are SURTs: ``com,example)/path`` for ``https://www.example.com/path``, so that what belongs to
one host or domain stands together.
"""

import json
import re
from urllib.parse import urlsplit

from crawler.archive.stored_records import StoredRecord

SUFFIX = ".cdxj"
_INDEXED = frozenset({"response", "revisit"})
_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """Return the key of an address: host reversed, in lower case, query sorted.

    ``www.``, the scheme, its own port, user names, the fragment and a slash at the end do not
    count; two addresses that differ in these alone have one key. What is no web address is its own
    key.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    if not host:
        return url.lower()
    name = _WWW.sub("", host)
    is_address = ":" in name or name.replace(".", "").isdigit()
    key = name if is_address else ",".join(reversed(name.strip(".").split(".")))
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        key += f":{port}"
    path = parts.path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    text = f"{key}){path.lower()}" + (f"?{query}" if query else "")
    return re.sub(r"\s", "%20", text)


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
    """Return the content of an index."""
    return "".join(f"{line}\n" for line in sorted(lines, key=str.encode))
