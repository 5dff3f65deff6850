from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extracting.learning import Lesson, Lessons, learn_site
from pipelines.items import Article
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import article

SITE = "https://gazette.example"
NEAR = (*range(120), *range(900, 908))


def lesson(
    number: int, lines: Sequence[int], signature: tuple[int, ...] = (), text: str | None = None
) -> Lesson:
    return Lesson(
        id=f"{number:032x}",
        text_sha256=text or f"{number * 7919 % 101:064x}",
        signature=signature,
        learned=SiteMemory(articles=1, lines=dict.fromkeys(lines, 1), day_first=1),
    )


def test_line_counts_once_an_article() -> None:
    memory = learn_site([lesson(1, [1, 2]), lesson(2, [2, 3]), lesson(3, [2])])
    assert (memory.articles, memory.day_first) == (3, 3)
    assert memory.lines == {1: 1, 2: 3, 3: 1}


VERSIONS = {
    "the same address fetched again": [lesson(1, [1], text="a"), lesson(1, [1, 2], text="b")],
    "an exact copy": [lesson(1, [1], text="a"), lesson(2, [1, 2], text="a")],
    "a near copy": [lesson(1, [1], tuple(range(128))), lesson(2, [1, 2], NEAR)],
}


@pytest.mark.parametrize("lessons", VERSIONS.values(), ids=VERSIONS)
def test_versions_of_one_story_count_once(lessons: list[Lesson]) -> None:
    memory = learn_site(lessons)
    assert (memory.articles, memory.day_first, memory.lines) == (1, 1, {1: 1, 2: 1})


def _lessons() -> st.SearchStrategy[list[Lesson]]:
    signatures = st.sampled_from(((), tuple(range(128)), NEAR, tuple(range(500, 628))))
    one = st.builds(lesson, st.integers(1, 9), st.sets(st.integers(0, 6)).map(sorted), signatures)
    return st.lists(one, max_size=8)


@given(_lessons(), st.randoms())
def test_any_order_teaches_the_same(lessons: list[Lesson], random: Random) -> None:
    shuffled = sorted(lessons, key=lambda _: random.random())
    assert learn_site(shuffled) == learn_site(lessons)


@given(_lessons())
def test_articles_that_come_again_change_nothing(lessons: list[Lesson]) -> None:
    assert learn_site([*lessons, *lessons]) == learn_site(lessons)


def learned_article(number: int, *lines: int) -> Article:
    learned = SiteMemory(
        articles=1,
        lines=dict.fromkeys(lines, 1),
        affixes={"… gazette": 1},
        offsets={"07+02:00": 1},
        samples=dict.fromkeys(lines, "text"),
    )
    return replace(article(f"{SITE}/{number}", f"Story {number}."), learned=learned)


def test_page_of_the_set_is_told_what_the_others_taught() -> None:
    with Lessons() as lessons:
        for number in (1, 2, 3):
            lessons.add(learned_article(number, 7, number))
        memory = lessons.memory(f"{SITE}/1")
    assert memory == SiteMemory(
        articles=2, lines={7: 2}, affixes={"… gazette": 2}, offsets={"07+02:00": 2}
    )


def test_sites_are_told_apart_and_pages_without_an_address_have_none() -> None:
    with Lessons() as lessons:
        lessons.add(learned_article(1, 7))
        lessons.add(replace(learned_article(2, 7), url="file:///2.html"))
        assert lessons.memory("https://faro.example/1") == SiteMemory()
        assert lessons.memory("file:///2.html") == SiteMemory()


def test_page_is_told_of_so_many_lines_at_most() -> None:
    with Lessons(SiteOptions(max_lines_told=2)) as lessons:
        lessons.add(learned_article(1, 1, 2, 3))
        lessons.add(learned_article(2, 1, 2, 3))
        lessons.add(learned_article(3, 3))
        assert lessons.memory(SITE).lines == {3: 2, 1: 1}
