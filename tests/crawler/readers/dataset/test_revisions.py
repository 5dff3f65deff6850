import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.readers.dataset.revisions import Story, find_story, read_revisions
from pipelines.errors import DatasetError
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    open_dataset,
    rejection,
)

ID = article().id
OTHER = "https://gazette.example/2026/market"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of two stories, of which the first has three revisions on three days."""
    texts = ("It opens on Monday.", "It opens on Tuesday.", "It does not open.")
    for day, text in enumerate(texts):
        with open_dataset(tmp_path, f"run-{day}") as dataset:
            tuple(dataset.frontier.announce(announcement(STORY, OTHER)))
            dataset.deliver(article(text=text, fetched_at=NOON + timedelta(days=day)))
            if not day:
                dataset.deliver(replace(article(OTHER, "Apples are cheap."), url=f"{OTHER}?page"))
                dataset.reject(rejection("https://gazette.example/gone"))
    return tmp_path


def without_state(folder: Path) -> Path:
    (folder / "state" / "newsdesk.sqlite").unlink()
    return folder


@pytest.mark.parametrize(
    "wanted",
    [
        ID,
        ID[:6],
        ID.upper(),
        STORY,
        f"{STORY}#top",
        "HTTPS://gazette.example/2026/harbour?utm_source=x",
    ],
)
def test_a_story_is_found_by_id_and_address_with_a_state_and_without(
    folder: Path, wanted: str
) -> None:
    assert find_story(folder, wanted) == Story(id=ID, revisions=3, first_day="2026-11-24")
    assert find_story(without_state(folder), wanted) == Story(id=ID)


def test_a_story_is_found_where_a_redirect_led(folder: Path) -> None:
    assert find_story(folder, f"{OTHER}?page").id == article(OTHER).id
    assert find_story(without_state(folder), f"{OTHER}?page").id == article(OTHER).id


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        (f"{ID[:8]}0000", ID),
        ("gazette.example/2026/harbour", STORY),
        ("http://www.gazette.example/2026/harbour/", STORY),
        ("https://elsewhere.example/", "give the id of a record"),
        ("https://gazette.example/gone", "give the id of a record"),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(folder: Path, wanted: str, near: str) -> None:
    for place in (folder, without_state(folder)):
        with pytest.raises(DatasetError, match="no such article") as error:
            find_story(place, wanted)
        assert near in error.value.message
        assert error.value.reason == "unknown-article"


def test_the_beginning_of_two_ids_is_told_with_both(folder: Path) -> None:
    prefixes = {article(f"https://gazette.example/{n}").id[0]: n for n in range(40)}
    number = prefixes[ID[0]]
    with open_dataset(folder, "run-9") as dataset:
        url = f"https://gazette.example/{number}"
        tuple(dataset.frontier.announce(announcement(url)))
        dataset.deliver(article(url, "Quite another text."))
    for place in (folder, without_state(folder)):
        with pytest.raises(DatasetError, match="may be ") as error:
            find_story(place, ID[0])
        assert ID in error.value.message


@pytest.mark.parametrize("known", [True, False], ids=["state", "no state"])
def test_all_revisions_come_in_order(folder: Path, known: bool) -> None:
    story = find_story(folder, ID) if known else Story(id=ID)
    found = read_revisions(folder, story)
    assert [record["revision"] for record in found.records] == [1, 2, 3]
    assert [record["text"] for record in found.records][-1] == "It does not open."
    assert found.problems == ()


def test_segments_before_and_after_the_revisions_are_not_read(folder: Path) -> None:
    for day in ("2026-11-01", "2026-12-31"):
        segment = folder / "articles" / f"date={day}" / "a-00001.jsonl"
        segment.parent.mkdir()
        segment.write_text("torn\n", encoding="utf-8")
    assert read_revisions(folder, find_story(folder, ID)).problems == ()
    assert len(read_revisions(folder, Story(id=ID)).problems) == 2


def test_a_revision_of_an_earlier_day_is_found_as_well(folder: Path) -> None:
    story = Story(id=ID, revisions=3, first_day="2026-11-25")
    assert len(read_revisions(folder, story).records) == 3


@pytest.mark.parametrize("damage", [b"no database", None])
def test_a_state_that_cannot_be_read_is_done_without(folder: Path, damage: bytes | None) -> None:
    state = folder / "state" / "newsdesk.sqlite"
    if damage is not None:
        state.write_bytes(damage)
    else:
        with sqlite3.connect(state) as connection:
            connection.execute("DROP TABLE frontier")
        connection.close()
    assert find_story(folder, ID[:6]) == Story(id=ID)


def test_a_folder_without_a_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no dataset"):
        find_story(tmp_path, ID)
