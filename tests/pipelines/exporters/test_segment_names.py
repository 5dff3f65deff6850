from datetime import date
from pathlib import Path

import pytest

from pipelines.exporters.segment_names import SegmentName, read_segment_name, segment_name

RUN = "20261124T120000Z-1a2b"


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_name_tells_day_and_run(suffix: str) -> None:
    path = Path("output/articles") / segment_name(RUN, 123_456, "2026-11-25", suffix)
    assert read_segment_name(path) == SegmentName(day=date(2026, 11, 25), run_id=RUN)


@pytest.mark.parametrize(
    "name",
    [
        "mine.jsonl",
        "date=2026-13-45/mine-00001.jsonl",
        "date=today/20261124-00001.jsonl",
        f"2026-11-25/{RUN}.jsonl",
        f"date=2026-11-25-b/{RUN}-1.jsonl",
        f"date=2026-11-25x/{RUN}-00001-copy.jsonl",
    ],
)
def test_names_of_others_tell_nothing(name: str) -> None:
    assert read_segment_name(Path(name)) == SegmentName(day=None, run_id=None)
