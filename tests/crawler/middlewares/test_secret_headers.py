import pytest
from scrapy import Request

from crawler.middlewares.secret_headers import SECRET_HEADERS, SecretHeadersMiddleware

SOURCE = "https://gazette.example/feed.xml"
HEADERS = {"Authorization": "Bearer 1", "X-Api-Key": "2", "Accept-Language": "de"}


def kept(url: str, *secret: str) -> set[str]:
    meta = {SECRET_HEADERS: (SOURCE, *secret)} if secret else {}
    request = Request(url, headers=HEADERS, meta=meta)
    SecretHeadersMiddleware().process_request(request)
    return {name.decode() for name in request.headers}


@pytest.mark.parametrize("url", [SOURCE, "https://www.gazette.example/story"])
def test_the_site_of_the_source_is_told_its_secrets(url: str) -> None:
    assert kept(url, "authorization", "X-Api-Key") == set(HEADERS)


@pytest.mark.parametrize(
    "url",
    [
        "https://stories.example.net/1",
        "http://gazette.example/1",
        "https://gazette.example.evil.test/",
    ],
)
def test_nobody_else_is(url: str) -> None:
    assert kept(url, "authorization", "X-Api-Key") == {"Accept-Language"}


def test_headers_that_are_no_secret_go_everywhere() -> None:
    assert kept("https://stories.example.net/1") == set(HEADERS)
