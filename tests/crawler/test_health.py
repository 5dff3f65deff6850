import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import Health, HealthOptions, KnownSource, judge
from crawler.state.source_history import SeenDay, SeenPage, Silence
from crawler.state.source_states import SourceState
from tests.crawler.state.examples import NOON

TODAY = NOON.date()
READ = SourceState(source_id="s", last_checked=NOON, last_success=NOON)


def article(words: int = 400, *, dated: bool = True) -> SeenPage:
    return SeenPage(at=NOON, words=words, is_dated=dated)


def rejected(reason: str = "no-article-body") -> SeenPage:
    return SeenPage(at=NOON, reason=reason)


def days(*stories: int, reads: int = 4) -> list[SeenDay]:
    """Days up to yesterday, the last one given."""
    first = TODAY - timedelta(days=len(stories))
    return [
        SeenDay(day=first + timedelta(days=number), stories=count, reads=reads)
        for number, count in enumerate(stories)
    ]


def look(
    pages: list[SeenPage] | None = None,
    seen_days: list[SeenDay] | None = None,
    state: SourceState = READ,
    interval_s: int | None = None,
) -> Health:
    known = KnownSource(state=state, pages=pages or [], days=seen_days or [], interval_s=interval_s)
    return judge(known, NOON)


def signs(health: Health) -> list[str]:
    assert (health.status == "red") == bool(health.signs)
    return [sign.name for sign in health.signs]


def silence(days: int, story_days_before: int, days_before: int) -> Silence:
    return Silence(
        since=TODAY - timedelta(days=days),
        days=days,
        days_before=days_before,
        story_days_before=story_days_before,
    )


WELL = [article()] * 40
CHANGES: dict[str, tuple[list[SeenPage], list[str]]] = {
    "as ever": (WELL, []),
    "short texts": ([*WELL, *[article(60)] * 12], ["short-texts"]),
    "texts of two thirds": ([*WELL, *[article(260)] * 12], []),
    "no dates": ([*WELL, *[article(dated=False)] * 12], ["no-dates"]),
    "never had dates": ([article(dated=False)] * 60, []),
    "rejected": ([*WELL, *[rejected()] * 12], ["rejections"]),
    "every page the same": ([*WELL, *[rejected("duplicate-exact")] * 12], ["rejections"]),
    "copies as ever": ([rejected("duplicate-exact"), article()] * 30, []),
    "one bad page": ([*WELL, rejected(), article(3, dated=False)], []),
    "all at once": (
        [*WELL, *[article(50, dated=False)] * 12, *[rejected()] * 12],
        ["short-texts", "no-dates", "rejections"],
    ),
}


@pytest.mark.parametrize(("pages", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_a_template_change_turns_a_source_red(pages: list[SeenPage], expected: list[str]) -> None:
    assert signs(look(pages)) == expected


def test_a_source_with_little_history_is_new_whatever_its_pages_are() -> None:
    for pages in ([], [rejected()] * 30, [article(), *[article(1, dated=False)] * 15]):
        assert look(pages).status == "new"


def test_a_source_that_was_never_crawled_is_new() -> None:
    assert look(state=SourceState(source_id="s")).status == "new"


@pytest.mark.parametrize(("failures", "is_red"), [(2, False), (3, True)])
def test_a_source_that_fails_several_times_is_red(failures: int, is_red: bool) -> None:
    state = SourceState(
        source_id="s", last_checked=NOON, failures=failures, last_error="http-500: down"
    )
    health = look(WELL, state=state)
    assert signs(health) == (["failing"] if is_red else [])
    if is_red:
        assert health.signs[0].message == "failed 3 times: http-500: down"


@pytest.mark.parametrize(
    ("days_ago", "interval_s", "expected"),
    [
        (2, None, []),
        (4, None, ["not-crawled"]),
        (4, 2 * 86400, []),
        (7, 2 * 86400, ["not-crawled"]),
    ],
)
def test_a_source_that_nobody_asks_for_is_told(
    days_ago: int, interval_s: int | None, expected: list[str]
) -> None:
    state = SourceState(source_id="s", last_checked=NOON - timedelta(days=days_ago))
    assert signs(look(WELL, state=state, interval_s=interval_s)) == expected


STORY_DAYS: dict[str, tuple[list[SeenDay], list[str]]] = {
    "as ever": (days(*[5] * 40), []),
    "silent for a week": (days(*[5] * 30, *[0] * 7), ["few-stories"]),
    "silent for three days": (days(*[5] * 30, *[5] * 4, *[0] * 3), []),
    "no stories on weekends": (days(*[5, 5, 5, 5, 5, 0, 0] * 6), []),
    "seldom": (days(*[0, 0, 1] * 10, *[0] * 7), []),
    "too few days": (days(*[5] * 10, *[0] * 7), []),
    "nobody asked": (days(*[5] * 30) + days(*[0] * 7, reads=0), []),
}


@pytest.mark.parametrize(("seen", "expected"), STORY_DAYS.values(), ids=STORY_DAYS.keys())
def test_a_source_that_falls_silent_is_red(seen: list[SeenDay], expected: list[str]) -> None:
    assert signs(look(seen_days=seen)) == expected


SILENCES: dict[str, tuple[Silence | None, list[str]]] = {
    "never a story": (None, []),
    "daily, holidays of two weeks": (silence(16, 120, 120), []),
    "daily, three weeks": (silence(22, 110, 120), ["no-stories"]),
    "daily, for years": (silence(700, 110, 120), ["no-stories"]),
    "weekly, four months": (silence(120, 17, 120), []),
    "weekly, five months": (silence(150, 17, 120), ["no-stories"]),
    "one story in four months": (silence(700, 1, 120), []),
    "little history": (silence(700, 13, 13), []),
}


@pytest.mark.parametrize(("told", "expected"), SILENCES.values(), ids=SILENCES.keys())
def test_a_source_that_gives_nothing_new_any_more_stays_red(
    told: Silence | None, expected: list[str]
) -> None:
    health = judge(KnownSource(state=READ, pages=WELL, silence=told), NOON)
    assert signs(health) == expected


def test_the_backlog_of_the_first_day_does_not_count() -> None:
    health = look(seen_days=days(900, *[2] * 30))
    assert health.stories_a_day_before == pytest.approx(2.0)
    assert health.status == "healthy"


def test_the_numbers_are_told_as_plain_values() -> None:
    values = look([*WELL, *[rejected()] * 12]).as_json()
    assert (values["rejected"], values["rejected_before"]) == (1.0, 0.0)
    assert values["last_success"] == "2026-11-24T12:00:00Z"


def test_sources_that_do_not_change_are_hardly_ever_red() -> None:
    dice = random.Random(8)  # noqa: S311 - pages, not secrets
    red = sum(look(_steady_pages(dice)).status == "red" for _ in range(2000))
    assert red <= 10


def _steady_pages(dice: random.Random) -> list[SeenPage]:
    share_rejected, share_dated = dice.uniform(0, 0.5), dice.uniform(0, 1)
    middle = dice.uniform(100, 1000)
    return [
        rejected()
        if dice.random() < share_rejected
        else article(
            round(middle * math.exp(dice.gauss(0, 0.8))), dated=dice.random() < share_dated
        )
        for _ in range(dice.randint(40, 400))
    ]


PAGES = st.lists(
    st.one_of(
        st.builds(article, st.integers(0, 10**5), dated=st.booleans()),
        st.builds(rejected, st.sampled_from(("http-404", "no-article-body", "duplicate-exact"))),
    ),
    max_size=80,
)
DAYS = st.lists(
    st.builds(
        SeenDay,
        day=st.dates(date(2026, 9, 1), TODAY),
        stories=st.integers(0, 500),
        reads=st.integers(0, 9),
    ),
    max_size=60,
)


@given(PAGES, DAYS)
def test_any_history_can_be_judged(pages: list[SeenPage], seen: list[SeenDay]) -> None:
    health = look(pages, sorted(seen, key=lambda day: day.day))
    signs(health)
    for share in (health.dated, health.rejected, health.dated_before, health.rejected_before):
        assert share is None or 0.0 <= share <= 1.0


@given(PAGES)
def test_pages_that_are_too_few_are_never_red(pages: list[SeenPage]) -> None:
    options = HealthOptions()
    few = pages[: options.recent_pages + options.earlier_pages - 1]
    assert look(few).status == "new"
