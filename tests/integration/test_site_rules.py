"""Rules of users at work: stories over several pages, rules from a folder, rules that missed."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, lines, newsdesk
from tests.integration.prose import page, paragraphs

TITLES = ("The crane returns", "The chain is made", "The smith retires")
PROMPT = "<p class='promo'>Read on in our paper</p>"


def put_part(site: LocalSite, number: int, link: str = "") -> str:
    """Put a page of the story; the rules find its body in a container that a search would not."""
    html = page(TITLES[number - 1]).decode().replace(TITLES[number - 1], TITLES[0])
    html = html.replace("<article>", "<div id='story'>").replace("</article>", f"{PROMPT}</div>")
    path = "/story" if number == 1 else f"/story/{number}"
    return site.put(path, Answer(body=html.replace("</body>", f"{link}</body>").encode()))


def put_story(site: LocalSite) -> str:
    put_part(site, 3)
    put_part(site, 2, "<a class='next' href='/story/3'>on</a>")
    return put_part(site, 1, "<a class='next' href='/story/2'>on</a>")


def write_rules(folder: Path, url: str) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / f"{urlsplit(url).hostname}.txt").write_text(
        "body: //div[@id='story']\nstrip_id_or_class: promo\nnext_page_link: //a[@class='next']\n",
        encoding="utf-8",
    )
    (folder / "sources.toml").write_text(
        '[defaults]\nsite_configs = "rules"\nallow_private = true\n'
        f'[[source]]\nid = "news"\nkind = "url"\nurl = "{url}"\n',
        encoding="utf-8",
    )


def whole_text() -> str:
    return "\n\n".join(text for title in TITLES for text in paragraphs(title))


@pytest.fixture
def folder(site: LocalSite, tmp_path: Path) -> Path:
    write_rules(tmp_path, put_story(site))
    return tmp_path


def test_a_crawl_follows_a_story_to_its_last_page(site: LocalSite, folder: Path) -> None:
    crawl(folder, *QUICK)
    (record,) = lines(folder)
    assert record["text"] == whole_text()
    assert record["url"] == site.url("/story")
    assert record["rule_id"] == f"{urlsplit(site.url('/')).hostname}.txt"
    assert record["quality_flags"] == []
    assert record["is_truncated"] is not True
    assert [len(site.seen(path)) for path in ("/story", "/story/2", "/story/3")] == [1, 1, 1]


def test_a_page_that_fails_leaves_what_is_there(site: LocalSite, folder: Path) -> None:
    site.put("/story/3", Answer(status=404, body=b"gone"))
    crawl(folder, *QUICK)
    (record,) = lines(folder)
    assert record["is_truncated"] is True
    assert record["text"] == "\n\n".join(t for title in TITLES[:2] for t in paragraphs(title))


def test_a_next_page_that_robots_txt_closes_is_not_asked_for(site: LocalSite, folder: Path) -> None:
    site.put_robots("User-agent: *\nDisallow: /story/\n")
    crawl(folder, *QUICK)
    (record,) = lines(folder)
    assert record["is_truncated"] is True
    assert site.seen("/story/2") == []


def test_fetch_follows_a_story_too(site: LocalSite, folder: Path) -> None:
    options = ("--config", str(folder / "sources.toml"), "-s", "DOWNLOAD_DELAY=0")
    done = newsdesk("fetch", "--allow-private", site.url("/story"), *options)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == whole_text()


def test_rules_that_miss_are_told_in_the_record(site: LocalSite, tmp_path: Path) -> None:
    url = site.put_story("/plain", TITLES[0])
    write_rules(tmp_path, url)
    crawl(tmp_path, *QUICK)
    (record,) = lines(tmp_path)
    assert record["quality_flags"] == ["body-rule-not-matched"]
    assert record["text"] == "\n\n".join(paragraphs(TITLES[0]))
