"""Traps end, and what is no trap comes out whole; read from the log of the server."""

from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, manifests, paths, write_sources
from tests.integration.prose import page

SLOWLY = ("-s", "NEWSDESK_WORKERS=0", "-s", "DOWNLOAD_DELAY=0.1")
"""What pages gave is known some pages later."""
EMPTY = b"<html><title>November</title><body><p>No events.</p></body></html>"


def test_a_pattern_without_stories_is_left_and_the_stories_are_fetched(tmp_path: Path) -> None:
    with LocalSite() as site:
        trap = [site.put(f"/calendar/{n}", Answer(body=EMPTY)) for n in range(180)]
        stories = [site.put_story(f"/news/{n}", f"Story {n}") for n in range(8)]
        site.put_feed([*trap, *stories])
        write_sources(tmp_path, [{"id": "news", "url": site.url("/feed.xml")}])
        said = crawl(tmp_path, *SLOWLY).stderr
        asked = [r.path for r in site.requests if r.path.startswith("/calendar/")]
        assert 40 <= len(asked) <= 160, "what was on its way came all the same"
        assert len(paths(tmp_path)) == 8
        (told,) = manifests(tmp_path)[0]["sources"]["news"]["put_aside"]
        assert told.startswith(f"127.0.3.1:{site.url('').rpartition(':')[2]}/calendar/<n>: put")
        assert told in said

        crawl(tmp_path, *QUICK)
        again = [r.path for r in site.requests if r.path.startswith("/calendar/")]
        assert len(again) == len(set(again)), "the next run goes on where this one stopped"
        assert len(again) > len(asked)


def test_one_story_under_many_addresses_ends(tmp_path: Path) -> None:
    with LocalSite() as site:
        body = page("The only story")
        urls = [site.put(f"/story.php?visit={n}", Answer(body=body)) for n in range(180)]
        site.put_feed(urls)
        write_sources(tmp_path, [{"id": "news", "url": site.url("/feed.xml")}])
        crawl(tmp_path, *SLOWLY)
        assert len([r for r in site.requests if "visit=" in r.path]) <= 160
        assert len(paths(tmp_path)) == 1


def test_ever_deeper_paths_are_not_followed(tmp_path: Path) -> None:
    with LocalSite() as site:
        deep = site.put_story("/news/" + "more/" * 6 + "1", "Deep")
        site.put_feed([deep, site.put_story("/news/1", "Story")])
        write_sources(tmp_path, [{"id": "news", "url": site.url("/feed.xml")}])
        crawl(tmp_path, *QUICK)
        assert paths(tmp_path) == ["/news/1"]
        assert manifests(tmp_path)[0]["sources"]["news"]["skipped"] == {"repeating-path": 1}


def test_an_address_without_end_takes_no_place_of_a_story(tmp_path: Path) -> None:
    with LocalSite() as site:
        site.put_feed([site.url("/" + "x" * 9000), site.put_story("/news/1", "Story")])
        source = {"id": "news", "url": site.url("/feed.xml"), "limit": 1}
        write_sources(tmp_path, [source])
        crawl(tmp_path, *QUICK)
        assert paths(tmp_path) == ["/news/1"]
        assert manifests(tmp_path)[0]["sources"]["news"]["skipped"] == {"too-long": 1}


def test_redirects_to_ever_new_addresses_end(tmp_path: Path) -> None:
    with LocalSite() as site:
        for n in range(60):
            site.put(f"/hop/{n}", Answer(status=302, headers={"Location": f"/hop/{n + 1}"}))
        site.put_feed([site.url("/hop/0")])
        write_sources(tmp_path, [{"id": "news", "url": site.url("/feed.xml")}])
        crawl(tmp_path, *QUICK)
        assert len([r for r in site.requests if r.path.startswith("/hop/")]) <= 11


def test_pages_without_end_that_name_the_same_stories_end(tmp_path: Path) -> None:
    with LocalSite() as site:
        links = "".join(
            f"<li><a href='{site.put_story(f'/news/{n}', f'Story {n}')}'>A headline that is long "
            f"enough, number {n}</a></li>"
            for n in range(8)
        )
        for n in range(1, 40):
            following = f"<a rel='next' href='/list?page={n + 1}'>Next</a>"
            body = f"<html><body><ul>{links}</ul>{following}</body></html>".encode()
            site.put(f"/list?page={n}", Answer(body=body))
        row = {"id": "news", "url": site.url("/list?page=1"), "max_pages": 1000}
        write_sources(tmp_path, [row])
        crawl(tmp_path, *QUICK)
        assert len([r for r in site.requests if r.path.startswith("/list")]) == 2
        assert len(paths(tmp_path)) == 8
