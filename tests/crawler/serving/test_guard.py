from collections.abc import Mapping

import pytest
from httpx2 import Response
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from crawler.serving.guard import COOKIE, HEADERS, Access, Guard, is_loopback, local_hosts

SHOWN = "a-token-of-24-characters"
SIGNED = {"Authorization": f"Bearer {SHOWN}"}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    headers = {"Content-Security-Policy": "its own"} if request.url.path == "/own" else None
    await PlainTextResponse(f"{request.url.path}?{request.url.query}", headers=headers)(
        scope, receive, send
    )


def client(token: str | None = None, host: str = "127.0.0.1", url: str = "") -> TestClient:
    access = Access(hosts=local_hosts(host), token=token)
    return TestClient(
        Guard(echo, access), base_url=url or "http://localhost:8080", follow_redirects=False
    )


def get(path: str = "/", headers: Mapping[str, str] | None = None, **kinds: str) -> Response:
    return client(**kinds).get(path, headers=dict(headers or {}))


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("localhost", 200),
        ("localhost:8080", 200),
        ("LOCALHOST.:1", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("[::1]", 200),
        ("127.0.0.9:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example:8080", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.2", 421),
        ("", 421),
    ],
)
def test_on_this_machine_the_name_must_be_local(host: str, code: int) -> None:
    assert get(headers={"Host": host}, host="127.0.0.9").status_code == code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
@pytest.mark.parametrize("path", ["/", "/nothing"])
def test_nothing_but_reading_is_allowed(method: str, path: str) -> None:
    answer = client().request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_every_answer_has_the_headers() -> None:
    answers = [get(), get(headers={"Host": "evil.example"}), get(token=SHOWN), client().post("/")]
    assert [answer.status_code for answer in answers] == [200, 421, 401, 405]
    for answer in answers:
        headers = {name: answer.headers[name] for name in HEADERS}
        assert headers | {"Cache-Control": ""} == HEADERS | {"Cache-Control": ""}
        assert headers["Cache-Control"] in {"private, no-cache", "no-store"}
    assert get("/own").headers["Content-Security-Policy"] == "its own"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 401),
        (SIGNED, 200),
        ({"Authorization": f"bearer  {SHOWN}"}, 200),
        ({"Authorization": f"Basic {SHOWN}"}, 401),
        ({"Authorization": SHOWN}, 401),
        ({"Authorization": f"Bearer {SHOWN}x"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Cookie": f"{COOKIE}={SHOWN}"}, 401),
        ({"Cookie": f"{COOKIE}="}, 401),
        ({**SIGNED, "Host": "news.example"}, 200),
    ],
)
def test_with_a_token_only_who_shows_it_may_read(headers: dict[str, str], code: int) -> None:
    assert get("/articles", headers, token=SHOWN).status_code == code


def test_token_in_the_address_becomes_a_cookie_once() -> None:
    reader = client(SHOWN)
    answer = reader.get(f"/articles?q=a%26b&token={SHOWN}&page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/articles?q=a%26b&page=2"
    cookie = answer.headers["Set-Cookie"]
    assert SHOWN not in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert reader.get("/articles").status_code == 200
    assert client(SHOWN).get("/articles").status_code == 401


def test_cookie_of_a_secure_page_is_secure() -> None:
    answer = client(SHOWN, url="https://news.example").get(f"/?token={SHOWN}")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("wrong", ["", "x", SHOWN[:-1], f"{SHOWN}%00", "%ff%fe", "тест"])
def test_wrong_token_in_the_address_is_refused(wrong: str) -> None:
    answer = get(f"/?token={wrong}", token=SHOWN)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Set-Cookie" not in answer.headers


def test_cookie_of_another_token_is_refused() -> None:
    other = client("another-token-of-length")
    other.get("/?token=another-token-of-length")
    assert get("/", {"Cookie": f"{COOKIE}={other.cookies[COOKIE]}"}, token=SHOWN).status_code == 401


def test_feed_reader_without_cookies_shows_the_token_each_time() -> None:
    assert get(f"/feeds/all.atom?token={SHOWN}", token=SHOWN).status_code == 200


def test_way_on_never_leads_to_another_host() -> None:
    location = get(f"//evil.example/?token={SHOWN}", token=SHOWN).headers["Location"]
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("Localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - the question
        ("::", False),
        ("", False),
        ("192.168.1.4", False),
        ("news.example", False),
    ],
)
def test_loopback_is_told_by_its_address(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
