"""What comes of it in a server's log: tests/integration/test_redirects.py."""

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.redirects import RedirectsMiddleware, RefreshesMiddleware

URL = "https://gazette.example/story"
Redirects = RedirectsMiddleware | RefreshesMiddleware


def made(kind: type[Redirects]) -> Redirects:
    crawler: Crawler = get_crawler(Spider)
    return kind.from_crawler(crawler)


def follow(request: Request, to: str, *cookies: str) -> Request:
    """Return the request that a redirect leads to."""
    answer = Response(request.url, status=302, headers={"Location": to, "Set-Cookie": cookies})
    followed = made(RedirectsMiddleware).process_response(request, answer)
    assert isinstance(followed, Request)
    return followed


def refresh(request: Request, to: str) -> Request | Response:
    body = f"<html><head><meta http-equiv=refresh content='0;url={to}'></head></html>"
    page = HtmlResponse(request.url, body=body.encode())
    return made(RefreshesMiddleware).process_response(request, page)


def cookie(request: Request) -> str:
    return (request.headers.get("Cookie") or b"").decode()


def test_a_cookie_opens_the_address_that_set_it() -> None:
    assert cookie(follow(Request(URL), "/story", "seen=1; Path=/")) == "seen=1"


def test_cookies_of_a_chain_are_gathered() -> None:
    first = follow(Request(URL), "/consent", "a=1; Path=/")
    second = follow(first, "/story", "b=2; Path=/", "a=3; Path=/")
    assert sorted(cookie(second).split("; ")) == ["a=3", "b=2"]


def test_cookies_go_to_no_other_site() -> None:
    elsewhere = follow(Request(URL), "https://other.example/", "a=1; Path=/")
    assert cookie(elsewhere) == ""
    assert cookie(follow(elsewhere, URL)) == "a=1"


def test_cookies_of_the_source_stay_on_its_host() -> None:
    request = Request(URL, headers={"Cookie": "own=1"})
    assert cookie(follow(request, "/story", "a=1; Path=/")) == "own=1; a=1"
    elsewhere = follow(request, "https://other.example/", "a=1; Path=/")
    assert cookie(follow(elsewhere, "https://other.example/2", "b=2; Path=/")) == "b=2"
    assert cookie(follow(request, "http://gazette.example/", "a=1; Path=/; Secure")) == ""


def test_without_cookies_no_header_is_touched() -> None:
    assert cookie(follow(Request(URL, headers={"Cookie": "own=1"}), "/2")) == "own=1"
    assert "Cookie" not in follow(Request(URL), "/2").headers


@pytest.mark.parametrize("cookies", [(), ("seen=1; Domain=other.example",)])
def test_an_address_that_leads_to_itself_is_asked_once(cookies: tuple[str, ...]) -> None:
    with pytest.raises(IgnoreRequest, match="max redirections"):
        follow(Request(URL), "/story", *cookies)


def test_a_cookie_that_changes_nothing_is_no_way_on() -> None:
    again = follow(Request(URL), "/story", "seen=1; Path=/")
    with pytest.raises(IgnoreRequest, match="max redirections"):
        follow(again, "/story", "seen=1; Path=/")


def test_a_circle_of_addresses_ends_where_it_closes() -> None:
    second = follow(Request(URL), "/2")
    with pytest.raises(IgnoreRequest, match="max redirections"):
        follow(second, "/story")


def test_a_page_that_only_loads_itself_again_is_the_page() -> None:
    assert isinstance(refresh(Request(URL), URL), Response)
    assert isinstance(refresh(Request(URL), "/2"), Request)
