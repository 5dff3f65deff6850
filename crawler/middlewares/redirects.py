"""Follows redirects, with the cookies that were set on the way, and not in circles.

Cookies are off: a page must not depend on what was read before it. But some sites set one, send
the reader to the same address once more and give the page to whoever brings it along. So an answer
that redirects may set cookies for the rest of its own chain; they end with it.

Where a host sends every reader on to the same address elsewhere, later ones are asked for there.
"""

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.settings import BaseSettings
from typing_extensions import override

from crawler.middlewares.moved_hosts import MovedHosts

MOVED_WITH_HOST = "moved with its host"
"""What stands among the reasons of redirects for one that nobody had to be asked for."""
_CookiesSet = tuple[str, tuple[bytes, ...]]
_SET = "redirect_set_cookies"
"""Key of ``Request.meta``: the URLs of a chain that set cookies, each with their headers."""
_OWN = "redirect_own_cookie"
"""Key of ``Request.meta``: the first URL of a chain, and the cookies its source sends there."""
_ASKED = "redirect_asked"
"""Key of ``Request.meta``: the URLs of the chain, each with the cookies it was asked for with."""


class RedirectsMiddleware(RedirectMiddleware):
    """Follows answers that name another address."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._moved = MovedHosts()

    def process_request(self, request: Request) -> Request | None:
        """Return the request for the address that this one will lead to, where that is known."""
        target = self._moved.target(request.url)
        if target is None or request.meta.get("dont_obey_robotstxt"):
            return None
        followed = self._build_redirect_request(request, Response(request.url), url=target)
        return self._redirect(followed, request, MOVED_WITH_HOST)

    @override
    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the request that the answer leads to, or the answer itself when it leads nowhere.

        Raises:
            IgnoreRequest: it leads back to where it came from, or ever on.
        """
        followed = super().process_response(request, response)
        location = followed.url if isinstance(followed, Request) else None
        if location is not None or not request.meta.get("dont_obey_robotstxt"):
            # A robots.txt is often served by hosts that have moved otherwise.
            self._moved.note(request.url, response.status, location)
        if not isinstance(followed, Request):
            return followed
        if not _goes_on(followed, request, response):
            raise IgnoreRequest("max redirections: the address leads back to itself")
        return followed


class RefreshesMiddleware(MetaRefreshMiddleware):
    """Follows pages that load another address by themselves at once."""

    @override
    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the request that the page leads to, or the page when it only loads itself again.

        Raises:
            IgnoreRequest: it leads ever on.
        """
        followed = super().process_response(request, response)
        is_page = isinstance(followed, Request) and not _goes_on(followed, request, response)
        return response if is_page else followed


def _goes_on(followed: Request, request: Request, response: Response) -> bool:
    """Give the next request of a chain its cookies; return whether it differs from all before."""
    own = request.meta.get(_OWN, (request.url, request.headers.get("Cookie")))
    asked = (*request.meta.get(_ASKED, ()), _state(request))
    told = (*request.meta.get(_SET, ()), *_cookies_set(response))
    followed.meta.update({_OWN: own, _ASKED: asked, _SET: told})
    if told:
        _add_cookies(followed, told, *own)
    return _state(followed) not in asked


def _cookies_set(response: Response) -> tuple[_CookiesSet, ...]:
    headers = tuple(response.headers.getlist("Set-Cookie"))
    return ((response.url, headers),) if headers else ()


def _add_cookies(
    followed: Request, told: tuple[_CookiesSet, ...], own_url: str, own: bytes | None
) -> None:
    """Set the cookies that the chain was given, and those of the source where they belong."""
    followed.headers.pop("Cookie", None)
    jar = CookieJar()
    for url, headers in told:
        jar.extract_cookies(Response(url, headers={"Set-Cookie": list(headers)}), Request(url))
    jar.add_cookie_header(followed)
    given = followed.headers.get("Cookie")
    cookies = [own if _is_same_host(followed.url, own_url) else None, given]
    if any(cookies):
        followed.headers["Cookie"] = b"; ".join(filter(None, cookies))


def _is_same_host(url: str, before: str) -> bool:
    """Return whether what was sent to an address may be sent to another one, as Scrapy sees it."""
    one, other = urlsplit(url), urlsplit(before)
    return one.hostname == other.hostname and one.scheme in {other.scheme, "https"}


def _state(request: Request) -> tuple[str, bytes | None]:
    return request.url, request.headers.get("Cookie")
