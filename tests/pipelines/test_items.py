import dataclasses
import inspect
import pickle
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import items
from pipelines.items import Article, Page, Rejection, SiteMemory, SourceHints
from tests.crawler.state.examples import NOON
from tests.strategies import articles

TYPES = [
    value
    for value in vars(items).values()
    if inspect.isclass(value) and value.__module__ == items.__name__
]


@pytest.mark.parametrize("kind", TYPES)
def test_type_is_frozen_slotted_and_takes_names_only(kind: type[object]) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined] # set by dataclass
    assert "__slots__" in vars(kind)
    assert all(field.kw_only for field in dataclasses.fields(kind))


@pytest.mark.parametrize("kind", TYPES)
def test_type_holds_tuples_where_it_holds_many(kind: type[object]) -> None:
    holders = {typing.get_origin(hint) for hint in typing.get_type_hints(kind).values()}
    assert holders.isdisjoint({list, set, dict})


def test_body_of_a_page_is_not_printed() -> None:
    page = Page(url="u", url_requested="u", body=b"<html>" * 1000, fetched_at=NOON)
    assert "<html>" not in repr(page)


def test_rejection_tells_where_its_page_came_from() -> None:
    hints = SourceHints(source_id="gazette", source_type="feed", source_url="https://g.example/f")
    page = Page(
        url="https://g.example/b",
        url_requested="https://g.example/a",
        status=200,
        body=b"",
        fetched_at=NOON,
        hints=hints,
    )

    assert Rejection.of(page, "empty-page", "nothing there") == Rejection(
        url="https://g.example/b",
        url_requested="https://g.example/a",
        hints=hints,
        reason="empty-page",
        detail="nothing there",
        http_status=200,
        fetched_at=NOON,
    )


def test_memories_add_up() -> None:
    memory = SiteMemory(day_first=2, month_first=1)
    assert memory.with_more(SiteMemory(day_first=3)) == SiteMemory(day_first=5, month_first=1)


def test_new_memory_is_empty() -> None:
    memory = SiteMemory(day_first=2, month_first=1)
    assert SiteMemory().with_more(memory) == memory


def memories() -> st.SearchStrategy[SiteMemory]:
    count = st.integers(1, 5)
    return st.builds(
        SiteMemory,
        day_first=count,
        month_first=count,
        articles=count,
        lines=st.dictionaries(st.integers(0, 5), count),
        affixes=st.dictionaries(st.sampled_from(("a …", "… b")), count),
        offsets=st.dictionaries(st.sampled_from(("07+02:00", "01+01:00")), count),
        samples=st.dictionaries(st.integers(0, 5), st.text(max_size=2)),
    )


@given(memories(), memories(), memories())
def test_memories_add_up_to_the_same_in_any_order(
    a: SiteMemory, b: SiteMemory, c: SiteMemory
) -> None:
    assert a.with_more(b) == b.with_more(a)
    assert a.with_more(b).with_more(c) == a.with_more(b.with_more(c))


@given(memories())
def test_article_is_taken_out_of_what_it_taught(memory: SiteMemory) -> None:
    lesson = SiteMemory(articles=1, lines={1: 1, 99: 1}, affixes={"… b": 1}, offsets={"x": 1})
    left = memory.with_more(lesson).without_one()
    assert left.articles == memory.articles
    assert left.lines.get(1, 0) == memory.lines.get(1, 0)
    assert 99 not in left.lines
    assert all(count <= memory.lines[key] for key, count in left.lines.items())
    assert SiteMemory().without_one() == SiteMemory()


@given(articles())
@settings(max_examples=30)
def test_article_comes_back_from_a_worker_as_it_was(article: Article) -> None:
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own
