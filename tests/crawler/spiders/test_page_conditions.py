from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.run import CrawlRun
from crawler.spiders.page_conditions import as_known_now, conditions, is_unchanged
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.items import Entry
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON, STORY, announcement, article

ETAG = Validators(etag='"1"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
HOUR = timedelta(hours=1)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source(revisit_s=3600))
    with run.dataset:
        run.dataset.frontier.announce(announcement(STORY))
        run.dataset.deliver(article())
        run.dataset.frontier.save_validators(STORY, ETAG, NOON)
        yield run


def queued(run: CrawlRun) -> QueuedUrl:
    return run.dataset.frontier.queued(STORY)


@pytest.mark.parametrize(
    ("revisit_s", "at", "is_conditional"),
    [
        (None, NOON + HOUR, False),
        (3600, NOON + HOUR, True),
        (3600, NOON + 23 * HOUR, True),
        (3600, NOON + 25 * HOUR, False),
        (86400, NOON + 71 * HOUR, True),
        (86400, NOON + 73 * HOUR, False),
        (3600, NOON - HOUR, False),
    ],
    ids=["not visited", "lately", "same day", "a day", "third visit", "fourth visit", "set back"],
)
def test_a_page_is_asked_for_with_a_condition_until_it_is_time_to_read_it_in_full(
    run: CrawlRun, revisit_s: int | None, at: datetime, *, is_conditional: bool
) -> None:
    found = conditions(source(revisit_s=revisit_s), queued(run), at)
    assert found == (ETAG if is_conditional else Validators())


def test_a_page_without_validators_is_asked_for_in_full(run: CrawlRun) -> None:
    run.dataset.frontier.save_validators(STORY, Validators(), NOON)
    assert queued(run).read_at is None
    assert conditions(source(revisit_s=3600), queued(run), NOON) == Validators()


def answer(status: int, **headers: str) -> Response:
    asked = Request(STORY, headers={name.replace("_", "-"): v for name, v in headers.items()})
    return Response(STORY, status=status, request=asked)


def test_an_unchanged_page_ends_its_visit(run: CrawlRun) -> None:
    run.dataset.frontier.due_for_revisit("gazette", 0, NOON + HOUR, "run-2")
    run.pages_open[STORY] = "gazette"
    assert is_unchanged(run, queued(run), answer(304, If_None_Match='"1"'))
    row = run.dataset.frontier.row(STORY)
    assert row is not None
    assert (row.state, row.article_id is not None) == ("delivered", True)
    assert row.finished_at is not None
    assert row.finished_at > NOON
    assert (run.result("gazette").unchanged, run.pages_done, run.pages_open) == (1, 1, {})
    assert queued(run).read_at == NOON, "the time when it was read in full"


@pytest.mark.parametrize("status", [200, 412, 500])
def test_what_comes_in_place_of_a_304_is_no_longer_asked_for_by_it(
    run: CrawlRun, status: int
) -> None:
    assert not is_unchanged(run, queued(run), answer(status, If_Modified_Since="x"))
    assert queued(run).validators == Validators()


def test_a_304_that_nobody_asked_for_is_an_error_like_others(run: CrawlRun) -> None:
    assert not is_unchanged(run, queued(run), answer(304))
    assert queued(run).validators == ETAG


def test_a_304_for_what_was_never_delivered_is_none(run: CrawlRun) -> None:
    other = f"{STORY}/2"
    run.dataset.frontier.announce(announcement(other))
    unknown = replace(queued(run), url=other)
    assert not is_unchanged(run, unknown, answer(304, If_None_Match='"1"'))


@pytest.mark.parametrize(("url", "is_kept"), [(STORY, False), (f"{STORY}/new", True)])
def test_text_of_a_feed_stands_in_for_no_later_state_of_a_page(
    run: CrawlRun, url: str, *, is_kept: bool
) -> None:
    run.dataset.frontier.announce(announcement(url))
    on_its_way = run.dataset.frontier.queued(url)
    told = Entry(url=url, title="Of late", content_html="<p>The harbour is open.</p>")
    run.dataset.frontier.announce(announcement(told))
    found = as_known_now(run, on_its_way).entry
    assert found == (told if is_kept else replace(told, content_html=None))
