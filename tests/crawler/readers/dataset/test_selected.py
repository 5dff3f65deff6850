import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.dataset.selected import ReadingNotes, read_selected
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import write_segment
from pipelines.exporters.selection import Selection, story_cluster
from pipelines.serialization import Record, dumps
from tests.pipelines.exporters.record_examples import is_selected, story

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEFORE, AFTER = "2026-11-24T11:00:00Z", "2026-11-24T13:00:00Z"


def write(folder: Path, *records: Record, name: str = "a-1") -> Path:
    path = folder / "articles" / "date=2026-11-24" / f"{name}.jsonl"
    write_segment(path, map(dumps, records))
    return path


def names(folder: Path, selection: Selection) -> list[tuple[object, object]]:
    return [(r["id"], r["revision"]) for r in read_selected(folder, selection)]


def test_every_record_comes_in_the_order_of_the_segments(tmp_path: Path) -> None:
    write(tmp_path, story("c"), name="b-1")
    write(tmp_path, story("a"), story("b"))
    assert [r["id"] for r in read_selected(tmp_path, Selection())] == ["a", "b", "c"]


def test_latest_revision_comes_wherever_it_stands(tmp_path: Path) -> None:
    write(tmp_path, story("a", revision=3), story("b"), story("a"), story("a", revision=2))
    assert names(tmp_path, Selection(latest_only=True)) == [("a", 3), ("b", 1)]


def test_revision_that_stands_there_twice_comes_once(tmp_path: Path) -> None:
    """Segments of two datasets that were put together; `serve` shows the last one, too."""
    write(tmp_path, story("a", title="One"), story("b"), story("c", revision=2, title="One"))
    more = story("a", title="Two"), story("c", revision=2, title="Two"), story("c")
    write(tmp_path, *more, name="b-1")
    for unique in (False, True):
        latest = Selection(latest_only=True, unique_clusters=unique)
        found = [(r["id"], r["title"]) for r in read_selected(tmp_path, latest)]
        assert found == [("b", story("b")["title"]), ("a", "Two"), ("c", "Two")]
    assert len(names(tmp_path, Selection())) == 6
    assert names(tmp_path, Selection(unique_clusters=True)) == [("a", 1), ("b", 1), ("c", 2)]


def test_older_revision_does_not_stand_in_for_one_that_is_not_wanted(tmp_path: Path) -> None:
    closed = story("a", revision=2, ai_use="disallowed")
    write(tmp_path, story("a"), closed, story("b"))
    selection = Selection(latest_only=True, without_ai_disallowed=True)
    assert names(tmp_path, selection) == [("b", 1)]


def test_dataset_can_be_had_as_it_was_at_a_time(tmp_path: Path) -> None:
    old, new = {"date_fetched": BEFORE}, {"date_fetched": AFTER}
    write(tmp_path, story("a", **old), story("a", revision=2, **old), story("a", revision=3, **new))
    selection = Selection(latest_only=True, until=NOON, by="fetched")
    assert names(tmp_path, selection) == [("a", 2)]


def test_of_a_cluster_comes_the_first_that_matches(tmp_path: Path) -> None:
    write(
        tmp_path,
        story("a", word_count=1),
        story("b", cluster_id="a", word_count=9),
        story("c", cluster_id="a", word_count=9),
        story("d", word_count=9),
    )
    selection = Selection(unique_clusters=True, min_words=5)
    assert names(tmp_path, selection) == [("b", 1), ("d", 1)]


def test_of_a_story_alone_in_its_cluster_comes_one_revision(tmp_path: Path) -> None:
    write(tmp_path, story("a"), story("a", revision=2))
    assert names(tmp_path, Selection(unique_clusters=True)) == [("a", 1)]
    assert names(tmp_path, Selection(unique_clusters=True, latest_only=True)) == [("a", 2)]


def test_segments_that_can_hold_nothing_wanted_are_not_opened(tmp_path: Path) -> None:
    """Else a nightly take-over of what is new would read years of what is not."""
    days = ("2026-11-23", "2026-11-24", "2026-11-25")
    for day, hour in zip(days, ("10", "11", "12"), strict=True):
        run_id = f"{day.replace('-', '')}T{hour}0000Z-aaaa"
        path = tmp_path / "articles" / f"date={day}" / f"{run_id}-00001.jsonl"
        fields = {"run_id": run_id, "date_fetched": f"{day}T{hour}:00:00Z"}
        write_segment(path, [dumps(story(day, **fields)), "torn"])
    broken: list[str] = []

    def read(selection: Selection) -> list[object]:
        broken.clear()
        notes = ReadingNotes(on_broken=lambda error: broken.append(error.message[-40:]))
        return [record["id"] for record in read_selected(tmp_path, selection, notes)]

    later = Selection(after_run="20261124T110000Z-aaaa", latest_only=True, unique_clusters=True)
    assert (read(later), len(broken)) == ([days[2]], 1)
    noon_on = Selection(since=NOON, until=NOON + timedelta(hours=12), by="fetched")
    assert (read(noon_on), len(broken)) == ([], 2)
    assert (read(replace(noon_on, by="published")), len(broken)) == ([], 3)
    assert (read(Selection(after_run="zzz")), len(broken)) == ([], 0)
    assert (read(Selection()), len(broken)) == (list(days), 3)


def test_records_that_a_killed_run_left_to_a_later_one_are_changes(tmp_path: Path) -> None:
    left = story("a", run_id="20261124T110000Z-aaaa")
    write(tmp_path, left, name="20261124T120000Z-bbbb-00001")
    assert names(tmp_path, Selection(after_run="20261124T100000Z-cccc")) == [("a", 1)]


def test_segments_with_names_of_others_are_read_whatever_is_wanted(tmp_path: Path) -> None:
    write(tmp_path, story("a", run_id="run-2"), name="mine")
    assert names(tmp_path, Selection(after_run="run-1")) == [("a", 1)]


def test_what_is_not_dated_is_counted_where_it_would_match_otherwise(tmp_path: Path) -> None:
    undated = {"date_published": None}
    write(
        tmp_path,
        story("a", date_published=AFTER),
        story("b", **undated),
        story("c", language="de", **undated),
    )
    notes = ReadingNotes()
    selection = Selection(since=NOON, languages=frozenset(("en",)))
    assert [r["id"] for r in read_selected(tmp_path, selection, notes)] == ["a"]
    assert notes.undated == 1


def test_sources_that_have_records_are_noted(tmp_path: Path) -> None:
    write(tmp_path, story("a", source_id="faro"), story("b", source_id="gazette"))
    notes = ReadingNotes()
    assert not list(read_selected(tmp_path, Selection(sources=frozenset(("none",))), notes))
    assert notes.sources == {"faro", "gazette"}


@pytest.mark.parametrize("latest_only", [False, True])
def test_broken_line_ends_the_reading_and_is_named(tmp_path: Path, latest_only: bool) -> None:
    path = write(tmp_path, story("a"), story("b"))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RecordError, match=f"{path}:2: not JSON"):
        list(read_selected(tmp_path, Selection(latest_only=latest_only)))


@pytest.mark.parametrize("latest_only", [False, True])
def test_broken_line_can_be_left_out_and_is_told_once(tmp_path: Path, latest_only: bool) -> None:
    path = write(tmp_path, story("a"), {**story("b"), "title": 7}, story("c"))
    told: list[RecordError] = []
    notes = ReadingNotes(on_broken=told.append)
    found = list(read_selected(tmp_path, Selection(latest_only=latest_only), notes))
    assert [r["id"] for r in found] == ["a", "c"]
    assert [e.message for e in told] == [f"{path}:2: title must be string or null, not 7"]


def _stories() -> st.SearchStrategy[list[Record]]:
    """Return records in any order: stories with revisions, some of them in clusters."""
    one = st.builds(
        story,
        st.sampled_from("abc"),
        revision=st.integers(1, 3),
        cluster_id=st.sampled_from((None, "a")),
        word_count=st.integers(0, 2),
        date_fetched=st.sampled_from((BEFORE, AFTER)),
    )
    return st.lists(one, max_size=8)


def _latest(records: Sequence[Record], selection: Selection) -> list[Record]:
    """Return what is left when a list knows all there is."""
    reached = [r for r in records if selection.is_in_reach(r)]
    names = [(r["id"], r["revision"]) for r in reached]
    reached = [r for at, r in enumerate(reached) if names[at] not in names[at + 1 :]]
    last = {str(r["id"]): int(str(r["revision"])) for r in sorted(reached, key=_revision)}
    return [r for r in reached if last[str(r["id"])] == r["revision"]]


def _revision(record: Record) -> int:
    return int(str(record["revision"]))


@given(
    _stories(),
    st.builds(
        Selection,
        until=st.sampled_from((None, NOON)),
        by=st.just("fetched"),
        min_words=st.integers(0, 2),
        latest_only=st.booleans(),
        unique_clusters=st.booleans(),
    ),
)
def test_two_readings_find_what_a_list_of_all_would(
    records: list[Record], selection: Selection
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "articles", "a-1.jsonl")
        path.parent.mkdir()
        path.write_text("".join(f"{dumps(record)}\n" for record in records), encoding="utf-8")
        found = list(read_selected(Path(name), selection))
    candidates = _latest(records, selection) if selection.latest_only else records
    matching = [r for r in candidates if is_selected(selection, r)]
    firsts: dict[str, Record] = {}
    for record in matching:
        firsts.setdefault(story_cluster(record), record)
    assert found == (list(firsts.values()) if selection.unique_clusters else matching)
