import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.state.frontier import Frontier
from crawler.state.story_addresses import StoryAddresses
from pipelines.items import Entry
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    ending,
    open_dataset,
)

BEFORE = "https://gazette.example/a/harbour-to-close"
NOW = "https://gazette.example/a/harbour-to-stay-open"
GUID = "tag:gazette.example:7"
AMP = f"{STORY}/amp"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def addresses(connection: sqlite3.Connection) -> StoryAddresses:
    return StoryAddresses(connection)


def name(frontier: Frontier, url: str, guid: str | None, now: datetime = NOON) -> None:
    frontier.announce(replace(announcement(Entry(url=url, guid=guid)), now=now))


def end(frontier: Frontier, url: str, article_id: str, reason: str | None = None) -> None:
    frontier.finish(replace(ending(url), article_id=article_id, reason=reason))


def story_of(frontier: Frontier, addresses: StoryAddresses, url: str = NOW) -> str | None:
    row = frontier.row(url)
    assert row is not None
    return addresses.under_guid(row)


@pytest.mark.parametrize("guid", [GUID, BEFORE])
def test_a_guid_tells_which_story_a_new_address_has(
    frontier: Frontier, addresses: StoryAddresses, guid: str
) -> None:
    name(frontier, BEFORE, guid)
    end(frontier, BEFORE, "s1")
    name(frontier, NOW, guid, LATER)
    assert story_of(frontier, addresses) == "s1"


def test_a_guid_tells_it_at_the_third_address_as_well(
    frontier: Frontier, addresses: StoryAddresses
) -> None:
    for hours, url in enumerate((BEFORE, f"{BEFORE}-soon")):
        name(frontier, url, GUID, NOON + timedelta(hours=hours))
        end(frontier, url, "s1")
    name(frontier, NOW, GUID, NOON + timedelta(hours=3))
    assert story_of(frontier, addresses) == "s1"


@pytest.mark.parametrize("guid", [None, NOW, "tag:gazette.example:8"])
def test_an_address_with_another_guid_is_no_known_story(
    frontier: Frontier, addresses: StoryAddresses, guid: str | None
) -> None:
    name(frontier, BEFORE, GUID)
    end(frontier, BEFORE, "s1")
    name(frontier, NOW, guid, LATER)
    assert story_of(frontier, addresses) is None


def test_a_guid_of_two_stories_tells_none(frontier: Frontier, addresses: StoryAddresses) -> None:
    for article_id, url in (("s1", BEFORE), ("s2", "https://gazette.example/a/mill")):
        name(frontier, url, GUID)
        end(frontier, url, article_id)
    name(frontier, NOW, GUID, LATER)
    assert story_of(frontier, addresses) is None


def test_addresses_that_are_named_at_once_are_two_stories(
    frontier: Frontier, addresses: StoryAddresses
) -> None:
    name(frontier, BEFORE, GUID)
    end(frontier, BEFORE, "s1")
    frontier.announce(
        replace(announcement(*(Entry(url=url, guid=GUID) for url in (BEFORE, NOW))), now=LATER)
    )
    assert story_of(frontier, addresses) is None


def test_a_guid_of_another_source_or_of_a_copy_tells_nothing(
    frontier: Frontier, addresses: StoryAddresses
) -> None:
    name(frontier, BEFORE, GUID)
    end(frontier, BEFORE, "s1", "duplicate-exact")
    frontier.announce(
        replace(announcement(Entry(url="https://herald.example/a", guid=GUID)), source_id="herald")
    )
    end(frontier, "https://herald.example/a", "s2")
    name(frontier, NOW, GUID, LATER)
    assert story_of(frontier, addresses) is None


def test_a_guid_is_looked_up_in_an_index(
    frontier: Frontier, addresses: StoryAddresses, connection: sqlite3.Connection
) -> None:
    name(frontier, NOW, GUID)
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    story_of(frontier, addresses)
    connection.set_trace_callback(None)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}").fetchall()
    steps = [step for *_, step in plan if "frontier" in step]
    assert len(steps) == 2
    assert all(step.startswith("SEARCH frontier USING INDEX") for step in steps), steps


def test_the_last_visit_of_a_story_is_that_of_any_of_its_addresses(tmp_path: Path) -> None:
    later = NOON + timedelta(hours=3)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.deliver(article(AMP, canonical=STORY, fetched_at=later))
        addresses = StoryAddresses(dataset._connection)
        assert addresses.last_visit(article().id) == later
        assert addresses.last_visit("0" * 32) is None
