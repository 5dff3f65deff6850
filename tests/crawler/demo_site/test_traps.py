from protego import Protego

from crawler.demo_site.traps import expected_traps, robots_txt, trap_pages, trap_paths
from tests.crawler.demo_site.editions import editions


def test_every_announced_trap_is_expected_to_fail() -> None:
    for edition in editions().values():
        expected = {trap.url for trap in expected_traps(edition)}
        assert {edition.base + path for path in trap_paths(edition)} <= expected


def test_missing_page_is_announced_and_does_not_exist() -> None:
    edition = editions()["courier"]
    assert trap_paths(edition) == ("/news/withdrawn-story",)
    assert trap_pages(edition) == {}


def test_list_page_has_titles_and_no_text() -> None:
    edition = editions()["laguna"]
    page = trap_pages(edition)["/tutti-i-titoli.html"].decode()
    assert all(story.title in page for story in edition.stories())
    assert not any(story.blocks[0].text in page for story in edition.stories())


def test_robots_txt_allows_all_stories_but_the_disallowed_one() -> None:
    for edition in editions().values():
        rules = Protego.parse(robots_txt(edition).decode())
        for story in edition.stories():
            allowed = rules.can_fetch(edition.url(story), "newsdesk")
            assert allowed is not story.is_disallowed


def test_one_host_asks_for_a_delay() -> None:
    delays = {
        style: Protego.parse(robots_txt(edition).decode()).crawl_delay("newsdesk")
        for style, edition in editions().items()
    }
    assert {style: delay for style, delay in delays.items() if delay} == {"laguna": 1}
