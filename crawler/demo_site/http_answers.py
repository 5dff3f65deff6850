"""Requests of the demo site read and answered: conditional requests, HEAD, gzip, 404."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

from crawler.demo_site.resources import Resource
from crawler.http_headers import read_http_date

_REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found", 405: "Method Not Allowed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request line with its headers in lower case."""

    method: str
    path: str
    """Target as sent, query included."""
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def to_bytes(self) -> bytes:
        """Return the answer as it goes over the wire."""
        head = [f"HTTP/1.1 {self.status} {_REASONS[self.status]}"]
        head += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + self.body


def parse_request(head: bytes) -> Request | None:
    """Return the request of everything up to the empty line; ``None`` when it is not HTTP."""
    lines = head.decode("latin-1").strip().split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3:
        return None
    pairs = (line.partition(":") for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(method=words[0], path=words[1], headers=headers)


def answer(request: Request, resources: Mapping[str, Resource]) -> Answer:
    """Return what the host says to a request."""
    if request.method not in {"GET", "HEAD"}:
        return _text(405, "only GET and HEAD", is_head=False)
    is_head = request.method == "HEAD"
    resource = find_resource(request.path, resources)
    if resource is None:
        return _text(404, "not found", is_head=is_head)
    headers = {
        "ETag": resource.etag,
        "Last-Modified": format_datetime(resource.last_modified.astimezone(UTC), usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if _is_not_modified(request.headers, resource):
        return Answer(status=304, headers=headers, body=b"")
    headers["Content-Type"] = resource.content_type
    body = resource.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, mtime=0)
    headers["Content-Length"] = str(len(body))
    return Answer(status=200, headers=headers, body=b"" if is_head else body)


def find_resource(path: str, resources: Mapping[str, Resource]) -> Resource | None:
    """Return the resource of a path; a query that the host does not know is left out."""
    return resources.get(path) or resources.get(path.split("?", 1)[0])


def _is_not_modified(headers: Mapping[str, str], resource: Resource) -> bool:
    """Return whether the client has the newest state.

    The tag outweighs the date (RFC 9110, section 13.2.2).
    """
    if "if-none-match" in headers:
        tags = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return resource.etag in tags or "*" in tags
    since = read_http_date(headers.get("if-modified-since", ""))
    return since is not None and resource.last_modified.replace(microsecond=0) <= since


def _text(status: int, text: str, *, is_head: bool) -> Answer:
    body = text.encode()
    headers = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    return Answer(status=status, headers=headers, body=b"" if is_head else body)
