"""Whole crawls: tests/integration/test_politeness.py."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from crawler.middlewares.robots import RobotsMiddleware

RULES = b"User-agent: *\nDisallow: /closed/\n"


class SlowEngine:
    """Answers every request with the rules, a moment later."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def download_async(self, request: Request) -> TextResponse:
        self.asked.append(request.url)
        await asyncio.sleep(0.01)
        return TextResponse(request.url, body=RULES)


@pytest.fixture
def engine() -> SlowEngine:
    return SlowEngine()


def middleware_of(engine: SlowEngine) -> RobotsMiddleware:
    crawler: Any = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
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
