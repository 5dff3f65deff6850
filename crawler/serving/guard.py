"""Who may read: the checks before every request, and the headers of every answer."""

import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "newsdesk_reader"
MIN_TOKEN_CHARS = 16
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""No script, no picture, nothing from elsewhere: what pages of others hold is text here."""

_METHODS = ("GET", "HEAD")
_COOKIE_DAYS = 30
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may read."""

    hosts: frozenset[str]
    """The names by which the server may be called, when there is no token: else a page somewhere
    could have its own name lead here and read everything (DNS rebinding)."""
    token: str | None = None
    """What everybody must show; ``None`` when being on this machine is enough."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def local_hosts(host: str) -> frozenset[str]:
    """Return the names that a browser on this machine may call a server by."""
    written = f"[{host}]" if ":" in host else host
    return frozenset((*_LOCAL_NAMES, written.lower()))


class Guard:
    """ASGI middleware: lets readers in and everybody else out."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to who may not read; ``None`` for who may."""
        headers = Headers(scope=scope)
        if scope["method"] not in _METHODS:
            return PlainTextResponse(
                "only GET and HEAD: this server changes nothing\n", 405, {"Allow": "GET, HEAD"}
            )
        if self._access.token is not None:
            return self._without_token(scope, headers, self._access.token)
        if _host_name(headers.get("host", "")) not in self._access.hosts:
            return PlainTextResponse(
                "this server answers to localhost only; behind a proxy, let that say so in the "
                "Host header, or give a token\n",
                421,
            )
        return None

    def _without_token(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = [value for name, value in query if name == "token"]
        if any(_is_same(value, token) for value in shown):
            if scope["path"].startswith("/feeds/"):
                return None  # feed readers keep no cookies
            return _signed_in(scope, query, token)
        is_reader = _is_same(_bearer(headers.get("authorization", "")), token) or any(
            _is_same(value, _cookie_value(token)) for value in _cookies(headers.getlist("cookie"))
        )
        return (
            None
            if is_reader
            else PlainTextResponse(
                _NOT_SIGNED_IN, 401, {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
            )
        )


_NOT_SIGNED_IN = (
    "this server wants its token: open it once as …/?token=TOKEN, or send\n"
    "`Authorization: Bearer TOKEN`. If you have just followed a link with a token, load this page "
    "again.\n"
)


def _host_name(host: str) -> str:
    """Return a Host header without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower().rstrip(".")


def _bearer(authorization: str) -> str:
    scheme, _, value = authorization.partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _is_same(shown: str, expected: str) -> bool:
    return hmac.compare_digest(
        shown.encode("utf-8", "surrogateescape"), expected.encode("utf-8", "surrogateescape")
    )


def _signed_in(scope: Scope, query: Iterable[tuple[str, str]], token: str) -> Response:
    """Return the way to the same page without the token, which the cookie shows from now on."""
    rest = urlencode([(name, value) for name, value in query if name != "token"])
    # One slash: two would be the name of another host.
    path = "/" + quote(scope["path"].lstrip("/\\"))
    response = Response(status_code=303, headers={"Location": path + (rest and f"?{rest}")})
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE, _cookie_value(token), max_age=_COOKIE_DAYS * 86400, httponly=True,
        samesite="strict", secure=scope["scheme"] == "https",
    )  # fmt: skip
    return response


def _cookie_value(token: str) -> str:
    """Return what the cookie holds: it lets in as the token does, but does not tell it."""
    return hmac.digest(token.encode(), COOKIE.encode(), "sha256").hex()


def _cookies(headers: Iterable[str]) -> list[str]:
    values = []
    for header in headers:
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE:
                values.append(value)
    return values
