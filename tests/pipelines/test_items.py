import dataclasses
import inspect
import pickle
import typing

import pytest
from hypothesis import given, settings

from pipelines import items
from pipelines.items import Article, Page, Rejection, SourceHints
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


@given(articles())
@settings(max_examples=30)
def test_article_comes_back_from_a_worker_as_it_was(article: Article) -> None:
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own
