from datetime import datetime, timedelta, timezone

import pytest

from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.dataset.data_files import DataFile
from pipelines.exporters.dataset.description import (
    Origin,
    RunOrigin,
    manifest,
    measured,
    selection_as_json,
)
from pipelines.exporters.selection import Selection
from pipelines.serialization import SCHEMA_VERSION

FILE = DataFile(path="data/a.parquet", records=3, packed_bytes=10, unpacked_bytes=99)
RUNS = {
    "1": RunOrigin(configuration_sha256="bb", versions={"lxml": "6.1", "scrapy": "2.19"}),
    "2": RunOrigin(configuration_sha256="aa", versions={"lxml": "6.0"}),
    "3": RunOrigin(configuration_sha256="bb", versions={"lxml": "6.1"}),
    "4": RunOrigin(configuration_sha256=None, versions={}),
}


def counts_of(*runs: str) -> Counts:
    counts = Counts(records=len(runs))
    counts.runs.update(runs)
    return counts


def test_manifest_tells_which_runs_had_which_configuration_and_versions() -> None:
    origin = Origin(selection=Selection(), read_run=RUNS.get)
    found = manifest(counts_of("3", "1", "2", "4", "5"), [FILE], origin)
    assert found["configurations"] == {"aa": ["2"], "bb": ["1", "3"], "unknown": ["4", "5"]}
    assert found["crawled_with"] == {"lxml": ["6.0", "6.1"], "scrapy": ["2.19"]}
    assert set(dict(found["built_with"])) == {"newsdesk", "pyarrow"}  # type: ignore[call-overload] # a dict
    assert found["selection"] == {"latest_only": False}


def test_measured_is_a_part_of_the_manifest() -> None:
    counts = counts_of("1")
    found = measured(counts, [FILE])
    assert found == {
        "schema_version": SCHEMA_VERSION,
        "counts": counts.as_json(),
        "files": [{"path": "data/a.parquet", "records": 3, "bytes": 10}],
    }
    whole = manifest(counts, [FILE], Origin(selection=Selection(), read_run=RUNS.get))
    assert found.items() <= whole.items()


@pytest.mark.parametrize("latest_only", [True, False])
def test_selection_tells_its_wishes_only(latest_only: bool) -> None:
    moment = datetime(2026, 11, 24, 1, tzinfo=timezone(timedelta(hours=1)))
    selection = Selection(
        since=moment, sources=frozenset("cab"), min_words=50, latest_only=latest_only
    )
    wishes = {"since": "2026-11-24T00:00:00Z", "sources": ["a", "b", "c"], "min_words": 50}
    assert selection_as_json(selection) == {"latest_only": latest_only, **wishes}
