from datetime import UTC, datetime

from crawler.state.frontier_rows import COLUMNS, row_of

FOUND = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_row_holds_what_the_columns_name() -> None:
    values = {name.strip(): None for name in COLUMNS.split(",")} | {
        "url": "https://gazette.example/1",
        "source_id": "gazette",
        "source_type": "feed",
        "entry": '{"url": "https://gazette.example/1", "title": "The harbour"}',
        "state": "rejected",
        "attempts": 2,
        "discovered_at": FOUND.timestamp(),
        "announced_at": FOUND.timestamp(),
        "reason": "http-404",
    }
    row = row_of(tuple(values.values()))
    assert (row.url, row.state, row.attempts, row.reason) == (
        "https://gazette.example/1",
        "rejected",
        2,
        "http-404",
    )
    assert (row.discovered_at, row.finished_at, row.trail) == (FOUND, None, None)
    assert row.entry is not None
    assert row.entry.title == "The harbour"
