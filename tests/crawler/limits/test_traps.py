import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.limits.traps import PageOutcome, TrapOptions, TrapWatch, url_fault, url_pattern

OPTIONS = TrapOptions()
HOST = "https://gazette.example"
OUTCOMES = st.sampled_from(("story", "nothing-new"))


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/news/12345", "/news/<n>"),
        ("/2026/11/25/politics/the-long-road-home", "/<n>/<n>/<n>/politics/<words>"),
        ("/the-long-road-home-12345.html", "/<words>.html"),
        ("/tag/sport", "/tag/<name>"),
        ("/calendar/2026/11/", "/calendar/<n>/<n>/"),
        ("/go/k3j9x2", "/go/<id>"),
        ("/a/6f1d2c3b4a5e6f7d/x", "/a/<id>/<name>"),
        ("/(S(lit3py55))/news/7", "/<id>/news/<n>"),
        ("/story.php?id=3&sid=abc", "/story.php?id&sid"),
        ("/story.php?sid=x&id=9", "/story.php?id&sid"),
        ("/list?page=3", "/list?page"),
        ("/", "/"),
    ],
)
def test_addresses_that_differ_in_what_stories_differ_in_follow_one_pattern(
    path: str, pattern: str
) -> None:
    assert url_pattern(HOST + path) == f"gazette.example{pattern}"


@given(st.text())
def test_every_text_has_a_pattern_and_perhaps_a_fault(url: str) -> None:
    assert url_pattern(url) == url_pattern(url)
    url_fault(url, OPTIONS)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_numbers_make_no_difference(one: int, other: int) -> None:
    assert url_pattern(f"{HOST}/news/{one}") == url_pattern(f"{HOST}/news/{other}")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        (f"{HOST}/{'a/' * 4}", "repeating-path"),
        (f"{HOST}/x/{'a/b/' * 4}story", "repeating-path"),
        (f"{HOST}/{'/'.join(f'part-{n}' for n in range(21))}", "too-deep"),
        (f"{HOST}/?{'&'.join(f'filter{n}=1' for n in range(13))}", "too-many-parameters"),
        (f"{HOST}/{'x' * 4096}", "too-long"),
        (f"{HOST}/{'x' * 4000}", None),
        (f"{HOST}/11/11/11/11/story", None),
        (f"{HOST}/a/b/a/b/a/b/story", None),
        (f"{HOST}/news/politics/2026/11/25/the-long-road-home?id=1&page=2", None),
    ],
)
def test_an_address_alone_may_be_a_trap(url: str, fault: str | None) -> None:
    assert url_fault(url, OPTIONS) == fault


@given(
    st.lists(st.text("abcdefghij", min_size=1, max_size=8), max_size=20, unique=True),
    st.lists(st.text("abcdefghij", min_size=1, max_size=8), max_size=12, unique=True),
)
def test_paths_without_repetition_are_no_trap(folders: list[str], names: list[str]) -> None:
    query = "&".join(f"{name}=1" for name in names)
    assert url_fault(f"{HOST}/{'/'.join(folders)}?{query}", OPTIONS) is None


def read(watch: TrapWatch, urls: list[str], outcome: PageOutcome = "nothing-new") -> int:
    """Ask for URLs one after the other and return for how many."""
    asked = 0
    for url in urls:
        if watch.admits("gazette", url):
            asked += 1
            watch.learn("gazette", url, outcome)
    return asked


def numbered(folder: str, count: int) -> list[str]:
    return [f"{HOST}/{folder}/{n}" for n in range(count)]


def test_a_pattern_that_gives_nothing_new_is_put_aside_and_no_other() -> None:
    watch = TrapWatch()
    assert read(watch, numbered("calendar", 500)) == OPTIONS.min_row
    assert read(watch, numbered("news", 500), "story") == 500
    assert list(watch.told("gazette")) == [
        "gazette.example/calendar/<n>: put aside for this run: 40 pages in a row gave nothing new; "
        "460 URLs wait"
    ]
    assert list(watch.told("herald")) == []


def test_patterns_are_counted_for_each_source() -> None:
    watch = TrapWatch()
    read(watch, numbered("news", 100))
    assert watch.admits("herald", f"{HOST}/news/1")


def test_an_archive_of_one_pattern_comes_out_whole() -> None:
    watch = TrapWatch()
    assert read(watch, numbered("news", 2000), "story") == 2000
    assert read(watch, numbered("news", 999)) == 999, "some of it may be gone"
    assert not list(watch.told("gazette"))


@given(st.lists(st.tuples(st.integers(0, OPTIONS.min_row - 1), st.integers(1, 5)), max_size=30))
def test_a_pattern_with_a_story_now_and_then_is_never_put_aside(
    stretches: list[tuple[int, int]],
) -> None:
    watch = TrapWatch()
    url = f"{HOST}/news/1"
    for nothing_new, stories in stretches:
        for _ in range(nothing_new):
            watch.learn("gazette", url, "nothing-new")
        for _ in range(stories):
            watch.learn("gazette", url, "story")
    assert watch.put_aside("gazette", url) is None


@given(st.lists(OUTCOMES, max_size=200))
def test_what_is_wasted_on_a_pattern_is_bounded(outcomes: list[PageOutcome]) -> None:
    watch = TrapWatch()
    url = f"{HOST}/news/1"
    for outcome in outcomes:
        watch.learn("gazette", url, outcome)
    stories = outcomes.count("story")
    most = OPTIONS.min_row + OPTIONS.row_per_story * stories + 1
    assert watch.admits("gazette", url) or outcomes.count("nothing-new") >= OPTIONS.min_row
    for _ in range(int(most)):
        watch.learn("gazette", url, "nothing-new")
    assert not watch.admits("gazette", url)


def test_made_up_folders_are_bounded_by_their_host() -> None:
    watch = TrapWatch()
    letters = "abcdefghijklmnopqrstuvwxyz"
    urls = [f"{HOST}/{a}{b}/{a}" for a in letters for b in letters]
    assert read(watch, urls) == OPTIONS.min_row_of_host
    assert watch.admits("gazette", "https://other.example/aa/a")


def test_sets_of_parameters_are_bounded_and_values_are_not() -> None:
    watch = TrapWatch()
    filters = [f"{HOST}/list.php?filter{chr(97 + n)}=1" for n in range(26)]
    filters += [f"{url}&sort=up" for url in filters]
    assert read(watch, filters, "story") == OPTIONS.max_variants
    assert read(watch, [f"{HOST}/story.php?id={n}" for n in range(100)], "story") == 100


def test_what_was_taken_up_is_asked_for_when_no_more_is() -> None:
    watch = TrapWatch(TrapOptions(max_of_pattern=3))
    assert read(watch, numbered("news", 5), "story") == 3
    assert watch.put_aside("gazette", f"{HOST}/news/1") is None
    assert list(watch.told("gazette")) == [
        "gazette.example/news/<n>: put aside for this run: 3 URLs of it were taken up; 2 URLs wait"
    ]
