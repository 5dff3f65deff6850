from hypothesis import given
from hypothesis import strategies as st

from pipelines.exporters.dataset.counts import Counts
from pipelines.serialization import Record
from tests.pipelines.exporters.dataset_examples import STORIES
from tests.pipelines.exporters.record_examples import any_records


def counted(records: tuple[Record, ...] | list[Record]) -> Counts:
    counts = Counts()
    for record in records:
        counts.add(record)
    return counts


def test_records_are_counted_by_source_language_month_and_run() -> None:
    assert counted(STORIES).as_json() == {
        "records": 3,
        "sources": {"faro": 1, "gazette": 2},
        "languages": {"de": 2, "unknown": 1},
        "months": {"2026-10": 1, "2026-11": 1, "unknown": 1},
        "runs": {"run": 2, "run-2": 1},
    }


@given(st.lists(any_records(), max_size=4))
def test_every_record_is_counted_once_in_each_table_in_any_order(records: list[Record]) -> None:
    counts = counted(records)
    for table in (counts.sources, counts.languages, counts.months, counts.runs):
        assert sum(table.values()) == counts.records == len(records)
    assert counted(records[::-1]).as_json() == counts.as_json()
