import pytest
from scrapy import Spider
from scrapy.crawler import Crawler

from crawler.extensions import progress
from crawler.extensions.progress import INTERVAL_S, ProgressExtension


class _Loop:
    """A looping call that only notes what it is told."""

    def __init__(self, function: object) -> None:
        self.told: list[object] = [function]

    def start(self, interval_s: float, *, now: bool) -> None:
        self.told.append((interval_s, now))

    def stop(self) -> None:
        self.told.append("stop")


@pytest.fixture
def loops(monkeypatch: pytest.MonkeyPatch) -> list[_Loop]:
    made: list[_Loop] = []

    def make(function: object) -> _Loop:
        made.append(_Loop(function))
        return made[-1]

    monkeypatch.setattr(progress, "create_looping_call", make)
    return made


def test_a_spider_that_reports_is_asked_while_it_runs(loops: list[_Loop]) -> None:
    extension = ProgressExtension.from_crawler(Crawler(Spider))
    extension.spider_opened(Spider("x", report_progress=print))
    extension.spider_closed()
    extension.spider_closed()
    assert [loop.told for loop in loops] == [[print, (INTERVAL_S, False), "stop"]]


def test_other_spiders_are_left_alone(loops: list[_Loop]) -> None:
    extension = ProgressExtension()
    extension.spider_opened(Spider("x"))
    extension.spider_closed()
    assert loops == []
