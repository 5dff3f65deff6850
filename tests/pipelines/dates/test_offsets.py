from datetime import UTC, datetime, timedelta

import pytest

from pipelines.dates.offsets import learned_zone, offset_evidence
from pipelines.dates.parsing import DateContext, parse_date

JULY = datetime(2026, 7, 3, 12)  # noqa: DTZ001 - stamps without a zone are the subject


def test_stamps_of_programs_teach_month_and_offset_once_a_page() -> None:
    raws = ["2026-07-01T10:00:00+02:00", "2026-07-02T10:00:00+0200", "2026-11-02T10:00:00-05:30"]
    assert offset_evidence(raws) == {"07+02:00": 1, "11-05:30": 1}


@pytest.mark.parametrize(
    "raw", ["2026-07-01T10:00:00Z", "2026-07-01T10:00:00", "2026-07-01", "1 July 2026", ""]
)
def test_utc_and_stamps_without_a_zone_teach_nothing(raw: str) -> None:
    assert offset_evidence([raw]) == {}


ZONES = {
    "nothing known": ({}, None),
    "the month itself": ({"07+02:00": 3, "01+01:00": 90}, 2),
    "too few": ({"07+02:00": 2}, None),
    "undecided": ({"07+02:00": 5, "07-05:00": 3}, None),
    "one odd stamp among many": ({"07+02:00": 30, "07-05:00": 1}, 2),
    "another month of the same season only": ({"06+02:00": 9}, None),
    "never changes": ({"01+03:00": 2, "06+03:00": 2}, 3),
    "changes, month unknown": ({"01+01:00": 9, "06+02:00": 9}, None),
    "odd key": ({"nonsense": 9}, None),
    "no zone of the world": ({"07+31:00": 9}, None),
    "west": ({"07-05:00": 4}, -5),
}


@pytest.mark.parametrize("case", ZONES)
def test_zone_of_a_site_is_told_by_its_stamps(case: str) -> None:
    offsets, hours = ZONES[case]
    zone = learned_zone(offsets, JULY)
    expected = None if hours is None else timedelta(hours=hours)
    assert (zone and zone.utcoffset(None)) == expected


def test_learned_zone_is_used_where_neither_stamp_nor_source_has_one() -> None:
    now, offsets = datetime(2026, 7, 4, tzinfo=UTC), {"07+02:00": 5}
    plain = DateContext(now=now)
    learned = DateContext(now=now, offsets=offsets)
    named = DateContext(now=now, offsets=offsets, timezone="America/New_York")
    found = [
        (parsed.value.hour, parsed.precision)
        for raw in ("2026-07-03 12:00", "3 July 2026, 12:00")
        for context in (plain, learned, named)
        if (parsed := parse_date(raw, context=context)) is not None
    ]
    assert found == [(12, "day"), (10, "minute"), (16, "minute")] * 2


def test_zone_of_the_stamp_goes_before_the_learned_one() -> None:
    context = DateContext(now=datetime(2026, 7, 4, tzinfo=UTC), offsets={"07+02:00": 5})
    parsed = parse_date("2026-07-03T12:00:00-04:00", context=context)
    assert parsed is not None
    assert parsed.value.hour == 16
