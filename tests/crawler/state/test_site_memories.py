from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.state.database import open_copy
from crawler.state.site_memories import SeenLine, SiteMemories
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import NOON

URL = "https://www.gazette.example/story"
SITE = "gazette.example"
LATER = NOON + timedelta(days=3)


def open_sites(options: SiteOptions = SiteOptions()) -> SiteMemories:
    return SiteMemories(open_copy(Path("/nonexistent/newsdesk.sqlite")), options)


@pytest.fixture
def sites() -> Iterator[SiteMemories]:
    opened = open_sites()
    yield opened
    opened._connection.close()


def lesson(*keys: int, day_first: int = 0, month_first: int = 0) -> SiteMemory:
    samples = {key: f"line {key}" for key in keys}
    return SiteMemory(
        articles=1,
        lines=dict.fromkeys(keys, 1),
        samples=samples,
        day_first=day_first,
        month_first=month_first,
    )


def test_nothing_is_known_of_a_new_site(sites: SiteMemories) -> None:
    assert sites.memory(URL) == SiteMemory()
    assert sites.facts(SITE) is None
    assert sites.sites() == ()


def test_what_articles_taught_adds_up(sites: SiteMemories) -> None:
    sites.learn(URL, NOON, lesson(1, 2, day_first=1))
    sites.learn("https://amp.gazette.example/other", LATER, lesson(2, 3, month_first=2))
    assert sites.memory(URL) == SiteMemory(
        articles=2, day_first=1, month_first=2, lines={1: 1, 2: 2, 3: 1}
    )
    assert sites.memory("https://faro.example/") == SiteMemory()


def test_affixes_and_offsets_are_remembered(sites: SiteMemories) -> None:
    learned = SiteMemory(articles=1, affixes={"… gazette": 1}, offsets={"07+02:00": 1})
    for _ in range(2):
        sites.learn(URL, NOON, learned)
    memory = sites.memory(URL)
    assert (memory.affixes, memory.offsets) == ({"… gazette": 2}, {"07+02:00": 2})


def test_only_lines_that_repeat_keep_a_sample(sites: SiteMemories) -> None:
    sites.learn(URL, LATER, lesson(1, 2))
    sites.learn(URL, NOON, lesson(2))
    rows = sites._connection.execute("SELECT key, sample FROM site_lines ORDER BY key").fetchall()
    assert rows == [(1, None), (2, "line 2")]
    facts = sites.facts(SITE)
    assert facts is not None
    assert facts.lines == (SeenLine(articles=2, first_seen=NOON, last_seen=LATER, sample="line 2"),)
    assert (facts.first_seen, facts.last_seen) == (NOON, LATER)


def test_of_a_known_site_only_lines_that_repeat_are_told(sites: SiteMemories) -> None:
    for number in range(SiteOptions().few_articles + 2):
        sites.learn(URL, NOON, lesson(1, 100 + number))
    assert sites.memory(URL).lines == {1: SiteOptions().few_articles + 2}


def test_lesson_without_a_site_or_an_article_is_not_kept(sites: SiteMemories) -> None:
    sites.learn("file:///story.html", NOON, lesson(1))
    sites.learn(URL, NOON, SiteMemory(day_first=1))
    assert sites.sites() == ()


def test_site_is_forgotten_with_all_it_taught(sites: SiteMemories) -> None:
    sites.learn(URL, NOON, lesson(1))
    sites.learn("https://faro.example/", NOON, lesson(1))
    assert sites.forget(SITE)
    assert not sites.forget(SITE)
    assert sites.sites() == ("faro.example",)
    left = sites._connection.execute("SELECT count(*) FROM site_lines").fetchone()
    assert left == (1,)


def test_lines_seen_once_go_first_and_of_them_the_oldest() -> None:
    sites = open_sites(SiteOptions(max_lines=40, few_articles=1000))
    for number in range(20):
        seen_at = NOON + timedelta(hours=number)
        sites.learn(URL, seen_at, lesson(1, 2, *range(100 * number + 10, 100 * number + 13)))
    left = sites.memory(URL).lines
    assert len(left) == 32
    assert {1, 2} <= left.keys()
    assert {1910, 1911, 1912} <= left.keys()
    assert 10 not in left
    sites._connection.close()


def test_what_a_site_does_today_counts_more_than_what_it_did_years_ago() -> None:
    sites = open_sites(SiteOptions(max_articles=40))
    for number in range(300):
        old = SiteMemory(articles=1, affixes={"the old name": 1}, lines={1: 1, number + 100: 1})
        sites.learn(URL, NOON, old)
    for _ in range(60):
        new = SiteMemory(articles=1, affixes={"a new name": 1}, lines={2: 1})
        sites.learn(URL, LATER, new)
    memory = sites.memory(URL)
    assert 20 <= memory.articles < 40
    assert memory.lines[2] > 0.8 * memory.articles > 0.5 * memory.articles > memory.lines[1]
    assert memory.affixes["a new name"] > 0.8 * memory.articles
    assert memory.affixes["the old name"] < 0.5 * memory.articles
    sites._connection.close()


def test_a_line_that_repeats_goes_on_repeating_however_seldom_it_is() -> None:
    sites = open_sites(SiteOptions(max_articles=40))
    for number in range(500):
        sites.learn(URL, NOON, lesson(1) if number in {3, 4} else lesson())
    assert sites.memory(URL).lines == {1: 2}
    sites._connection.close()


@given(st.lists(st.frozensets(st.integers(0, 5)), min_size=1, max_size=3))
def test_order_of_lessons_makes_no_difference(taught: list[frozenset[int]]) -> None:
    memories = []
    for order in (taught, taught[::-1]):
        sites = open_sites()
        for keys in order:
            sites.learn(URL, _moment(keys), lesson(*keys))
        memories.append((sites.memory(URL), sites.facts(SITE)))
        sites._connection.close()
    assert memories[0] == memories[1]


def _moment(keys: frozenset[int]) -> datetime:
    return NOON + timedelta(hours=sum(keys))
