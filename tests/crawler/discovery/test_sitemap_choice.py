import pytest

from crawler.discovery.discovered import SitemapChild
from crawler.discovery.sitemap_choice import choose_children, is_for_news

_SITE = "https://tidings.example"
_ONE_DAY = "2025-11-30T06:00:"


def _children(*names: str, lastmods: tuple[str | None, ...] = ()) -> list[SitemapChild]:
    stamps = lastmods or (None,) * len(names)
    return [
        SitemapChild(url=f"{_SITE}/{name}", lastmod=lastmod)
        for name, lastmod in zip(names, stamps, strict=True)
    ]


def _chosen(children: list[SitemapChild], at_most: int = 3) -> list[str]:
    return [child.url.removeprefix(f"{_SITE}/") for child in choose_children(children, at_most)]


def test_those_that_changed_last_come_first() -> None:
    stamps = ("2025-11-01", "2025-11-30T23:30:00-05:00", "2025-12-01T01:00:00Z", "2025-10-01")
    found = _chosen(_children("a.xml", "b.xml", "c.xml", "d.xml", lastmods=stamps))
    assert found == ["b.xml", "c.xml", "a.xml"]


def test_lists_of_other_pages_are_left_out() -> None:
    names = ("post-sitemap.xml", "page-sitemap.xml", "category-sitemap.xml", "post_tag-sitemap.xml")
    days = ("2025-11-28", "2025-11-29", "2025-11-30", "2025-11-30")
    assert _chosen(_children(*names, lastmods=days)) == ["post-sitemap.xml"]


@pytest.mark.parametrize(
    "names",
    [
        ("tags-a.xml", "tags-b.xml"),
        ("category/politics.xml", "category/sport.xml"),
        ("video-1.xml", "images-1.xml"),
        ("sitemap-page-1.xml", "sitemap-page-2.xml"),
        ("sitemap.xml?page=1", "sitemap.xml?page=2"),
    ],
)
def test_nothing_is_left_out_where_all_are_alike(names: tuple[str, ...]) -> None:
    assert set(_chosen(_children(*names))) == set(names)


@pytest.mark.parametrize(
    ("form", "at_most"),
    [
        ("map/{year}-{month:02}.xml", 2),
        ("map?yyyy={year}&mm={month:02}&dd=01", 2),
        ("map/{year}/{month}", 2),
        ("articles_{year}{month:02}.xml.gz", 2),
    ],
)
def test_the_day_in_the_address_counts_where_no_change_is_told(form: str, at_most: int) -> None:
    names = [form.format(year=year, month=month) for year in (2023, 2024) for month in range(1, 13)]
    assert _chosen(_children(*names), at_most) == [names[-1], names[-2]]


def test_the_day_in_the_address_goes_before_the_last_change() -> None:
    names = ("2014-01.xml", "2025-10.xml", "2025-11.xml")
    days = ("2025-11-30", "2025-11-02", "2025-11-29")
    assert _chosen(_children(*names, lastmods=days), 2) == ["2025-11.xml", "2025-10.xml"]


def test_times_at_which_all_were_written_tell_nothing() -> None:
    names = [f"2025/11/{day:02}.xml" for day in range(1, 31)]
    stamps = tuple(f"{_ONE_DAY}{59 - number:02}Z" for number in range(30))
    assert _chosen(_children(*names, lastmods=stamps)) == names[:-4:-1]


def test_those_of_the_newest_stories_go_first() -> None:
    names = ("articles-2025-11.xml", "sitemap-news.xml", "news-2019-01.xml", "articles-2025-10.xml")
    found = _chosen(_children(*names), 2)
    assert found == ["sitemap-news.xml", "articles-2025-11.xml"]


def test_of_bare_numbers_both_ends_are_read() -> None:
    names = [f"wp-sitemap-posts-post-{number}.xml" for number in range(1, 13)]
    others = ("wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml")
    found = _chosen(_children(*names, *others, "wp-sitemap-users-1.xml"))
    assert found == [names[11], names[10], names[0]]


def test_one_named_twice_is_read_once() -> None:
    assert _chosen(_children("a.xml", "a.xml", "b.xml")) == ["a.xml", "b.xml"]


def test_an_index_without_children_gives_none() -> None:
    assert choose_children([], 3) == ()


@pytest.mark.parametrize(
    ("name", "is_news"),
    [
        ("sitemap_news.xml", True),
        ("map?type=latest", True),
        ("news-2019-01.xml", False),
        ("newsletters.xml", False),
        ("sitemap-1.xml", False),
    ],
)
def test_a_sitemap_for_news_says_so(name: str, is_news: bool) -> None:
    assert is_for_news(SitemapChild(url=f"{_SITE}/{name}")) == is_news
