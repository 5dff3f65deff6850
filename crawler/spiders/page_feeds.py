"""Which of the feeds that a page links to a source is read through, in place of the page."""

from dataclasses import dataclass

from crawler.configuration.sources import Source
from crawler.discovery.address_shapes import is_home_page
from crawler.discovery.discovered import Discovered
from crawler.discovery.feed_choice import is_feed_of, is_out_of_date
from crawler.run import CrawlRun
from crawler.spiders.source_tasks import SourceDocument, SourceTask, feed_guess
from pipelines.errors import SourceError


@dataclass(slots=True, kw_only=True)
class PageWithFeeds:
    """A page whose feeds are tried before it is read as a listing."""

    document: SourceDocument
    discovered: Discovered
    spare_feed: str | None = None
    """A feed that is kept up and has none of the stories of the page."""


class PageFeeds:
    """The pages of a run whose feeds are tried, and what earlier runs found of them."""

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._pages: dict[str, PageWithFeeds] = {}

    def forget(self, source: Source) -> None:
        """Forget how far the feeds of a source were tried."""
        self._pages.pop(source.id, None)

    def first_task(self, source: Source) -> SourceTask:
        """Return the feed that a source was found to lead to, else its own address."""
        resolved = self._resolved(source)
        if source.kind in {"auto", "feed"} and resolved is not None and resolved != source.url:
            return SourceTask(source_id=source.id, url=resolved, is_guess=True)
        return SourceTask(source_id=source.id, url=source.url)

    def are_to_try(self, source: Source, task: SourceTask, discovered: Discovered) -> bool:
        """Return whether a document is a page whose feeds are tried first."""
        is_page = discovered.kind == "html" and task.is_first and not task.is_guess
        if not is_page or source.kind not in {"auto", "feed"} or not discovered.feeds:
            return False
        # What lists other stories than its feeds is a listing, as long as it lists any.
        return not discovered.entries or self._resolved(source) != source.url

    def begin(self, source: Source, document: SourceDocument, discovered: Discovered) -> SourceTask:
        """Keep a page, and return the task that tries its feeds."""
        self._pages[source.id] = PageWithFeeds(document=document, discovered=discovered)
        return feed_guess(source, tuple(link.url for link in discovered.feeds))

    def has_begun(self, source: Source) -> bool:
        """Return whether the feeds of a page of the source are being tried."""
        return source.id in self._pages

    def check(self, source: Source, document: SourceDocument, discovered: Discovered) -> None:
        """Return when a feed is that of the page, or the page is not at hand and the feed kept up.

        Raises:
            SourceError: it has other stories, or nothing new for months.
        """
        page = self._pages.get(source.id)
        is_old = is_out_of_date(discovered.entries, document.fetched_at)
        if page is None:
            if is_old:
                raise SourceError("other-stories", f"{document.url}: nothing new for months")
            return
        if is_feed_of(discovered.entries, page.discovered.entries, source.url):
            return
        if discovered.entries and is_home_page(source.url) and not is_old:
            page.spare_feed = page.spare_feed or document.task.url
        raise SourceError("other-stories", f"{document.url}: {source.url} lists other stories")

    def spare(self, source: Source, task: SourceTask) -> SourceTask | None:
        """Return the task for a feed that is kept up though it has other stories, if it is left."""
        spare_feed = self._pages[source.id].spare_feed
        if spare_feed is None or task.is_for_want_of_others:
            return None
        return SourceTask(
            source_id=source.id, url=spare_feed, is_guess=True, is_for_want_of_others=True
        )

    def end(self, source: Source) -> PageWithFeeds:
        """Return the page: none of its feeds gave its stories."""
        return self._pages.pop(source.id)

    def _resolved(self, source: Source) -> str | None:
        """Return the feed that a source was found to lead to, its own address if it is a listing.

        ``None`` when that is not known of the source as it is configured now.
        """
        state = self._run.dataset.sources.state(source.id)
        return state.resolved_url if state.read_as == source.reading_key else None
