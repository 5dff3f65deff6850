import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.run import CrawlRun
from crawler.sources import Source
from crawler.spiders.source_reader import SourceReader
from crawler.spiders.source_tasks import SourceDocument, SourceTask
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.errors import SourceError
from tests.crawler.spiders.runs import FEED, new_run, source
from tests.crawler.state.examples import NOON, ending

HOME = "https://gazette.example/"
ETAG = Validators(etag='"1"')
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Reading:
    """A reader over one source, in a run of its own."""

    def __init__(self, folder: Path, source: Source, run_id: str = "run-1") -> None:
        self.run: CrawlRun = new_run(folder, source, run_id=run_id)
        self.source = source
        self.reader = SourceReader(self.run)
        self.result = self.run.result(source.id)

    def read(
        self, task: SourceTask, body: bytes, status: int = 200, at: datetime = NOON, **values: bool
    ) -> list[str]:
        document = SourceDocument(
            task=task,
            url=task.url,
            status=status,
            body=body,
            content_type=None,
            validators=ETAG,
            fetched_at=at,
            is_conditional=values.get("is_conditional", status == 304),
        )
        return told(self.reader.read(document))

    def fail(self, task: SourceTask, reason: str = "http-500") -> list[str]:
        return told(self.reader.failed(task, SourceError(reason, f"{task.url}: gone")))

    def is_asked_conditionally(self, url: str) -> bool:
        return self.run.dataset.sources.validators(url) == ETAG


def told(work: Iterator[SourceTask | QueuedUrl]) -> list[str]:
    """Return what is to be fetched, pages of stories marked by a star."""
    return [f"* {piece.url}" if isinstance(piece, QueuedUrl) else piece.url for piece in work]


def remember(reading: Reading, read_as: Source) -> None:
    """Let the source have been read well in an earlier run, configured so."""
    reading.run.dataset.sources.record_run(
        read_as.id, NOON, error=None, has_new=False, read_as=read_as.reading_key
    )


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    reading = Reading(tmp_path, source())
    with reading.run.dataset:
        yield reading


def task(url: str = FEED, **values: object) -> SourceTask:
    return SourceTask(**{"source_id": "gazette", "url": url, **values})  # type: ignore[arg-type] # by name


def rss(*links: str, day: str = "23 Nov 2026") -> bytes:
    items = "".join(
        f"<item><title>T</title><link>{link}</link><pubDate>{day} 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


def home_page(*links: str, feeds: tuple[str, ...] = (), next_page: str | None = None) -> bytes:
    heads = "".join(f"<link rel='alternate' type='application/rss+xml' href='{f}'>" for f in feeds)
    rows = "".join(
        f"<div><h3><a href='{link}'>What the people of the town say about {link}</a></h3>"
        f"<span>2{n}.11.2025 10:00</span></div>"
        for n, link in enumerate(links)
    )
    more = f"<a rel='next' href='{next_page}'>Next</a>" if next_page else ""
    return f"<html><head>{heads}</head><body><main>{rows}</main>{more}</body></html>".encode()


def index(*children: tuple[str, str]) -> bytes:
    rows = "".join(
        f"<sitemap><loc>{HOME}{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in children
    )
    return f"<sitemapindex xmlns='{SITEMAP}'>{rows}</sitemapindex>".encode()


STORIES = tuple(f"{HOME}story/{number}" for number in range(4))


def test_new_entries_of_a_feed_are_fetched_and_known_ones_are_not(reading: Reading) -> None:
    assert reading.read(task(), rss(*STORIES[:2])) == [f"* {url}" for url in STORIES[:2]]
    assert reading.read(task(), rss(*STORIES[:3])) == [f"* {STORIES[2]}"]
    assert (reading.result.kind, reading.result.listed, reading.result.read) == ("feed", 5, 2)


def test_of_a_story_that_a_large_feed_names_twice_the_first_state_counts(
    reading: Reading,
) -> None:
    stories = [f"{HOME}many/{number}" for number in range(250)]
    body = rss(*stories, stories[0]).replace(b"T</title>", b"Now</title>", 1)
    assert len(reading.read(task(), body)) == 250
    entry = reading.run.dataset.frontier.queued(stories[0]).entry
    assert entry is not None
    assert entry.title == "Now"


def test_a_feed_is_asked_conditionally_once_its_entries_are_safe(reading: Reading) -> None:
    assert not reading.is_asked_conditionally(FEED)
    reading.read(task(), rss(*STORIES))
    assert reading.is_asked_conditionally(FEED)


def test_what_did_not_change_gives_nothing(reading: Reading) -> None:
    assert reading.read(task(), b"", status=304) == []
    assert reading.result.not_modified == 1
    assert reading.result.is_ended
    assert reading.run.read_at == {"gazette": NOON}


def test_left_overs_of_an_earlier_run_are_fetched_although_the_feed_is_the_same(
    tmp_path: Path,
) -> None:
    first = Reading(tmp_path, source(), run_id="run-1")
    with first.run.dataset:
        first.read(task(), rss(*STORIES))
    second = Reading(tmp_path, source(), run_id="run-2")
    with second.run.dataset:
        assert told(second.reader.left_overs(second.source)) == [f"* {url}" for url in STORIES]
        assert told(second.reader.left_overs(second.source)) == []


def test_no_more_left_overs_are_taken_than_pages_may_be_fetched(tmp_path: Path) -> None:
    first = Reading(tmp_path, source(), run_id="run-1")
    with first.run.dataset:
        first.read(task(), rss(*STORIES))
    second = Reading(tmp_path, source(limit=1), run_id="run-2")
    with second.run.dataset:
        for queued in second.reader.left_overs(second.source):
            assert queued.url == STORIES[0]
            second.run.take_page(second.source)
        assert second.result.requested == 1


def test_links_elsewhere_are_counted_and_not_followed(reading: Reading) -> None:
    found = reading.read(task(), rss(STORIES[0], "https://ads.example/x", "https://a.ads.example/"))
    assert found == [f"* {STORIES[0]}"]
    assert reading.result.offsite == {"ads.example": 1, "a.ads.example": 1}


def test_allowed_hosts_are_followed(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(allowed_hosts=("agency.example",)))
    with reading.run.dataset:
        url = "https://www.agency.example/x"
        assert reading.read(task(), rss(url)) == [f"* {url}"]


def test_a_source_that_only_leads_elsewhere_is_read_again_in_full(reading: Reading) -> None:
    with pytest.raises(SourceError, match=r'allowed_hosts = \["ads.example"\]'):
        reading.read(task(), rss("https://ads.example/x"))
    assert not reading.is_asked_conditionally(FEED)


def test_patterns_of_the_user_choose_among_the_links(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(include=("/story/",), exclude=("/story/1",)))
    with reading.run.dataset:
        found = reading.read(task(), rss(HOME + "sport/1", *STORIES))
        assert found == [f"* {STORIES[n]}" for n in (0, 2, 3)]


def test_a_home_page_gives_way_to_its_feed_which_is_remembered(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        page = home_page(*STORIES, feeds=("/rss", "/atom"))
        assert reading.read(task(HOME), page) == [f"{HOME}rss"]
        assert not reading.is_asked_conditionally(HOME)
        guess = task(f"{HOME}rss", is_guess=True)
        assert reading.read(guess, rss(STORIES[0])) == [f"* {STORIES[0]}"]
        remember(reading, reading.source)
        assert reading.reader.first_task(reading.source).url == f"{HOME}rss"


def test_feeds_that_fail_give_way_to_each_other_and_then_to_the_home_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES, feeds=("/rss", "/atom")))
        first = task(f"{HOME}rss", is_guess=True, other_guesses=(f"{HOME}atom",))
        assert reading.fail(first) == [f"{HOME}atom"]
        second = task(f"{HOME}atom", is_guess=True)
        assert reading.fail(second) == [f"* {url}" for url in STORIES]
        assert (reading.result.kind, reading.result.error) == ("listing", None)


def test_a_home_page_without_stories_fails_with_its_feeds(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(feeds=("/rss",)))
        assert reading.fail(task(f"{HOME}rss", is_guess=True), "http-404") == []
        assert (reading.result.failure or "").startswith("http-404")


def test_a_remembered_feed_that_is_gone_is_looked_for_again(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, reading.source)
        remembered = reading.reader.first_task(reading.source)
        assert (remembered.url, remembered.is_guess) == (FEED, True)
        assert reading.fail(remembered) == [HOME]
        assert reading.reader.first_task(reading.source).url == HOME


MANY = tuple(f"{HOME}story/{number}" for number in range(8))
OTHERS = tuple(f"{HOME}other/{number}" for number in range(8))


def test_a_home_page_gives_way_to_the_feed_of_its_stories(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*MANY, feeds=("/en", "/rss")))
        first = task(f"{HOME}en", is_guess=True, other_guesses=(f"{HOME}rss",))
        with pytest.raises(SourceError) as error:
            reading.read(first, rss(*OTHERS))
        assert error.value.reason == "other-stories"
        assert told(reading.reader.failed(first, error.value)) == [f"{HOME}rss"]
        assert reading.read(task(f"{HOME}rss", is_guess=True), rss(MANY[0])) == [f"* {MANY[0]}"]


def _after_feed(reading: Reading, feed: bytes) -> list[str]:
    """Return what is fetched after the only feed of a page that lists ``MANY``."""
    home = reading.source.url
    reading.read(task(home), home_page(*MANY, feeds=("/rss",)))
    guess = task(f"{HOME}rss", is_guess=True)
    with pytest.raises(SourceError) as error:
        reading.read(guess, feed)
    return told(reading.reader.failed(guess, error.value))


def test_a_feed_that_was_left_years_ago_gives_way_to_the_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        pages = [f"* {url}" for url in MANY]
        assert _after_feed(reading, rss(*OTHERS, day="01 Mar 2019")) == pages
        remember(reading, reading.source)
        assert reading.reader.first_task(reading.source).url == HOME
        assert reading.read(task(HOME), home_page(*MANY, feeds=("/rss",))) == []
        assert reading.read(task(HOME), home_page(feeds=("/rss",))) == [f"{HOME}rss"]


def test_a_section_page_is_not_given_up_for_the_feed_of_the_site(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=f"{HOME}sport"))
    with reading.run.dataset:
        assert _after_feed(reading, rss(*MANY[:2], *OTHERS)) == [f"* {url}" for url in MANY]


def test_a_feed_that_is_kept_up_is_read_for_want_of_a_better_one(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        assert _after_feed(reading, rss(*OTHERS)) == [f"{HOME}rss"]
        spare = task(f"{HOME}rss", is_guess=True, is_for_want_of_others=True)
        assert reading.read(spare, rss(*OTHERS)) == [f"* {url}" for url in OTHERS]


def test_a_spare_feed_that_fails_gives_way_to_the_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        _after_feed(reading, rss(*OTHERS))
        spare = task(f"{HOME}rss", is_guess=True, is_for_want_of_others=True)
        assert reading.fail(spare) == [f"* {url}" for url in MANY]


def test_who_wants_a_feed_gets_the_one_there_is(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="feed"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*MANY, feeds=("/rss",)))
        guess = task(f"{HOME}rss", is_guess=True)
        assert reading.read(guess, rss(OTHERS[0], day="01 Mar 2019")) == [f"* {OTHERS[0]}"]


def test_a_remembered_feed_without_news_for_months_is_looked_for_again(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, reading.source)
        remembered = reading.reader.first_task(reading.source)
        with pytest.raises(SourceError, match="nothing new for months") as error:
            reading.read(remembered, rss(*STORIES, day="01 Mar 2019"))
        assert told(reading.reader.failed(remembered, error.value)) == [HOME]


def test_a_listing_does_not_look_for_feeds(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        page = home_page(*STORIES, feeds=("/rss",))
        assert reading.read(task(HOME), page) == [f"* {url}" for url in STORIES]


@pytest.mark.parametrize("kind", ["sitemap", "listing"])
def test_a_source_that_is_something_else_is_an_error(tmp_path: Path, kind: str) -> None:
    reading = Reading(tmp_path, source(kind=kind))
    with reading.run.dataset, pytest.raises(SourceError) as error:
        reading.read(task(), rss(*STORIES))
    assert error.value.reason == "wrong-kind"


def test_pages_of_a_listing_are_asked_conditionally_only_after_the_last_was_read(
    tmp_path: Path,
) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing", max_pages=2))
    with reading.run.dataset:
        second = f"{HOME}?page=2"
        found = reading.read(task(HOME), home_page(*STORIES, next_page="/?page=2"))
        assert found[-1] == second
        assert not reading.is_asked_conditionally(HOME), "a kill now would lose the second page"
        others = tuple(f"{HOME}older/{n}" for n in range(4))
        page = home_page(*others, next_page="/?page=3")
        assert reading.read(task(second, page=2), page) == [f"* {url}" for url in others]
        assert reading.is_asked_conditionally(HOME)
        assert reading.is_asked_conditionally(second)


@pytest.mark.parametrize(
    ("hours", "revisit_s", "first_page", "goes_on"),
    [
        (1, None, STORIES[:2], False),
        (1, None, (*STORIES[:2], f"{HOME}story/9"), True),
        (1, None, (*STORIES[:2], "https://herald.example/story/9"), False),
        (1, 3600, STORIES[:2], True),
        (25, None, STORIES[:2], True),
    ],
    ids=["nothing new", "a new story", "new elsewhere", "revisits", "a day later"],
)
def test_behind_a_page_that_names_nothing_new_stands_nothing_new(
    tmp_path: Path,
    hours: int,
    revisit_s: int | None,
    first_page: tuple[str, ...],
    *,
    goes_on: bool,
) -> None:
    listing = source(url=HOME, kind="listing", revisit_s=revisit_s)
    first = Reading(tmp_path, listing)
    with first.run.dataset:
        first.read(task(HOME), home_page(*STORIES[:2], next_page="/2"))
        first.read(task(f"{HOME}2", page=2), home_page(*STORIES[2:]))
        remember(first, listing)
    second = Reading(tmp_path, listing, run_id="run-2")
    second.run.started_at = at = NOON + timedelta(hours=hours)
    with second.run.dataset:
        found = second.read(task(HOME), home_page(*first_page, next_page="/2"), at=at)
    assert (f"{HOME}2" in found) is goes_on


def test_a_listing_that_was_not_read_to_its_end_is_read_on(tmp_path: Path) -> None:
    listing = source(url=HOME, kind="listing")
    for number in range(2):
        reading = Reading(tmp_path, listing, run_id=f"run-{number}")
        with reading.run.dataset:
            remember(reading, listing)
            found = reading.read(task(HOME), home_page(*STORIES[:2], next_page="/2"))
            assert f"{HOME}2" in found


def test_a_listing_whose_second_page_failed_is_read_again_in_full(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES, next_page="/?page=2"))
        assert reading.fail(task(f"{HOME}?page=2", page=2)) == []
        assert not reading.is_asked_conditionally(HOME)
        assert reading.result.failure is None
        assert reading.result.warnings


def test_the_newest_children_of_an_index_are_read_and_the_index_every_time(
    reading: Reading,
) -> None:
    children = tuple((f"map-{n}", f"2025-11-{n:02}") for n in range(1, 9))
    found = reading.read(task(HOME + "index.xml"), index(*children))
    assert found == [f"{HOME}map-{n}.xml" for n in (8, 7, 6, 5, 4)]
    assert not reading.is_asked_conditionally(HOME + "index.xml")
    assert not reading.result.is_ended


def test_an_index_all_of_whose_children_fail_is_a_failure(reading: Reading) -> None:
    reading.read(task(HOME + "index.xml"), index(("a", "2025-11-01")))
    reading.fail(task(HOME + "a.xml", depth=1), "http-404")
    assert (reading.result.failure or "").startswith("http-404")


def test_indexes_that_go_round_in_circles_end(reading: Reading) -> None:
    body = index(("index", "2025-11-01"))
    assert reading.read(task(HOME + "index.xml", depth=1), body) == [f"{HOME}index.xml"]
    with pytest.raises(SourceError, match="an index in an index"):
        reading.read(task(HOME + "index.xml", depth=2), body)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_of_the_server_is_an_error_of_the_source(reading: Reading, status: int) -> None:
    with pytest.raises(SourceError) as error:
        reading.read(task(), b"", status=status)
    assert error.value.reason == f"http-{status}"


def test_a_single_page_is_fetched_once(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=STORIES[0], kind="url"))
    with reading.run.dataset:
        assert told(reading.reader.single_page(reading.source, NOON)) == [f"* {STORIES[0]}"]
        assert told(reading.reader.single_page(reading.source, NOON)) == []
        assert (reading.result.kind, reading.result.is_ended) == ("url", True)


def test_stamps_of_a_listing_teach_the_order_of_day_and_month(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES))
        assert reading.run.dataset.sources.memory("gazette").day_first == len(STORIES)


def test_a_failure_names_the_document_once(reading: Reading) -> None:
    reading.fail(task())
    assert (reading.result.failure or "") == f"http-500: {FEED}: gone"
    unnamed = SourceError("unsafe-xml", "the document defines entities")
    list(reading.reader.failed(task(), unnamed))
    assert reading.result.failure == f"unsafe-xml: {FEED}: the document defines entities"


def test_what_the_patterns_of_a_source_leave_out_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    picky = Reading(tmp_path, source(exclude=("/sport/",)))
    with picky.run.dataset:
        stories = ("/sport/1", "/news/1", "/news/2")
        picky.read(task(), rss(*(f"https://gazette.example{story}" for story in stories)))
    assert "gazette: include and exclude leave 2 of 3 stories" in caplog.messages


def test_a_feed_that_another_address_led_to_is_not_remembered(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=f"{HOME}sport"))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, source(url=HOME))
        assert reading.reader.first_task(reading.source).url == f"{HOME}sport"


def test_a_source_is_asked_conditionally_only_while_it_is_configured_as_it_was(
    reading: Reading,
) -> None:
    reading.run.dataset.sources.save_validators(FEED, ETAG, NOON)
    assert reading.reader.validators(task()) == Validators()
    remember(reading, source(include=("/sport/",)))
    assert reading.reader.validators(task()) == Validators()
    remember(reading, reading.source)
    assert reading.reader.validators(task()) == ETAG


def test_a_document_that_is_called_unchanged_for_ever_is_asked_for_in_full_each_day(
    reading: Reading,
) -> None:
    remember(reading, reading.source)
    reading.read(task(), rss(*STORIES))
    asked = []
    for hours in range(0, 36, 4):
        reading.run.started_at = NOON + timedelta(hours=hours)
        asked.append(reading.reader.validators(task()))
        reading.read(task(), b"", status=304)
    assert asked == [ETAG] * 6 + [Validators()] * 3


def test_an_answer_that_nothing_changed_is_no_answer_to_who_did_not_ask_so(
    reading: Reading,
) -> None:
    with pytest.raises(SourceError) as error:
        reading.read(task(), b"", status=304, is_conditional=False)
    assert error.value.reason == "http-304"


@pytest.mark.parametrize("status", [412, 400, 500])
def test_a_server_that_stumbles_over_a_condition_is_asked_without_one(
    reading: Reading, status: int
) -> None:
    reading.read(task(), rss(*STORIES))
    with pytest.raises(SourceError, match=str(status)):
        reading.read(task(), b"", status=status, is_conditional=True)
    assert not reading.is_asked_conditionally(FEED)


NEW, OLD = ("new", "2025-11-24T11:00:00Z"), ("old", "2025-11-01T11:00:00Z")


def sitemap(*stories: tuple[str, str | None]) -> bytes:
    rows = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{stamp}</lastmod>' if stamp else ''}</url>"
        for url, stamp in stories
    )
    return f"<urlset xmlns='{SITEMAP}'>{rows}</urlset>".encode()


def children_asked(
    folder: Path, body: bytes, hours: float = 1, revisit_s: int | None = None
) -> list[str]:
    """Return what an index leads to some hours after both of its sitemaps were read."""
    maps = {name: task(f"{HOME}{name}.xml", depth=1, lastmod=day) for name, day in (OLD, NEW)}
    first = Reading(folder, source(revisit_s=revisit_s))
    with first.run.dataset as dataset:
        first.read(task(), index(OLD, NEW))
        first.read(maps["old"], sitemap((STORIES[0], OLD[1])))
        first.read(maps["new"], body)
        dataset.frontier.finish(ending(STORIES[0], now=NOON))
        remember(first, first.source)
    second = Reading(folder, source(revisit_s=revisit_s), run_id="run-2")
    second.run.started_at = at = NOON + timedelta(hours=hours)
    with second.run.dataset:
        return second.read(task(), index(OLD, NEW), at=at)


def test_sitemaps_that_did_not_change_by_their_index_are_not_read_again(tmp_path: Path) -> None:
    assert children_asked(tmp_path, sitemap((STORIES[1], NEW[1]))) == []


@pytest.mark.parametrize(
    "body",
    [sitemap((STORIES[1], None)), sitemap((STORIES[1], "2025-11-24T11:30:00Z"))],
    ids=["no stamps", "newer story"],
)
def test_an_index_that_cannot_be_believed_is_not(tmp_path: Path, body: bytes) -> None:
    assert children_asked(tmp_path, body) == [f"{HOME}new.xml"]


def test_an_index_is_not_believed_for_longer_than_a_day(tmp_path: Path) -> None:
    asked = children_asked(tmp_path, sitemap((STORIES[1], NEW[1])), hours=25)
    assert asked == [f"{HOME}new.xml", f"{HOME}old.xml"]


def test_stories_of_a_sitemap_that_is_not_read_again_are_revisited(tmp_path: Path) -> None:
    body = sitemap((STORIES[1], NEW[1]))
    assert children_asked(tmp_path, body, hours=3, revisit_s=7200) == [f"* {STORIES[0]}"]


@pytest.mark.parametrize(
    ("revisit_s", "expected"), [(7200, STORIES[:1]), (6 * 3600, ()), (None, ())]
)
def test_stories_of_an_unchanged_part_of_a_source_are_revisited(
    tmp_path: Path, revisit_s: int | None, expected: tuple[str, ...]
) -> None:
    child = task(f"{HOME}news.xml", depth=1)
    stories = "".join(f"<url><loc>{url}</loc></url>" for url in STORIES[:2])
    found: dict[int, list[str]] = {}
    for hours, status in ((0, 200), (1, 304)):
        at = NOON + timedelta(hours=hours)
        reading = Reading(tmp_path, source(revisit_s=revisit_s), run_id=f"run-{hours}")
        with reading.run.dataset as dataset:
            assert reading.read(task(), index(("news", "2026-11-24")), at=at) == [child.url]
            body = f"<urlset xmlns='{SITEMAP}'>{stories}</urlset>".encode()
            found[status] = reading.read(child, body, status, at + timedelta(seconds=3))
            for url, ago in ((STORIES[0], 4), (STORIES[1], 0)):
                dataset.frontier.finish(ending(url, now=at - timedelta(hours=ago)))
    assert found == {200: [f"* {u}" for u in STORIES[:2]], 304: [f"* {u}" for u in expected]}
