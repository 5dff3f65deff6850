from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typing_extensions import override

from crawler.extracting.learning import Lessons
from crawler.extracting.many_pages import (
    PAGES_IN_FLIGHT,
    Outcome,
    count_by_site,
    extract_pages,
    learn_pages,
)
from pipelines.errors import PageError, RecordError
from pipelines.items import Article, Page, Rejection
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory
from pipelines.workers.pool import ArticleWorkers, WorkerSettings
from tests.crawler.state.examples import article

Submit = Callable[[Page, SiteMemory], Future[Article]]


class FakeWorkers(ArticleWorkers):
    """Workers that do what a test wants and remember what they were told."""

    def __init__(self, build: Callable[[Page], Article]) -> None:
        super().__init__(WorkerSettings(processes=1))
        self._fake = build
        self.memories: list[SiteMemory] = []

    @override
    def submit(self, page: Page, memory: SiteMemory) -> Future[Article]:
        self.memories.append(memory)
        outcome: Future[Article] = Future()
        try:
            outcome.set_result(self._fake(page))
        except Exception as error:  # noqa: BLE001 - as a worker process hands it back
            outcome.set_exception(error)
        return outcome


def page(number: int, site: str = "gazette.example") -> Page:
    url = f"https://{site}/{number}"
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return Page(url=url, url_requested=url, body=b"", fetched_at=moment)


def build(of: Page) -> Article:
    return article(of.url)


def test_outcomes_come_in_the_order_of_the_pages() -> None:
    torn = RecordError("bad-manifest-line", "m:3")
    pages: list[Page | RecordError] = [page(1), page(2), torn, page(4)]
    first, second, third, fourth = extract_pages(pages, FakeWorkers(build))
    urls = [o.url for o in (first, second, fourth) if isinstance(o, Article)]
    assert urls == [p.url for p in pages if isinstance(p, Page)]
    assert third is torn


def test_page_without_an_article_is_a_rejection() -> None:
    def refuse(_page: Page) -> Article:
        raise PageError("no-article-body", "3 words")

    (outcome,) = extract_pages([page(1)], FakeWorkers(refuse))
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.detail) == ("no-article-body", "3 words")


def fail(of: Page) -> Article:
    if of.url.endswith("/1"):
        raise ZeroDivisionError
    return article(of.url)


class FailingHere(FakeWorkers):
    """Workers that fail already when a page is handed out, as in the process of the caller."""

    @override
    def submit(self, page: Page, memory: SiteMemory) -> Future[Article]:
        future = super().submit(page, memory)
        future.result()
        return future


@pytest.mark.parametrize("workers", [FakeWorkers(fail), FailingHere(fail)], ids=["there", "here"])
def test_fault_of_our_own_costs_one_page(
    workers: FakeWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = extract_pages([page(1), page(2)], workers)
    assert isinstance(first, Rejection)
    assert first.reason == "internal-error"
    assert isinstance(second, Article)
    assert "internal error on https://gazette.example/1" in caplog.text


def test_only_so_many_pages_are_in_flight() -> None:
    read = 0

    def pages() -> Iterator[Page]:
        nonlocal read
        for number in range(3 * PAGES_IN_FLIGHT):
            read += 1
            yield page(number)

    outcomes = extract_pages(pages(), FakeWorkers(build))
    for done, _ in enumerate(outcomes, start=1):
        assert read <= done + PAGES_IN_FLIGHT
    assert read == 3 * PAGES_IN_FLIGHT


def test_page_is_told_what_is_known_when_it_is_handed_out() -> None:
    workers = FakeWorkers(build)
    outcomes: list[Outcome] = []

    def recall(_page: Page) -> SiteMemory:
        return SiteMemory(articles=len(outcomes))

    pages = [page(number) for number in range(PAGES_IN_FLIGHT + 3)]
    for outcome in extract_pages(pages, workers, recall):
        outcomes.append(outcome)  # noqa: PERF402 - recall looks at it in between
    told = [memory.articles for memory in workers.memories]
    assert told == [0] * PAGES_IN_FLIGHT + [1, 2, 3]


def test_page_alone_is_told_nothing() -> None:
    workers = FakeWorkers(build)
    list(extract_pages([page(1)], workers))
    assert workers.memories == [SiteMemory()]


def test_all_pages_of_a_site_teach_it_before_the_first_is_built() -> None:
    workers = FakeWorkers(lambda of: article(of.url, text=of.url))
    pages = [page(1), page(2), page(3)]
    with Lessons() as lessons:
        assert list(learn_pages(pages, count_by_site(pages), workers, lessons)) == [1, 2, 3]
        assert lessons.memory(pages[0].url).day_first == 3
    assert all(memory == SiteMemory() for memory in workers.memories)


def test_page_that_is_alone_on_its_site_is_not_built_to_learn() -> None:
    workers = FakeWorkers(build)
    files = [replace(page(number), url=f"file:///{number}.html") for number in range(3)]
    pages = [page(1), *files]
    with Lessons() as lessons:
        assert list(learn_pages(pages, count_by_site(pages), workers, lessons)) == []
        assert lessons.memory("file:///1.html") == SiteMemory()
    assert workers.memories == []


def addresses_learned_from(pages: list[Page]) -> list[str]:
    built = []

    def build_noting(of: Page) -> Article:
        built.append(of.url)
        return article(of.url)

    with Lessons() as lessons:
        list(learn_pages(pages, count_by_site(pages), FakeWorkers(build_noting), lessons))
    return built


def test_large_site_is_learned_from_a_sample_that_no_order_changes() -> None:
    pages = [page(number) for number in range(5_000)]
    chosen = [addresses_learned_from(order) for order in (pages, pages[::-1])]
    assert sorted(chosen[0]) == sorted(chosen[1])
    assert len(chosen[0]) == pytest.approx(SiteOptions().max_pages_learned, rel=0.1)


def test_what_goes_wrong_while_learning_is_told_only_when_it_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    torn = RecordError("bad-manifest-line", "m:3")
    pages: list[Page | RecordError] = [page(1), torn, page(2)]
    with Lessons() as lessons:
        assert list(learn_pages(pages, count_by_site(pages), FakeWorkers(fail), lessons)) == [1, 2]
    assert "internal error" not in caplog.text
