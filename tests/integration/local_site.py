"""A small news site on loopback whose answers the tests choose: several hosts, one port."""

import socket
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from typing_extensions import override

from tests.integration.prose import NOON, page

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site says to a request for one path."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    missing_bytes: int = 0
    """So many bytes are announced and never sent."""

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """One request that was answered."""

    host: int
    path: str
    status: int
    at_s: float
    headers: Mapping[str, str]


class LocalSite(AbstractContextManager["LocalSite"]):
    """Hosts at 127.0.3.1, 127.0.3.2 …; a path has one answer, or several that come in turn."""

    def __init__(self, hosts: int = 1) -> None:
        self._answers: dict[tuple[int, str], list[Answer]] = {}
        self._servers = _listen(self, hosts)
        self.requests: list[SeenRequest] = []

    @override
    def __enter__(self) -> Self:
        for server in self._servers:
            _start(server)
        return self

    @override
    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            _stop(server)

    def go_down(self, host: int) -> None:
        """Take a host off the network; its open connections stay."""
        _stop(self._servers[host - 1])

    def come_back(self, host: int) -> None:
        """Bring a host that went down back to its address."""
        address, port = self._servers[host - 1].server_address[:2]
        self._servers[host - 1] = _Server((str(address), int(port)), _handler(self, host))
        _start(self._servers[host - 1])

    def url(self, path: str, host: int = 1) -> str:
        address, port = self._servers[host - 1].server_address[:2]
        return f"http://{address!s}:{port}{path}"

    def put(self, path: str, *answers: Answer, host: int = 1) -> str:
        """Answer so from now on and return the URL; the last answer stays."""
        self._answers[host, path] = list(answers)
        return self.url(path, host)

    def put_story(self, path: str, title: str, host: int = 1, version: int = 1) -> str:
        return self.put(path, Answer(body=page(title, version)), host=host)

    def put_feed(self, urls: Iterable[str], host: int = 1, path: str = "/feed.xml") -> str:
        return self.put(path, Answer(body=rss(urls), content_type="application/rss+xml"), host=host)

    def put_robots(self, text: str, host: int = 1) -> None:
        self.put("/robots.txt", Answer(body=text.encode(), content_type="text/plain"), host=host)

    def seen(self, path: str, host: int | None = None) -> list[SeenRequest]:
        return [r for r in self.requests if r.path == path and host in {None, r.host}]

    def answer(self, host: int, path: str, headers: Mapping[str, str]) -> Answer:
        waiting = self._answers.get((host, path)) or [Answer(status=404, body=b"not found")]
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if answer.status == 200 and headers.get("if-none-match") == answer.etag:
            answer = Answer(status=304, headers={"ETag": answer.etag})
        self.requests.append(
            SeenRequest(
                host=host, path=path, status=answer.status, at_s=time.monotonic(), headers=headers
            )
        )
        return answer


def rss(urls: Iterable[str]) -> bytes:
    date = format_datetime(NOON)
    items = "".join(
        f"<item><title>Story {url.rpartition('/')[2]}</title><link>{url}</link>"
        f"<guid isPermaLink='false'>{url}</guid><pubDate>{date}</pubDate></item>"
        for url in urls
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    ).encode()


def _listen(site: LocalSite, hosts: int) -> list[ThreadingHTTPServer]:
    """Return one server a host, all on one port."""
    port = 0
    servers: list[ThreadingHTTPServer] = []
    for number in range(1, hosts + 1):
        server = _Server((f"127.0.3.{number}", port), _handler(site, number))
        port = server.server_address[1]
        servers.append(server)
    return servers


def _start(server: ThreadingHTTPServer) -> None:
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()


def _stop(server: ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that are killed tear their connections."""


def _handler(site: LocalSite, host: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = site.answer(host, self.path, headers)
            time.sleep(answer.delay_s)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body) + answer.missing_bytes))
            if answer.status == 200:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.missing_bytes:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
