"""What repeats over the stories of a site, learned by one run and used by the next."""

from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, lines, write_sources
from tests.integration.prose import page

PROMPT = "Be the first to hear what happens on the coast tonight"


def put_story(site: LocalSite, path: str, title: str) -> str:
    """Put a story with a line that no rule of wording knows in the middle of it."""
    html = page(title).decode().replace("</p><p>", f"</p><p>{PROMPT}</p><p>", 1)
    return site.put(path, Answer(body=html.encode()))


def test_line_of_earlier_stories_is_cut_from_the_next_one(tmp_path: Path) -> None:
    with LocalSite() as site:
        urls = [put_story(site, f"/{n}", f"What happened, part {n}") for n in range(5)]
        write_sources(tmp_path, [{"id": "gazette", "url": site.put_feed(urls)}])
        crawl(tmp_path, *QUICK, "-s", "CONCURRENT_REQUESTS=1")
        site.put_feed([*urls, put_story(site, "/next", "What happened after all that")])
        crawl(tmp_path, *QUICK)
    (last,) = (line for line in lines(tmp_path) if line["url"].endswith("/next"))
    assert PROMPT not in last["text"]
    cuts = {
        line["url"].rpartition("/")[2]: block["reason"]
        for line in lines(tmp_path, "removed")
        for block in line["removed"]
        if block["rule"] == "site-boilerplate"
    }
    assert cuts["next"] == "stands on 5 other articles of the site"
