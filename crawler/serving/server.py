"""Listens and serves until a signal comes: the only user of uvicorn."""

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipelines.errors import ConfigError

_GRACE_S = 3
"""For requests that are being answered when the signal comes."""
_MAX_CONNECTIONS = 200
_IDLE_S = 5
"""So long a connection may be open without a request."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at a port, at a free one for 0.

    Raises:
        ConfigError: nobody can listen there.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(
            "bad-port", f"--port {port} at {host}: {why}; give another port or host"
        ) from error


def url_of(listening: socket.socket) -> str:
    """Return the address of the first page."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(app: ASGIApp, listening: socket.socket, ending: Callable[[], None]) -> None:
    """Answer requests until SIGINT or SIGTERM comes; then the handlers of before get the signal.

    Args:
        app: gives the answers.
        listening: where requests come in.
        ending: called when the signal has come, before the last answers are waited for.
    """
    config = uvicorn.Config(
        app,
        access_log=False,  # its lines hold the queries, and so the token
        log_config=None,
        lifespan="off",
        loop="asyncio",
        http=_Protocol,
        ws="none",
        server_header=False,
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    _Server(config, ending).run(sockets=[listening])


class _Protocol(H11Protocol):
    """Closes connections on which no first request comes, as uvicorn does where no next one does.

    They would count among those that may be open, and nobody else would be answered.
    """

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # of TCP
        super().connection_made(transport)
        self.loop.call_later(self.timeout_keep_alive, self._close_without_request)

    def _close_without_request(self) -> None:
        # uvicorn declares that there always is one, and begins with none.
        if getattr(self, "cycle", None) is None:
            self.timeout_keep_alive_handler()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)
