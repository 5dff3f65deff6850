"""A news site on loopback that never ends: feeds, stories made from their number, faults.

Nothing is stored: the same path always gives the same page. What a feed lists may grow with time.
"""

import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from typing_extensions import override

_WORDS = tuple(
    """
    harbour council bridge winter report market garden station engine river teacher library
    storm ferry island budget meeting mayor village road school hospital museum forest farmer
    baker captain letter window evening morning crowd promise answer question season opened
    closed said wants asked found built moved carried waited counted changed measured quiet
    early narrow wooden public local northern careful sudden common heavy
    """.split()  # noqa: SIM905 - words are read more easily so
)
_DAY = "Tue, 24 Nov 2026 12:00:00 GMT"
_SLOW_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Shares of answers that go wrong, from 0 to 1 together."""

    error: float = 0.0
    """Status 503."""
    torn: float = 0.0
    """The connection ends in the middle of the body."""
    slow: float = 0.0
    garbage: float = 0.0
    """Bytes that are no page and no feed."""


class LoopbackSite(AbstractContextManager["LoopbackSite"]):
    """Hosts at 127.0.4.1, 127.0.4.2 …, one port; ``listed`` says how many stories each has."""

    def __init__(
        self, hosts: int, listed: Callable[[], int], faults: Faults = Faults(), window: int = 10**6
    ) -> None:
        self.asked = 0
        """Stories that were asked for."""
        self._listed = listed
        self._faults = faults
        self._window = window
        self._dice = random.Random(1)  # noqa: S311 - faults, not secrets
        self._servers: list[ThreadingHTTPServer] = []
        port = 0
        for host in range(1, hosts + 1):
            server = _Server((f"127.0.4.{host}", port), self._handler(host))
            port = server.server_address[1]
            self._servers.append(server)

    @override
    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    @override
    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def sources_toml(self) -> str:
        """Return the configuration that reads all hosts."""
        return "[defaults]\nallow_private = true\n\n" + "".join(
            f'[[source]]\nid = "host-{n}"\nurl = "{self.base(n)}/feed.xml"\nkind = "feed"\n\n'
            for n in range(1, len(self._servers) + 1)
        )

    def base(self, host: int) -> str:
        """Return ``http://address:port`` of a host."""
        address, port = self._servers[host - 1].server_address[:2]
        return f"http://{address!s}:{port}"

    def urls(self) -> set[str]:
        """Return the URLs of all stories that were ever listed."""
        return {
            f"{self.base(h)}/story/{n}"
            for h in range(1, len(self._servers) + 1)
            for n in range(self._listed())
        }

    def body(self, host: int, path: str) -> tuple[int, str, bytes]:
        """Return status, content type and body of a path."""
        if path == "/feed.xml":
            return 200, "application/rss+xml", self._feed(host)
        if path.startswith("/story/"):
            self.asked += 1
            return 200, "text/html; charset=utf-8", story(f"{host}{path}")
        return 404, "text/plain", b"not found"

    def fault(self) -> str | None:
        """Return which fault the next answer has, if any."""
        dice = self._dice.random()
        for name in ("error", "torn", "slow", "garbage"):
            dice -= getattr(self._faults, name)
            if dice < 0:
                return name
        return None

    def _feed(self, host: int) -> bytes:
        last = self._listed()
        items = "".join(
            f"<item><title>Story {n}</title><link>{self.base(host)}/story/{n}</link>"
            f"<pubDate>{_DAY}</pubDate></item>"
            for n in range(max(0, last - self._window), last)
        )
        text = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        return text.encode()

    def _handler(self, host: int) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                _answer(self, *site.body(host, self.path), fault=site.fault())

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


def story(seed: str) -> bytes:
    """Return a page of some paragraphs that depend on the seed alone."""
    dice = random.Random(sha256(seed.encode()).digest())  # noqa: S311 - prose, not secrets
    paragraphs = [_sentence(dice) for _ in range(dice.randint(4, 9))]
    body = "".join(f"<p>{' '.join(_sentence(dice) for _ in range(4))} {p}</p>" for p in paragraphs)
    title = _sentence(dice).rstrip(".")
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home"
        f"</a></nav><article><h1>{title}</h1><time datetime=2026-11-24T12:00:00Z>24 November</time>"
        f"{body}</article><footer>About us</footer></body></html>"
    ).encode()


def _sentence(dice: random.Random) -> str:
    words = dice.choices(_WORDS, k=dice.randint(9, 18))
    return " ".join(words).capitalize() + "."


def _answer(
    handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, *, fault: str | None
) -> None:
    if fault == "slow":
        time.sleep(_SLOW_S)
    if fault == "error":
        status, body = 503, b"busy"
    if fault == "garbage":
        body = bytes(range(256)) * 20
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2] if fault == "torn" else body)
    if fault == "torn":
        handler.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that are killed tear their connections."""
