"""Fetches single pages and builds their articles at once, in this process.

For a few pages that are wanted now: no frontier, no dataset, no worker processes.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.middlewares.host_delay import HOST_DELAY_S, site_of
from crawler.short_crawls.one_spider import run_spider, short_settings
from crawler.spiders.failures import describe_failure, describe_status, request_of
from crawler.state.frontier_rows import QueuedUrl
from crawler.story_pages import StoryPages
from pipelines.items import Article, Page, Rejection, SiteRules, SourceHints

Outcome = Article | Rejection
RulesFor = Callable[[str, str], SiteRules | None]
"""Gives the user's rules for the site of a URL, or else for that of the URL that led there."""
UserAgentFor = Callable[[str], str | None]

_PIPELINES = {"pipelines.scrapy_components.ArticlePipeline": 300}


def no_rules(*_: str) -> None:
    """Return that there is nothing special about the site of a URL."""


def fetch_pages(
    urls: Sequence[str],
    settings: Mapping[str, object],
    take: Callable[[Outcome], None],
    rules_for: RulesFor = no_rules,
    user_agent_for: UserAgentFor = no_rules,
) -> int | None:
    """Fetch pages and return the signal that ended the work early, else ``None``.

    Args:
        urls: absolute http(s) URLs, each once.
        settings: Scrapy settings that override those of ``crawler.settings``.
        take: called with what became of each page, in the order of ``urls``.
        rules_for: the user's rules; pages on which a story goes on are fetched too.
        user_agent_for: who newsdesk is to the host of a URL, where it is another than elsewhere.

    Call it once a process: Twisted's reactor cannot be started again. What ``take`` raises ends the
    work and is raised here.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
    """
    outcomes = InOrder(urls, take)
    rules = {url: rules_for(url, url) for url in urls}
    signal_number = run_spider(
        FetchSpider,
        fetch_settings(rules, settings),
        outcomes.receive,
        urls=urls,
        rules_for=rules_for,
        user_agent_for=user_agent_for,
        story_delay_s=short_settings({}, settings)["DOWNLOAD_DELAY"],
    )
    left_over = outcomes.finish()
    if signal_number is None:
        for url in left_over:
            take(_rejection(url, url, "not-fetched", "the request was dropped; -v tells more"))
    return signal_number


def fetch_settings(
    rules: Mapping[str, SiteRules | None], overrides: Mapping[str, object]
) -> Settings:
    """Return Scrapy's settings for a fetch of the URLs that have these rules.

    One page a site needs no pause between ``robots.txt`` and the page; several keep the pace.
    """
    sites = {site_of(url) for url in rules}
    has_more = any(told and (told.next_page or told.single_page) for told in rules.values())
    pace = {"DOWNLOAD_DELAY": 0} if len(sites) == len(rules) and not has_more else {}
    return short_settings({"ITEM_PIPELINES": _PIPELINES, **pace}, overrides)


class FetchSpider(Spider):
    """Requests each URL once, and the pages on which its story goes on."""

    name = "fetch"

    def __init__(
        self,
        urls: Sequence[str] = (),
        rules_for: RulesFor = no_rules,
        user_agent_for: UserAgentFor | None = None,
        story_delay_s: object = 0,
    ) -> None:
        super().__init__()
        self.user_agent_for = user_agent_for
        self._urls = urls
        self._rules_for = rules_for
        self._story_delay_s = story_delay_s
        self._stories: dict[str, StoryPages] = {}

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests."""
        for url in self._urls:
            yield _request(url, url, (self.parse_page, self.page_failed))

    def parse_page(
        self, response: Response, url_requested: str
    ) -> Iterator[Page | Rejection | Request]:
        """Yield the page, or what it needs to be whole, or its rejection on an HTTP error."""
        page = self._page(response, url_requested)
        failure = describe_status(response.status)
        if failure is None:
            yield self._follow(StoryPages(first=page))
        else:
            yield Rejection.of(page, failure.reason, failure.detail)

    def page_failed(self, failure: Failure) -> Iterator[Rejection]:
        """Yield the rejection of a page that could not be downloaded."""
        request = request_of(failure)
        why = describe_failure(failure)
        yield _rejection(request.cb_kwargs["url_requested"], request.url, why.reason, why.detail)

    def parse_further_page(
        self, response: Response, url_requested: str
    ) -> Iterator[Page | Request]:
        """Yield the whole story, or the request for its next page."""
        story = self._stories.pop(url_requested)
        if describe_status(response.status) is None:
            story.add(self._page(response, url_requested))
        else:
            story.miss()
        yield self._follow(story)

    def further_page_failed(self, failure: Failure) -> Iterator[Page | Request]:
        """Yield the story without a page that could not be downloaded."""
        story = self._stories.pop(request_of(failure).cb_kwargs["url_requested"])
        story.miss()
        yield self._follow(story)

    def _follow(self, story: StoryPages) -> Page | Request:
        url = story.next_url()
        if url is None:
            return story.whole()
        url_requested = story.first.url_requested
        self._stories[url_requested] = story
        request = _request(url, url_requested, (self.parse_further_page, self.further_page_failed))
        # Where the first page led to another site, the settings know of one page there alone.
        request.meta[HOST_DELAY_S] = self._story_delay_s
        return request

    def _page(self, response: Response, url_requested: str) -> Page:
        queued = QueuedUrl(
            url=url_requested,
            source_id=SourceHints().source_id,
            source_type="url",
            source_url=None,
            entry=None,
            attempts=0,
        )
        hints = SourceHints(rules=self._rules_for(response.url, url_requested))
        return converters.page_from_response(response, queued, hints)


class InOrder:
    """Hands outcomes on in the order of their URLs, each as soon as those before it are there."""

    def __init__(self, urls: Sequence[str], take: Callable[[Outcome], None]) -> None:
        self._urls = iter(urls)
        self._take = take
        self._waiting: dict[str, Outcome] = {}
        self._next = next(self._urls, None)

    def add(self, outcome: Outcome) -> None:
        """Take an outcome in."""
        self._waiting[outcome.url_requested] = outcome
        while self._next in self._waiting:
            self._take(self._waiting.pop(self._next))
            self._next = next(self._urls, None)

    def receive(self, item: object) -> None:
        """Take an item of the spider in, if it is an outcome."""
        if isinstance(item, Article | Rejection):
            self.add(item)

    def finish(self) -> list[str]:
        """Hand on what waits for outcomes that never came; return the URLs of those."""
        left_over = [] if self._next is None else [self._next, *self._urls]
        for url in left_over:
            if url in self._waiting:
                self._take(self._waiting[url])
        return [url for url in left_over if url not in self._waiting]


def _request(
    url: str, url_requested: str, callbacks: tuple[Callable[..., Any], Callable[..., Any]]
) -> Request:
    return Request(
        url,
        callback=callbacks[0],
        errback=callbacks[1],
        cb_kwargs={"url_requested": url_requested},
        dont_filter=True,
    )


def _rejection(url_requested: str, url: str, reason: str, detail: str) -> Rejection:
    return Rejection(
        url=url,
        url_requested=url_requested,
        hints=SourceHints(),
        reason=reason,
        detail=detail,
        http_status=None,
        fetched_at=converters.now(),
    )
