"""Who newsdesk says it is, read from the headers that servers saw."""

from pathlib import Path

from tests.integration.local_site import LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, write_sources


def test_each_host_is_told_the_name_that_is_meant_for_it(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        stories = [site.put_story(f"/story-{host}", f"Story of {host}", host) for host in (1, 2)]
        row = {"url": site.put_feed(stories), "allowed_hosts": ["127.0.3.2"]}
        path = write_sources(tmp_path, [row])
        rules = '\n[site."127.0.3.2"]\nuser_agent = "GuestReader/2"\n'
        path.write_text(path.read_text() + 'headers = { "X-Desk" = "culture" }\n' + rules)
        crawl(tmp_path, *QUICK)
    told = {(r.host, r.headers["user-agent"].partition("/")[0]) for r in site.requests}
    assert told == {(1, "newsdesk"), (2, "GuestReader")}
    assert {r.headers.get("x-desk") for r in site.requests if r.path != "/robots.txt"} == {
        "culture"
    }
