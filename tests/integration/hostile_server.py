"""A server on loopback that answers in raw bytes, so that it can break HTTP itself."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Self

from typing_extensions import override

HTML = "text/html; charset=utf-8"
Behave = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Writes the answer to one request; the connection is closed behind it."""
_CHUNK = 65_536


def message(
    body: bytes, content_type: str | None = HTML, headers: Iterable[str] = (), status: int = 200
) -> bytes:
    """Return a whole answer; a content length is given unless ``headers`` does."""
    lines = [f"HTTP/1.1 {status} Whatever", "Connection: close", *headers]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    if not any(line.lower().startswith("content-length") for line in lines):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def say(data: bytes) -> Behave:
    """Send these bytes."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for start in range(0, len(data), _CHUNK):
            writer.write(data[start : start + _CHUNK])
            await writer.drain()

    return behave


def redirect(url: str, status: int = 302) -> Behave:
    """Lead to another URL."""
    return say(message(b"", headers=[f"Location: {url}"], status=status))


def flood(start: bytes, again: bytes) -> Behave:
    """Send a start, and then the same for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(again)
            await writer.drain()

    return behave


def drip(data: bytes, every_s: float) -> Behave:
    """Send one byte after the other, never all of them."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for position in range(len(data)):
            writer.write(data[position : position + 1])
            await writer.drain()
            await asyncio.sleep(every_s)

    return behave


def reset_after(data: bytes) -> Behave:
    """Send the start of an answer and tear the connection."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        writer.transport.abort()

    return behave


async def never(writer: asyncio.StreamWriter) -> None:
    """Take the request and say nothing."""
    await asyncio.Event().wait()


class HostileServer(AbstractContextManager["HostileServer"]):
    """One address on a free port; a path has one behaviour, others are answered with 404."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._behaviours: dict[str, Behave] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self.paths: list[str] = []
        """Of all requests, in order."""

    @override
    def __enter__(self) -> Self:
        self._thread.start()
        started = asyncio.start_server(self._connected, self._address, 0)
        self._server = asyncio.run_coroutine_threadsafe(started, self._loop).result()
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    @override
    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, path: str) -> str:
        return f"http://{self._address}:{self._port}{path}"

    def put(self, path: str, behave: Behave) -> str:
        """Behave so from now on, and return the URL."""
        self._behaviours[path] = behave
        return self.url(path)

    def put_all(self, behaviours: Mapping[str, Behave]) -> list[str]:
        """Behave so from now on, and return the URLs."""
        return [self.put(path, behave) for path, behave in behaviours.items()]

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("latin-1")
            self.paths.append(path)
            not_found = say(message(b"not found", status=404))
            await self._behaviours.get(path, not_found)(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client has gone
        finally:
            writer.close()
