"""Zones of stamps."""

from datetime import datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.zones import Zone, find_zone, is_zone_name

WINTER = datetime(2025, 2, 20, 12)  # noqa: DTZ001  # a local time; its zone is what is asked for
SUMMER = datetime(2024, 7, 20, 12)  # noqa: DTZ001  # a local time; its zone is what is asked for


def hours(zone: tzinfo | None, local: datetime = WINTER) -> float | None:
    if zone is None:
        return None
    offset = local.replace(tzinfo=zone).utcoffset()
    return None if offset is None else offset / timedelta(hours=1)


OFFSETS = {
    "colon": ("+05:30", 5.5),
    "no colon": ("-0330", -3.5),
    "hours": ("+3", 3),
    "UTC and more": ("UTC+3", 3),
    "GMT and more": ("GMT-04:00", -4),
    "summer name in winter": ("CEST", 2),
    "American": ("EST", -5),
    "Cyrillic": ("МСК", 3),
    "place": ("Asia/Kathmandu", 5.75),
    "too far": ("+15:00", None),
    "no such minutes": ("+01:75", None),
    "no zone": ("XYZ", None),
}


@pytest.mark.parametrize(("text", "offset"), OFFSETS.values(), ids=OFFSETS)
def test_zone_is_resolved(text: str, offset: float | None) -> None:
    assert hours(Zone(text=text).resolve(WINTER, None, None)) == offset


def test_name_without_a_season_follows_the_season() -> None:
    zone = Zone(text="ET").resolve(SUMMER, None, None)
    assert hours(zone, SUMMER) == -4
    assert hours(zone, WINTER) == -5


def test_zone_of_the_source_decides_between_two_meanings() -> None:
    assert hours(Zone(text="CST").resolve(WINTER, None, None)) == -6
    assert hours(Zone(text="CST").resolve(WINTER, find_zone("Asia/Shanghai"), None)) == 8


def test_language_decides_between_two_meanings() -> None:
    assert hours(Zone(text="IST").resolve(WINTER, None, "he")) == 2
    assert hours(Zone(text="IST").resolve(WINTER, None, "hi")) == 5.5


@pytest.mark.parametrize("text", ["est", "mez", "The", "Uhr", "Berlin", ""])
def test_word_is_no_zone_name(text: str) -> None:
    assert not is_zone_name(text)


@pytest.mark.parametrize("name", [None, "", "../../etc/passwd", "X" * 50, "Mars/Base", "Ümlaut"])
def test_name_of_no_zone_gives_none(name: str | None) -> None:
    assert find_zone(name) is None


@given(st.text(min_size=1, max_size=50))
def test_any_text_is_asked_without_an_error(text: str) -> None:
    is_zone_name(text)
    find_zone(text)
    Zone(text=text).resolve(WINTER, None, "en")
