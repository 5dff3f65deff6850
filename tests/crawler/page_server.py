"""A web server on loopback that answers what a test wants and remembers who asked."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from typing_extensions import override


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_s: float = 0.0


@dataclass(slots=True, kw_only=True)
class PageServer:
    url: str
    paths: list[str]
    user_agents: set[str]


class _QuietServer(ThreadingHTTPServer):
    """A server to which a client that has gone away is no news."""

    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def serve(answers: Mapping[str, Answer]) -> Iterator[PageServer]:
    """Serve the answers by their paths, 404 for all others."""
    paths: list[str] = []
    user_agents: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            user_agents.add(self.headers["User-Agent"])
            answer = answers.get(self.path, Answer(status=404))
            time.sleep(answer.wait_s)
            self.send_response(answer.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **answer.headers}
            headers.setdefault("Content-Length", str(len(answer.body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        @override
        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = _QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield PageServer(
            url=f"http://127.0.0.1:{server.server_port}", paths=paths, user_agents=user_agents
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
