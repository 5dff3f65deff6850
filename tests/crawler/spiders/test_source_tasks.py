import pytest

from crawler.discovery.discovered import Discovered, SitemapChild
from crawler.spiders.source_tasks import SourceTask, feed_guess, further_tasks
from pipelines.errors import SourceError
from tests.crawler.spiders.readings import HOME, task
from tests.crawler.spiders.runs import source


@pytest.mark.parametrize(
    ("page", "depth", "is_first"), [(1, 0, True), (2, 0, False), (1, 1, False)]
)
def test_a_source_stands_or_falls_with_its_first_document(
    page: int, depth: int, *, is_first: bool
) -> None:
    task = SourceTask(source_id="gazette", url="https://gazette.example/", page=page, depth=depth)
    assert task.is_first is is_first


def test_of_many_feeds_a_few_are_tried() -> None:
    task = feed_guess(source(), tuple(f"{HOME}{number}.xml" for number in range(9)))
    assert (task.url, task.is_guess) == (f"{HOME}0.xml", True)
    assert task.other_guesses == (f"{HOME}1.xml", f"{HOME}2.xml")


def test_the_next_page_is_asked_for_as_long_as_the_source_allows() -> None:
    found = Discovered(kind="html", next_page=f"{HOME}2")
    (following,) = further_tasks(source(max_pages=2), task(HOME), found)
    assert (following.url, following.page) == (f"{HOME}2", 2)
    assert further_tasks(source(max_pages=2), following, found) == ()


def test_an_index_is_followed_down_to_a_depth() -> None:
    found = Discovered(
        kind="sitemap_index", child_sitemaps=(SitemapChild(url=f"{HOME}a.xml", lastmod="2026"),)
    )
    (child,) = further_tasks(source(), task(HOME), found)
    assert (child.url, child.depth, child.lastmod) == (f"{HOME}a.xml", 1, "2026")
    with pytest.raises(SourceError, match="an index in an index"):
        further_tasks(source(), task(HOME, depth=2), found)
