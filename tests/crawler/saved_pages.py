"""Pages, manifests and archives on disk for the tests of readers and of the verbs that use them."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

SUBJECTS = ("harbour", "library", "orchard", "tramway", "museum", "bakery", "lighthouse", "market")
DATE = "2025-11-18T09:30:00Z"


def story_url(number: int) -> str:
    return f"https://gazette.example/2025/{SUBJECTS[number % len(SUBJECTS)]}-{number}"


def story_html(number: int) -> str:
    """Return a page with a headline of its own, a body and a prompt that does not belong to it."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    title = f"The {subject} opens again after winter number {number}"
    paragraphs = (
        f"The {subject} of the town opened again on Tuesday, {number} days later than planned, and "
        "some forty people came to see how the work of the winter had turned out in the end.",
        f"Two builders from the coast repaired the {subject} between November and April, helped by "
        f"{number + 3} volunteers, a retired carpenter and whoever happened to walk past in time.",
        f"“We were never sure that the {subject} would be ready,” said the mayor, who spent many "
        f"of her {number + 20} free evenings there with a brush in her hand and paint in her hair.",
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{DATE}'></head><body><article>"
        f"<h1>{title}</h1><p>{title}</p>{body}</article></body></html>"
    )


EMPTY_HTML = "<!doctype html><html><head><title>Nothing</title></head><body></body></html>"


def write_story(path: Path, number: int = 0) -> Path:
    data = story_html(number).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_manifest_file(path: Path, rows: Iterable[object]) -> Path:
    """Write a line a row; a row that is text stands in the file as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    data = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def story_rows(count: int) -> list[dict[str, str]]:
    return [{"url": story_url(number), "html": story_html(number)} for number in range(count)]


def warc_record(
    url: str | None,
    body: bytes,
    headers: Mapping[str, str] = {"Content-Type": "text/html; charset=utf-8"},
    status: str = "200 OK",
    date: str = "2025-11-18T10:00:00Z",
) -> bytes:
    """Return one plain response record; without ``url`` it lacks its address.

    Written out here: warcio's own writer leaves temporary files open.
    """
    http = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    block = _lines(http) + body
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:12345678-1234-5678-1234-567812345678>",
        "WARC-Date": date,
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    head = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return _lines(["WARC/1.0", *head]) + block + b"\r\n\r\n"


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()
