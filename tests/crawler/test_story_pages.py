from dataclasses import replace

from crawler.story_pages import MAX_PAGES, StoryPages
from pipelines.items import LinkRule, Page, SiteRules, SourceHints, WarcPlace
from tests.pipelines.page_examples import NOON

URL = "https://gazette.example/crane"
RULES = SiteRules(
    id="gazette.example",
    next_page=(LinkRule(selector="a.next"),),
    single_page=(LinkRule(selector="a.print"),),
)
FIRST_WITH_PRINT = "<a class='print' href='/print/crane'>P</a><a class='next' href='?p=2'>2</a>"


def page(markup: str, url: str = URL, rules: SiteRules | None = RULES) -> Page:
    return Page(
        url=url,
        url_requested=url,
        body=f"<p>Text</p>{markup}".encode(),
        fetched_at=NOON,
        hints=SourceHints(rules=rules),
    )


def part(number: int, last: int) -> Page:
    link = f"<a class='next' href='?p={number + 1}'>next</a>" if number < last else ""
    return page(link, f"{URL}?p={number}" if number > 1 else URL, None if number > 1 else RULES)


def test_a_story_of_one_page_is_whole_at_once() -> None:
    for first in (page(""), page(FIRST_WITH_PRINT, rules=None)):
        story = StoryPages(first=first)
        assert story.next_url() is None
        assert story.whole() == first


def test_pages_are_followed_to_the_last() -> None:
    story = StoryPages(first=part(1, 3))
    assert story.next_url() == f"{URL}?p=2"
    story.add(part(2, 3))
    assert story.next_url() == f"{URL}?p=3"
    story.add(part(3, 3))
    assert story.next_url() is None
    assert story.whole() == replace(part(1, 3), further_pages=(part(2, 3), part(3, 3)))


def test_a_page_that_is_missing_ends_the_story() -> None:
    story = StoryPages(first=part(1, 3))
    assert story.next_url() is not None
    story.miss()
    assert story.next_url() is None
    assert story.whole() == replace(part(1, 3), is_incomplete=True)


def test_links_in_a_circle_end_the_story() -> None:
    story = StoryPages(first=part(1, 2))
    assert story.next_url() == f"{URL}?p=2"
    story.add(page("<a class='next' href='/crane#top'>1</a>", f"{URL}?p=2"))
    assert story.next_url() is None
    assert not story.whole().is_incomplete


def test_a_story_without_end_is_left_after_a_few_pages() -> None:
    story = StoryPages(first=part(1, 99))
    number = 1
    while story.next_url() is not None:
        number += 1
        story.add(part(number, 99))
    assert number == MAX_PAGES
    assert story.whole().is_incomplete


def test_the_single_page_stands_for_all_under_the_address_of_the_first() -> None:
    first = replace(page(FIRST_WITH_PRINT), warc=WarcPlace(file="a.warc.gz", offset=1))
    story = StoryPages(first=first)
    assert story.next_url() == "https://gazette.example/print/crane"
    whole = page("<p>All of it</p>", "https://gazette.example/print/crane", None)
    whole = replace(whole, warc=WarcPlace(file="a.warc.gz", offset=2))
    story.add(whole)
    assert story.next_url() is None
    assert story.whole() == replace(first, body=whole.body, warc=whole.warc)


def test_links_of_the_single_page_are_not_followed() -> None:
    story = StoryPages(first=page(FIRST_WITH_PRINT))
    assert story.next_url() == "https://gazette.example/print/crane"
    story.add(
        page("<a class='next' href='/crane?p=2'>2</a>", "https://gazette.example/print/crane")
    )
    assert story.next_url() is None
    assert not story.whole().is_incomplete


def test_a_page_that_leads_to_another_site_is_none_of_the_story() -> None:
    story = StoryPages(first=part(1, 3))
    assert story.next_url() is not None
    story.add(page("<a class='next' href='?p=3'>3</a>", "https://other.example/crane?p=2"))
    assert story.next_url() is None
    assert story.whole() == replace(part(1, 3), is_incomplete=True)


def test_a_page_on_another_host_of_the_site_belongs_to_the_story() -> None:
    story = StoryPages(first=part(1, 2))
    assert story.next_url() is not None
    second = page("", "https://m.gazette.example/crane?p=2")
    story.add(second)
    assert story.whole().further_pages == (second,)


def test_without_the_single_page_the_story_is_followed_page_by_page() -> None:
    story = StoryPages(first=page(FIRST_WITH_PRINT))
    assert story.next_url() == "https://gazette.example/print/crane"
    story.miss()
    assert story.next_url() == f"{URL}?p=2"
    story.add(part(2, 2))
    assert story.next_url() is None
    assert len(story.whole().further_pages) == 1
    assert not story.whole().is_incomplete


def test_without_the_single_page_and_further_ones_it_is_incomplete() -> None:
    story = StoryPages(first=page("<a class='print' href='/print/crane'>P</a>"))
    assert story.next_url() is not None
    story.miss()
    assert story.next_url() is None
    assert story.whole().is_incomplete
