from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_copy
from crawler.state.source_history import PAGES_KEPT, SeenDay, SeenPage, Silence, SourceHistory
from tests.crawler.state.examples import NOON, STORY, article, open_dataset, rejection


@pytest.fixture
def history() -> Iterator[SourceHistory]:
    connection = open_copy(Path("/nonexistent/newsdesk.sqlite"))
    yield SourceHistory(connection)
    connection.close()


def test_nothing_is_known_of_a_new_source(history: SourceHistory) -> None:
    assert history.pages("s") == ()
    assert history.days("s") == ()


def test_pages_come_back_as_they_were_in_their_order(history: SourceHistory) -> None:
    pages = (
        SeenPage(at=NOON, words=300, is_dated=True),
        SeenPage(at=NOON, words=20, is_dated=False),
        SeenPage(at=NOON, reason="caf\udce9"),
    )
    for page in pages:
        history.add_page("s", page)
    history.add_page("other", pages[0])
    assert history.pages("s") == (*pages[:2], SeenPage(at=NOON, reason="caf?"))


def test_the_newest_pages_are_kept(history: SourceHistory) -> None:
    for number in range(PAGES_KEPT + 150):
        history.add_page("s", SeenPage(at=NOON, words=number))
    assert [page.words for page in history.pages("s")] == list(range(150, PAGES_KEPT + 150))
    rows = history._connection.execute("SELECT count(*) FROM source_pages").fetchone()[0]
    assert rows <= PAGES_KEPT + 100


def test_days_count_stories_and_reads(history: SourceHistory) -> None:
    history.add_read("s", NOON - timedelta(days=1))
    history.add_page("s", SeenPage(at=NOON, words=1), is_story=True)
    history.add_page("s", SeenPage(at=NOON, words=1))
    history.add_read("s", NOON)
    history.add_read("s", NOON)
    assert history.days("s") == (
        SeenDay(day=NOON.date() - timedelta(days=1), stories=0, reads=1),
        SeenDay(day=NOON.date(), stories=1, reads=2),
    )


def test_silence_is_counted_in_days_on_which_the_source_was_read(history: SourceHistory) -> None:
    assert history.silence("s") is None
    for day in range(600):
        at = NOON + timedelta(days=day)
        if day % 2:
            history.add_read("s", at)
        if day in {1, 2, 397, 399}:
            history.add_page("s", SeenPage(at=at, words=1), is_story=True)
        history.add_page("s", SeenPage(at=at, words=1))
    assert history.silence("s") == Silence(
        since=(NOON + timedelta(days=399)).date(),
        days=100,
        days_before=120,
        story_days_before=2,
    )


def test_what_is_delivered_and_rejected_is_remembered(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.deliver(article(text="The harbour opens again on Tuesday, says the mayor."))
        dataset.deliver(
            article(f"{STORY}/copy", text="The harbour opens again on Tuesday, says the mayor.")
        )
        dataset.reject(rejection())
        dataset.sources.record_run("gazette", NOON, error=None)
        reasons = [page.reason for page in dataset.history.pages("gazette")]
        (day,) = dataset.history.days("gazette")
    assert reasons[:3] == [None, None, "duplicate-exact"]
    assert len(reasons) == 4
    assert (day.stories, day.reads) == (1, 1)
