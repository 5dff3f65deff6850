"""Serves the demo hosts on loopback, each at its own address, from one thread.

Each host has an address of its own (``127.0.2.N``), so that politeness per host is real. Where the
system has no such addresses (macOS), the hosts share ``127.0.0.1`` on ports of their own.
"""

import argparse
import asyncio
import errno
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Self

from crawler.demo_site.http_answers import Request, answer, find_resource, parse_request
from crawler.demo_site.pages import Edition
from crawler.demo_site.resources import Resource, ResourceRole, host_resources
from crawler.demo_site.stories import Host, load_hosts
from crawler.demo_site.traps import expected_traps
from crawler.demo_site.truth import ExpectedStory, ExpectedTrap, expected_stories

DEFAULT_TODAY = datetime(2025, 11, 20, 18, 0, tzinfo=UTC)
"""The day on which the site stands unless it is told another one."""
_PORT_ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """One request that the site has answered."""

    host: str
    """Id of the host."""
    method: str
    path: str
    status: int
    role: ResourceRole
    """What was asked for; an unknown path counts as a page."""
    if_none_match: str | None
    user_agent: str | None
    at_s: float
    """Seconds on the monotonic clock."""


class DemoSite:
    """The running site; a context manager that serves from entering to leaving."""

    def __init__(self, *, today: datetime = DEFAULT_TODAY, port: int = 0, day: int = 1) -> None:
        """Make the site; port 0 takes a free one."""
        self._hosts = load_hosts(today)
        self._today = today
        self._port = port
        self._day = day
        self._sockets: list[socket.socket] = []
        self._bases: dict[str, str] = {}
        self._resources: dict[str, dict[str, Resource]] = {}
        self._seen: list[SeenRequest] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="demo-site", daemon=True)

    def __enter__(self) -> Self:
        self._sockets = _listen(self._hosts, self._port)
        for host, listening in zip(self._hosts, self._sockets, strict=True):
            address, port = listening.getsockname()
            self._bases[host.id] = f"http://{address}:{port}"
        self._render()
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def requests(self) -> tuple[SeenRequest, ...]:
        """Every request so far, in the order of the answers."""
        return tuple(self._seen)

    def base_url(self, host_id: str) -> str:
        """Return ``http://address:port`` of a host."""
        return self._bases[host_id]

    def publish_update(self) -> None:
        """Go on to the second day: new stories and one changed text; all else stays as it is."""
        self._day = 2
        self._render()

    def expected(self) -> tuple[ExpectedStory, ...]:
        """Return the stories that a crawl of the present state must bring back."""
        return expected_stories(self._editions())

    def expected_traps(self) -> tuple[ExpectedTrap, ...]:
        """Return the announced URLs that must not become records."""
        return tuple(trap for edition in self._editions() for trap in expected_traps(edition))

    def sources_toml(self) -> str:
        """Return the configuration that crawls the whole site."""
        rows = [row for edition in self._editions() for row in _source_rows(edition)]
        return "# The bundled demo site: one source a host, one for each single page.\n" + "".join(
            rows
        )

    def _editions(self) -> tuple[Edition, ...]:
        return tuple(
            Edition(host=host, base=self._bases[host.id], day=self._day, today=self._today)
            for host in self._hosts
        )

    def _render(self) -> None:
        # One assignment, so that the serving thread sees the old state or the new one whole.
        self._resources = {edition.host.id: host_resources(edition) for edition in self._editions()}

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve_until_stopped())

    async def _serve_until_stopped(self) -> None:
        servers = [
            await asyncio.start_server(partial(self._answer_connection, host.id), sock=listening)
            for host, listening in zip(self._hosts, self._sockets, strict=True)
        ]
        await self._stop.wait()
        for server in servers:
            server.close()
        for writer in tuple(self._writers):
            writer.close()
        # The handlers see the end of their connections and leave by themselves.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    async def _answer_connection(
        self, host_id: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer the requests of one connection until the client ends it."""
        self._writers.add(writer)
        try:
            while not self._stop.is_set():
                request = parse_request(await reader.readuntil(b"\r\n\r\n"))
                if request is None:
                    break
                writer.write(self._answer(host_id, request))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client has gone, or does not speak HTTP
        finally:
            self._writers.discard(writer)
            writer.close()

    def _answer(self, host_id: str, request: Request) -> bytes:
        resources = self._resources[host_id]
        said = answer(request, resources)
        resource = find_resource(request.path, resources)
        self._seen.append(
            SeenRequest(
                host=host_id,
                method=request.method,
                path=request.path,
                status=said.status,
                role="page" if resource is None else resource.role,
                if_none_match=request.headers.get("if-none-match"),
                user_agent=request.headers.get("user-agent"),
                at_s=time.monotonic(),
            )
        )
        return said.to_bytes()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m crawler.demo_site.server")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--day", type=int, default=1, choices=(1, 2), help="state of the site")
    parser.add_argument("--today", type=datetime.fromisoformat, help="ISO date with time zone")
    parser.add_argument("--print-sources", action="store_true", help="sources.toml to stdout")
    options = parser.parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    today = options.today or DEFAULT_TODAY
    if today.tzinfo is None:
        parser.error(f"--today needs a time zone: {today.isoformat()}+00:00")
    with DemoSite(today=today, port=options.port, day=options.day) as site:
        if options.print_sources:
            sys.stdout.write(site.sources_toml())
            sys.stdout.flush()
        stopped.wait()
    return 0


def _source_rows(edition: Edition) -> list[str]:
    host = edition.host
    if host.kind != "url":
        return [_source_row(host, host.id, edition.base + host.source_path)]
    return [
        _source_row(host, host.source_id(story), edition.url(story)) for story in edition.stories()
    ]


def _source_row(host: Host, source_id: str, url: str) -> str:
    kind = "" if host.kind == "auto" else f'kind = "{host.kind}"\n'
    return (
        f'\n[[source]]\nid = "{source_id}"\nurl = "{url}"\n{kind}'
        f'language = "{host.language}"\ntimezone = "{host.timezone}"\n'
        "allow_private = true\n"
    )


def _listen(hosts: tuple[Host, ...], port: int) -> list[socket.socket]:
    """Return one listening socket a host, on one port that is free at all addresses."""
    for attempt in range(_PORT_ATTEMPTS):
        opened: list[socket.socket] = []
        try:
            for host in hosts:
                opened.append(_bind(f"127.0.2.{host.number}", port))
                port = opened[0].getsockname()[1]
        except OSError as error:
            _close(opened)
            if error.errno == errno.EADDRNOTAVAIL:
                return [_bind("127.0.0.1", 0) for _ in hosts]
            if error.errno != errno.EADDRINUSE or attempt == _PORT_ATTEMPTS - 1:
                raise
            port = 0
        else:
            return opened
    raise AssertionError("the last attempt returns or raises")


def _bind(address: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def _close(opened: list[socket.socket]) -> None:
    for listening in opened:
        listening.close()


if __name__ == "__main__":
    sys.exit(main())
