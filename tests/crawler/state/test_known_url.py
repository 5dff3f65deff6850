from hypothesis import given
from hypothesis import strategies as st

from crawler.state.known_url import KnownUrl, with_stamp

STAMPS = st.lists(st.text(min_size=1, max_size=6), max_size=12)


def known(stamps: str | None) -> KnownUrl:
    return KnownUrl("delivered", "gazette", "run-1", 0, stamps)


@given(STAMPS, st.text())
def test_a_stamp_is_news_only_once(earlier: list[str], stamp: str) -> None:
    stamps = None
    for other in earlier:
        stamps = with_stamp(stamps, "gazette", other)
    stamps = with_stamp(stamps, "gazette", stamp)
    assert not known(stamps).is_changed("gazette", stamp)
    assert with_stamp(stamps, "gazette", stamp) == stamps


@given(STAMPS)
def test_what_is_kept_of_stamps_is_bounded(earlier: list[str]) -> None:
    stamps = None
    for other in earlier:
        stamps = with_stamp(stamps, "gazette", other)
    assert len((stamps or "").splitlines()) <= 8


def test_a_first_stamp_of_the_source_that_named_the_url_is_a_change() -> None:
    assert known(None).is_changed("gazette", "2026-11-24")
    assert not known(None).is_changed("sitemap", "2026-11-24")


def test_no_stamp_is_no_change() -> None:
    assert not known("gazette a").is_changed("gazette", None)


def test_pending_urls_are_always_due_and_rejected_ones_never() -> None:
    assert KnownUrl("pending", "gazette", None, None, None).is_due(0, None)
    assert not KnownUrl("rejected", "gazette", None, 0, None).is_due(10**9, 1)
