from datetime import UTC, datetime

from crawler.cli.considered import considered_lines
from pipelines.items import ConsideredDate, ConsideredValue


def test_tables_tell_value_source_and_outcome() -> None:
    value = ConsideredValue(field="title", value="Long " * 40, source="h1", outcome="chosen")
    dates = (
        ConsideredDate(
            role="published",
            raw="3 Feb 2025",
            source="text",
            value=datetime(2025, 2, 3, tzinfo=UTC),
            outcome="chosen",
        ),
        ConsideredDate(
            role="published", raw="soon", source="text", value=None, outcome="not a date"
        ),
    )
    lines = considered_lines((value,), dates)
    assert lines[1] == "Values considered"
    assert lines[3].split()[:2] == ["title", "h1"]
    assert "…" in lines[3]
    assert lines[3].endswith("chosen")
    assert lines[5] == "Dates considered"
    assert "2025-02-03T00:00:00Z" in lines[7]
    assert lines[8].split() == ["published", "text", "soon", "-", "not", "a", "date"]


def test_tables_without_candidates_only_have_their_heads() -> None:
    assert len(considered_lines((), ())) == 6
