from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.source_states import Validators
from pipelines.errors import SourceError
from tests.crawler.spiders.readings import (
    ETAG,
    HOME,
    SITEMAP,
    STORIES,
    Reading,
    home_page,
    index,
    remember,
    rss,
    sitemap,
    task,
)
from tests.crawler.spiders.runs import FEED, source
from tests.crawler.state.examples import NOON, ending

NEW, OLD = ("new", "2025-11-24T11:00:00Z"), ("old", "2025-11-01T11:00:00Z")


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


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    reading = Reading(tmp_path, source())
    with reading.run.dataset:
        yield reading


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
