"""Whole crawls: tests/integration/test_politeness.py."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from crawler.middlewares.host_delay import HostDeferredError
from crawler.middlewares.robots import CLOSED_TO_AI, RobotsMiddleware, RobotsUnreachableError

SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "newsdesk",
    "ROBOTSTXT_PARSER": "crawler.middlewares.robots.RobotsRulesParser",
}
RULES = b"User-agent: *\nDisallow: /closed/\n"


class SlowEngine:
    """Answers every request with the rules, a moment later."""

    def __init__(self, status: int = 200, error: Exception | None = None, **headers: str) -> None:
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.requests: list[Request] = []
        self._status = status
        self._error = error
        self.rules = RULES

    @property
    def asked(self) -> list[str]:
        return [request.url for request in self.requests]

    async def download_async(self, request: Request) -> TextResponse:
        self.requests.append(request)
        await asyncio.sleep(0.01)
        if self._error is not None:
            raise self._error
        answer = TextResponse(request.url, status=self._status, body=self.rules)
        answer.headers.update(self._headers)
        return answer


@pytest.fixture
def engine() -> SlowEngine:
    return SlowEngine()


def middleware_of(engine: SlowEngine) -> RobotsMiddleware:
    crawler: Any = get_crawler(settings_dict=SETTINGS)
    crawler.engine = engine
    crawler.signals = SimpleNamespace(send_catch_log_async=_nobody_listens)
    return RobotsMiddleware(crawler)


async def _nobody_listens(**_: object) -> None: ...


async def _answers(middleware: RobotsMiddleware, urls: list[str]) -> list[bool]:
    async def is_allowed(url: str) -> bool:
        try:
            await middleware.process_request(Request(url))
        except IgnoreRequest:
            return False
        return True

    return await asyncio.gather(*map(is_allowed, urls))


def test_all_who_wait_for_the_rules_are_told_them(engine: SlowEngine) -> None:
    urls = [f"http://127.0.0.1/{part}/{n}" for n in range(3) for part in ("closed", "open")]
    answers = asyncio.run(_answers(middleware_of(engine), urls))
    assert answers == [False, True] * 3
    assert engine.asked == ["http://127.0.0.1/robots.txt"]


def test_a_request_is_told_whether_its_address_is_closed_to_ai(engine: SlowEngine) -> None:
    engine.rules = b"User-agent: GPTBot\nDisallow: /news/\n"
    middleware = middleware_of(engine)
    closed = Request("http://127.0.0.1/news/1")
    asyncio.run(middleware.process_request(closed))
    assert closed.meta[CLOSED_TO_AI] is True
    # Where a redirect leads, its own rules count.
    led_on = closed.replace(url="http://127.0.0.1/open")
    asyncio.run(middleware.process_request(led_on))
    assert led_on.meta[CLOSED_TO_AI] is False


def test_old_rules_are_asked_for_again(engine: SlowEngine) -> None:
    now = [0.0]
    crawler: Any = get_crawler(settings_dict=SETTINGS)
    crawler.engine = engine
    crawler.signals = SimpleNamespace(send_catch_log_async=_nobody_listens)
    middleware = RobotsMiddleware(crawler, lambda: now[0])
    for hours, times in ((0, 1), (23, 1), (25, 2)):
        now[0] = hours * 3600.0
        assert asyncio.run(_answers(middleware, ["http://127.0.0.1/open"])) == [True]
        assert len(engine.asked) == times


def test_rules_that_could_not_be_had_are_asked_for_again_after_some_minutes() -> None:
    now = [0.0]
    crawler: Any = get_crawler(settings_dict=SETTINGS)
    crawler.engine = engine = SlowEngine(503)
    crawler.signals = SimpleNamespace(send_catch_log_async=_nobody_listens)
    middleware = RobotsMiddleware(crawler, lambda: now[0])
    assert asyncio.run(_answers(middleware, ["http://127.0.0.1/open"])) == [False]
    engine._status = 200
    for minutes, is_open in ((4, False), (6, True)):
        now[0] = minutes * 60.0
        assert asyncio.run(_answers(middleware, ["http://127.0.0.1/open"])) == [is_open]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_rules_that_cannot_be_read_close_their_host_and_no_other(status: int) -> None:
    middleware = middleware_of(SlowEngine(status))
    with pytest.raises(RobotsUnreachableError, match=str(status)):
        asyncio.run(middleware.process_request(Request("http://127.0.0.1/story")))


def test_rules_that_are_denied_for_a_time_close_their_host() -> None:
    middleware = middleware_of(SlowEngine(403, Retry_After="30"))
    with pytest.raises(RobotsUnreachableError, match="403"):
        asyncio.run(middleware.process_request(Request("http://127.0.0.1/story")))


@pytest.mark.parametrize("status", [401, 404, 410])
def test_the_words_of_an_error_page_are_no_rules(status: int) -> None:
    middleware = middleware_of(SlowEngine(status))
    asyncio.run(middleware.process_request(Request("http://127.0.0.1/closed/1")))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError("no answer"), RobotsUnreachableError),
        (HostDeferredError("asked to wait"), HostDeferredError),
    ],
)
def test_a_host_without_an_answer_is_closed(error: Exception, kind: type[Exception]) -> None:
    middleware = middleware_of(SlowEngine(error=error))
    for _ in range(2):
        with pytest.raises(kind, match=str(error)):
            asyncio.run(middleware.process_request(Request("http://127.0.0.1/story")))


def test_redirects_without_end_lead_to_no_rules() -> None:
    middleware = middleware_of(SlowEngine(error=IgnoreRequest("max redirections reached")))
    asyncio.run(middleware.process_request(Request("http://127.0.0.1/closed/1")))


def test_a_file_that_grows_too_large_is_not_downloaded_to_its_end(engine: SlowEngine) -> None:
    middleware = middleware_of(engine)
    asyncio.run(middleware.process_request(Request("http://127.0.0.1/open")))
    middleware.bytes_received(b"x" * 400_000, engine.requests[0])
    with pytest.raises(StopDownload):
        middleware.bytes_received(b"x" * 400_000, engine.requests[0])
    middleware.bytes_received(b"x" * 900_000, Request("http://127.0.0.1/open"))


def test_who_goes_by_another_name_asks_by_it_and_keeps_to_its_rules(engine: SlowEngine) -> None:
    engine.rules = b"User-agent: DeskBot\nDisallow: /a\nUser-agent: newsdesk\nDisallow: /b\n"
    middleware = middleware_of(engine)

    def is_allowed(path: str, **headers: str) -> bool:
        request = Request(f"http://127.0.0.1{path}", headers=headers)
        try:
            asyncio.run(middleware.process_request(request))
        except IgnoreRequest:
            return False
        return True

    as_bot = {"User-Agent": "DeskBot/2.0 (+https://desk.example)"}
    assert [is_allowed(path, **as_bot) for path in ("/a", "/b", "/c")] == [False, False, True]
    assert [is_allowed(path) for path in ("/a", "/b", "/c")] == [True, False, True]
    assert [r.headers.get("User-Agent") for r in engine.requests] == [as_bot["User-Agent"].encode()]


def test_one_host_has_one_file_however_it_is_written(engine: SlowEngine) -> None:
    urls = [
        f"http://{host}/open"
        for host in ("gazette.example", "Gazette.example", "a:b@gazette.example")
    ]
    asyncio.run(_answers(middleware_of(engine), urls))
    assert engine.asked == ["http://gazette.example/robots.txt"]
