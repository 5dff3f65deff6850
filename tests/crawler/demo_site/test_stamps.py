from datetime import UTC, datetime

import pytest

from crawler.demo_site.stamps import relative_stamp, visible_stamp

MOMENT = datetime(2025, 2, 3, 23, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "stamp"),
    [
        ("en", "03.02.2025 23:36"),
        ("de", "03.02.2025, 23:36"),
        ("es", "03/02/2025 23:36"),
        ("it", "3 febbraio 2025, 23:36"),
        ("ru", "3 февраля 2025, 23:36"),
    ],
)
def test_stamp_is_written_in_the_way_of_the_language(language: str, stamp: str) -> None:
    assert visible_stamp(MOMENT, language) == stamp


@pytest.mark.parametrize(
    ("day", "stamp"),
    [(3, "сегодня, 23:36"), (4, "вчера, 23:36"), (5, "3 февраля 2025, 23:36")],
)
def test_relative_stamp_names_only_today_and_yesterday(day: int, stamp: str) -> None:
    today = datetime(2025, 2, day, 23, 50, tzinfo=UTC)
    assert relative_stamp(MOMENT, today) == stamp
