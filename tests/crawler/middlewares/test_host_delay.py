from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic, time
from types import SimpleNamespace

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from crawler.limits import pacing
from crawler.middlewares.downloader import SENT_AT
from crawler.middlewares.host_delay import (
    HOST_CONCURRENCY,
    HOST_DELAY_S,
    HostDeferredError,
    HostDelayMiddleware,
)
from crawler.state.database import open_database
from crawler.state.pauses import Pauses

URL = "http://127.0.0.1/story"


class _Downloader:
    """The two attributes of Scrapy's downloader that the middleware sets."""

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {"127.0.0.1": Slot(1, 1.0, 0.0)}
        self.per_slot_settings: dict[str, dict[str, object]] = {}


class _Engine:
    def __init__(self) -> None:
        self.downloader = _Downloader()


@pytest.fixture
def engine() -> _Engine:
    return _Engine()


@pytest.fixture
def middleware(engine: _Engine) -> HostDelayMiddleware:
    crawler = Crawler(Spider, {"DOWNLOAD_DELAY": 1.0, "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
                               "NEWSDESK_MAX_RETRY_AFTER_S": 120, "NEWSDESK_MAX_CRAWL_DELAY_S": 60,
                               "ROBOTSTXT_USER_AGENT": "newsdesk"})  # fmt: skip
    crawler._engine = engine  # type: ignore[assignment] # a stand-in
    return HostDelayMiddleware(crawler)


def test_a_source_gives_its_host_delay_and_concurrency(
    middleware: HostDelayMiddleware, engine: _Engine
) -> None:
    middleware.process_request(Request(URL, meta={HOST_DELAY_S: 0.25, HOST_CONCURRENCY: 4}))

    settings = engine.downloader.per_slot_settings["127.0.0.1"]
    assert settings == {"delay": 0.25, "concurrency": 4, "jitter": 0.5, "held_until": 0.0}
    assert engine.downloader.slots["127.0.0.1"].delay == 0.25


@pytest.mark.parametrize(("asked", "given_s"), [(5, 5.0), (3600, 60.0)])
def test_crawl_delay_of_robots_txt_is_kept_up_to_the_limit(
    middleware: HostDelayMiddleware, engine: _Engine, asked: int, given_s: float
) -> None:
    robots = ProtegoRobotParser(f"User-agent: *\nCrawl-delay: {asked}\n".encode(), None)

    middleware.robots_parsed(robots, Request("http://127.0.0.1/robots.txt"))
    middleware.process_request(Request(URL, meta={HOST_DELAY_S: 0.0}))

    slot = engine.downloader.slots["127.0.0.1"]
    assert (slot.delay, slot.jitter, slot.concurrency) == (given_s, 0.0, 1)


def test_a_host_that_asks_for_a_pause_waits_that_long(
    middleware: HostDelayMiddleware, engine: _Engine
) -> None:
    response = Response(URL, status=429, headers={"Retry-After": "40"})

    middleware.process_response(Request(URL), response)

    slot = engine.downloader.slots["127.0.0.1"]
    assert slot.lastseen - monotonic() == pytest.approx(40, abs=1)


def test_a_pause_does_not_end_with_the_next_request(
    middleware: HostDelayMiddleware, engine: _Engine
) -> None:
    middleware.process_response(
        Request(URL), Response(URL, status=503, headers={"Retry-After": "40"})
    )

    middleware.process_request(Request(URL, meta={HOST_DELAY_S: 0.0}))

    slot = engine.downloader.slots["127.0.0.1"]
    assert slot.delay > 0, "a slot without delay would not wait at all"
    assert slot.lastseen > monotonic()


def test_a_pause_over_the_limit_ends_the_host_for_this_run(
    middleware: HostDelayMiddleware,
) -> None:
    response = Response(URL, status=429, headers={"Retry-After": "3600"})
    with pytest.raises(HostDeferredError, match="3600"):
        middleware.process_response(Request(URL), response)

    with pytest.raises(HostDeferredError):
        middleware.process_request(Request("http://127.0.0.1/other"))
    middleware.process_request(Request("http://127.0.0.2/other"))


@pytest.mark.parametrize(("status", "counts"), [(503, True), (429, False)])
def test_a_page_that_is_out_of_service_uses_up_its_attempts(
    middleware: HostDelayMiddleware, status: int, counts: bool
) -> None:
    response = Response(URL, status=status, headers={"Retry-After": "3600"})
    with pytest.raises(HostDeferredError) as deferred:
        middleware.process_response(Request(URL), response)
    assert deferred.value.counts_as_attempt is counts


def test_requests_that_wait_for_a_closed_host_fail_at_once(
    middleware: HostDelayMiddleware, engine: _Engine
) -> None:
    outcomes: dict[str, object] = {}

    def note(host: str, failure: Failure) -> None:
        outcomes[host] = failure.value

    for host in ("127.0.0.1", "127.0.0.2"):
        waiting: Deferred[Response] = Deferred()
        waiting.addErrback(partial(note, host))
        slot = engine.downloader.slots.setdefault(host, Slot(1, 1.0, 0.0))
        slot.queue.append((Request(f"http://{host}/story"), waiting))

    with pytest.raises(HostDeferredError):
        middleware.process_response(
            Request(URL), Response(URL, status=429, headers={"Retry-After": "3600"})
        )

    assert set(outcomes) == {"127.0.0.1"}
    assert isinstance(outcomes["127.0.0.1"], HostDeferredError)


def test_other_answers_pass_untouched(middleware: HostDelayMiddleware, engine: _Engine) -> None:
    response = Response(URL, status=200, headers={"Retry-After": "3600"})

    assert middleware.process_response(Request(URL), response) is response
    assert engine.downloader.slots["127.0.0.1"].lastseen == 0


@pytest.mark.parametrize("answers_between", [True, False])
def test_slow_pages_close_no_host_that_answers_others(
    middleware: HostDelayMiddleware, answers_between: bool
) -> None:
    slow = [Request(f"{URL}-{n}", meta={SENT_AT: monotonic()}) for n in range(5)]
    if answers_between:
        middleware.process_response(Request(URL), Response(URL))
    for request in slow:
        middleware.process_exception(request, DownloadTimeoutError())
    if answers_between:
        middleware.process_request(Request(URL))
    else:
        with pytest.raises(HostDeferredError, match="no answer to 3 pages in a row"):
            middleware.process_request(Request(URL))


def test_a_host_that_gave_no_answer_is_asked_once_more_after_some_minutes(engine: _Engine) -> None:
    now, wall = [0.0], [1e9]
    middleware = with_clock(engine, now, wall_clock=lambda: wall[0])
    for page in range(3):
        middleware.process_exception(Request(f"{URL}/{page}"), DownloadTimeoutError())
    wall[0] += 299
    with pytest.raises(HostDeferredError):
        middleware.process_request(Request(URL))
    wall[0] += 2
    middleware.process_request(Request(URL))
    middleware.process_exception(Request(URL), DownloadTimeoutError())
    with pytest.raises(HostDeferredError):
        middleware.process_request(Request(f"{URL}/other"))


def refuse(middleware: HostDelayMiddleware, page: int, status: int = 429, **headers: str) -> int:
    """Let a page be refused and return the status of the answer that is handed on."""
    request = Request(f"{URL}/{page}")
    response = Response(request.url, status=status, headers=headers)
    handed_on = middleware.process_response(request, response)
    assert isinstance(handed_on, Response)
    return handed_on.status


def test_what_was_on_its_way_when_its_site_refused_slows_it_down_once(engine: _Engine) -> None:
    now = [100.0]
    middleware = with_clock(engine, now)
    for page in range(8):
        refuse(middleware, page)
    assert engine.downloader.slots["127.0.0.1"].delay == 2.0
    now[0] += 2.0
    refuse(middleware, 9)
    assert engine.downloader.slots["127.0.0.1"].delay == 4.0


def test_a_host_that_refuses_whatever_it_is_asked_for_is_left_alone(engine: _Engine) -> None:
    now = [100.0]
    middleware = with_clock(engine, now)
    for page in range(4):
        refuse(middleware, page)
        now[0] += 60.0
    with pytest.raises(HostDeferredError, match="refused 5 pages in a row") as refused:
        refuse(middleware, 5)
    assert not refused.value.counts_as_attempt
    with pytest.raises(HostDeferredError):
        middleware.process_request(Request("http://127.0.0.1/other"))
    middleware.process_request(Request("http://127.0.0.2/other"))


def test_a_host_that_gives_some_pages_is_not_given_up(engine: _Engine) -> None:
    now = [100.0]
    middleware = with_clock(engine, now)
    for page in range(20):
        refuse(middleware, page)
        now[0] += 120.0
        if page % 4 == 3:
            middleware.process_response(Request(URL), Response(URL))
    middleware.process_request(Request("http://127.0.0.1/other"))


def test_one_page_that_is_refused_again_and_again_is_not_its_host(engine: _Engine) -> None:
    now = [100.0]
    middleware = with_clock(engine, now)
    for _ in range(20):
        refuse(middleware, 1, status=503)
        now[0] += 120.0
    middleware.process_request(Request("http://127.0.0.1/other"))


@pytest.mark.parametrize(
    ("status", "headers", "is_held"),
    [
        (403, {"Retry-After": "30"}, True),
        (500, {"Retry-After": "30"}, True),
        (502, {}, True),
        (403, {}, False),
        (404, {"Retry-After": "30"}, False),
    ],
)
def test_an_error_that_names_a_time_is_waited_for(
    engine: _Engine, status: int, headers: dict[str, str], *, is_held: bool
) -> None:
    assert refuse(with_clock(engine, [100.0]), 1, status, **headers) == status
    assert (engine.downloader.slots["127.0.0.1"].lastseen > 100.0) is is_held


@pytest.mark.parametrize(
    ("status", "header", "tries"),
    [(403, "30", 2), (400, "30", 2), (403, "0", 0), (404, "30", 0), (500, "30", 0), (429, "30", 0)],
)
def test_a_refusal_by_another_name_is_tried_again_and_keeps_its_name(
    engine: _Engine, status: int, header: str, tries: int
) -> None:
    """429 and server errors are for the retry middleware."""
    crawler = Crawler(Spider, {"NEWSDESK_MAX_RETRY_AFTER_S": 120, "RETRY_TIMES": 2})
    crawler._engine = engine  # type: ignore[assignment] # a stand-in
    crawler.stats = SimpleNamespace(inc_value=lambda _key: None)  # type: ignore[assignment] # a stand-in
    crawler.spider = SimpleNamespace(crawler=crawler)  # type: ignore[assignment] # a stand-in
    middleware = HostDelayMiddleware(crawler)
    handed_on: Request | Response = Request(URL)
    seen = 0
    while isinstance(handed_on, Request):
        response = Response(URL, status=status, headers={"Retry-After": header})
        seen += 1
        handed_on = middleware.process_response(handed_on, response)
    assert (seen - 1, handed_on.status) == (tries, status)


def with_clock(
    engine: _Engine, now: list[float], wall_clock: Callable[[], float] = time
) -> HostDelayMiddleware:
    crawler = Crawler(Spider, {"DOWNLOAD_DELAY": 1.0, "NEWSDESK_MAX_RETRY_AFTER_S": 120})
    crawler._engine = engine  # type: ignore[assignment] # a stand-in
    return HostDelayMiddleware(crawler, clock=lambda: now[0], wall_clock=wall_clock)


@pytest.fixture
def pauses(tmp_path: Path) -> Iterator[Pauses]:
    with closing(open_database(tmp_path / "newsdesk.sqlite")) as connection:
        yield Pauses(connection)


def next_run(engine: _Engine, pauses: Pauses, at: float) -> HostDelayMiddleware:
    """Return the middleware of a run that begins so many seconds after 1970, and its clock at 0."""
    middleware = with_clock(engine, [0.0], wall_clock=lambda: at)
    middleware._crawler.spider = SimpleNamespace(pauses=pauses)  # type: ignore[assignment] # a stand-in
    middleware.spider_opened()
    return middleware


@pytest.mark.parametrize(("delay_s", "later_s", "held_s"), [(30, 10, 20), (30, 40, 0), (1, 0, 0)])
def test_the_next_run_keeps_the_distance_that_a_site_wants(
    engine: _Engine, pauses: Pauses, delay_s: float, later_s: float, held_s: float
) -> None:
    slot = engine.downloader.slots["127.0.0.1"]
    slot.delay, slot.lastseen = delay_s, 0.0
    next_run(engine, pauses, at=1000.0).spider_closed()

    middleware = next_run(engine, pauses, at=1000.0 + later_s)
    middleware.process_request(Request(URL))
    assert engine.downloader.per_slot_settings["127.0.0.1"]["held_until"] == held_s


def test_a_pause_that_is_nearly_over_is_waited_for(engine: _Engine, pauses: Pauses) -> None:
    pauses.put("127.0.0.1", datetime.fromtimestamp(1100, UTC), datetime.fromtimestamp(900, UTC))
    with pytest.raises(HostDeferredError):
        next_run(engine, pauses, at=900.0).process_request(Request(URL))
    middleware = next_run(engine, pauses, at=1000.0)
    middleware.process_request(Request(URL))
    assert engine.downloader.per_slot_settings["127.0.0.1"]["held_until"] == 100.0


def test_a_long_pause_is_not_cut_by_a_short_delay(engine: _Engine, pauses: Pauses) -> None:
    until = datetime.fromtimestamp(9000, UTC)
    pauses.put("127.0.0.1", until, datetime.fromtimestamp(900, UTC))
    engine.downloader.slots["127.0.0.1"].delay = 30.0
    next_run(engine, pauses, at=1000.0).spider_closed()
    assert pauses.active(datetime.fromtimestamp(1000, UTC)) == {"127.0.0.1": until}


def test_the_next_run_asks_as_slowly_as_refusals_taught_and_recovers(
    engine: _Engine, pauses: Pauses
) -> None:
    slot = engine.downloader.slots["127.0.0.1"]

    def delay_at(at: float, *, answers: int = 0) -> float:
        middleware = next_run(engine, pauses, at)
        for _ in range(answers):
            middleware.process_response(Request(URL), Response(URL))
        middleware.process_request(Request(URL))
        return slot.delay

    refuse(next_run(engine, pauses, at=1000.0), 1)
    assert delay_at(1000.0) == 2.0, "the run that was refused may have been killed"
    assert slot.concurrency == 1
    assert delay_at(1000.0 + pacing.REMEMBERED_S / 2) == pytest.approx(2**0.5)
    assert delay_at(1000.0, answers=2) == pytest.approx(2.0 * pacing.FASTER**2)
    assert delay_at(1000.0, answers=2) == 1.0
    assert delay_at(1000.0) == 1.0


def test_a_site_that_refuses_the_next_run_too_is_asked_more_slowly_still(
    engine: _Engine, pauses: Pauses
) -> None:
    for _ in range(3):
        refuse(next_run(engine, pauses, at=1000.0), 1)
    assert pauses.slowed(datetime.fromtimestamp(1000, UTC)) == {"127.0.0.1": 8.0}
