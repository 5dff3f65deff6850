from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.golds import Gold
from benchmarks.systems.newsdesk import NewsdeskError, printed_day, run_newsdesk

PAGES = Path(__file__).parents[3] / "fixtures" / "pages"


def gold(case: str, page: str | None = None) -> Gold:
    return Gold(
        id=page or case, html=f"{case}/page.html", site="a", url="https://a.example/2025/story"
    )


@pytest.mark.parametrize(
    ("raw", "utc", "day"),
    [
        ("2025-11-18T23:40:00-05:00", "2025-11-19T04:40:00+00:00", "2025-11-18"),
        ("2025-11-18T23:40:00Z", "2025-11-18T23:40:00+00:00", "2025-11-18"),
        ("Tue, 18 Nov 2025 23:40:00 -0500", "2025-11-19T04:40:00+00:00", "2025-11-18"),
        ("19. November 2025, 00:20 Uhr", "2025-11-18T23:20:00+00:00", "2025-11-19"),
        ("18.11.2025 18:11", "2025-11-18T17:11:00+00:00", "2025-11-18"),
        ("Nov 18, 2025 7:19 pm PST", "2025-11-19T03:19:00+00:00", "2025-11-18"),
        ("2 hours ago", "2025-11-18T10:00:00+00:00", "2025-11-18"),
        ("1763420000", "2025-11-17T22:53:20+00:00", "2025-11-17"),
    ],
)
def test_the_day_is_that_which_is_printed(raw: str, utc: str, day: str) -> None:
    assert printed_day(raw, datetime.fromisoformat(utc)) == day


@given(st.text(max_size=20), st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - the zone is put on below
def test_without_an_iso_date_the_day_is_within_one_of_utc(raw: str, moment: datetime) -> None:
    utc = moment.replace(tzinfo=UTC)
    printed = datetime.fromisoformat(printed_day(f"x{raw}", utc)).date()
    assert abs((printed - utc.date()).days) <= 1


def test_records_rejections_and_cuts_find_back_to_their_pages(tmp_path: Path) -> None:
    (tmp_path / "german").symlink_to(PAGES / "german-end-of-page")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "page.html").write_text(
        "<html><head><title>Nothing here</title></head><body></body></html>", encoding="utf-8"
    )
    # Both have one address, as pages of a set may.
    results = run_newsdesk(tmp_path, [gold("german"), gold("empty")], "--memory off")
    assert results.system == "newsdesk --memory off"
    assert results.pages["empty"].rejection == "no-article-body"
    assert results.pages["empty"].text == ""
    german = results.pages["german"]
    assert german.rejection is None
    assert german.title == "Eine Bank für die Imker"
    assert german.authors == ("Nele Torfstecher",)
    assert (german.day, german.utc_day, german.page_type) == ("2025-10-08", "2025-10-08", "article")
    assert {"author-bio", "headline"} <= {cut.rule for cut in german.removed}


def test_a_failure_is_told(tmp_path: Path) -> None:
    with pytest.raises(NewsdeskError, match="--no-such-option"):
        run_newsdesk(tmp_path, [], "--no-such-option")
