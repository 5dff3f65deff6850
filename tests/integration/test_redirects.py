"""Redirects as a crawl follows them, read from the log of the server."""

from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, paths, reasons, write_sources
from tests.integration.prose import page


def test_redirects_with_cookies_lead_on_and_circles_end(site: LocalSite, tmp_path: Path) -> None:
    wall = Answer(status=302, headers={"Location": "/walled", "Set-Cookie": "seen=1; Path=/"})
    refresh = b"<meta http-equiv=refresh content='1;url=/live'></head>"
    urls = [
        site.put("/walled", wall, Answer(body=page("Behind the wall"))),
        site.put("/loop", Answer(status=302, headers={"Location": "/loop"})),
        site.put("/live", Answer(body=page("The page that is live").replace(b"</head>", refresh))),
        site.put_story("/after", "What came after it"),
    ]
    write_sources(tmp_path, [{"url": site.put_feed(urls)}])
    crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == ["/after", "/live", "/walled"]
    assert reasons(tmp_path) == {"/loop": "too-many-redirects"}
    assert [len(site.seen(path)) for path in ("/walled", "/loop", "/live")] == [2, 1, 1]
    assert [r.headers.get("cookie") for r in site.seen("/walled")] == [None, "seen=1"]
    assert all("cookie" not in r.headers for r in site.seen("/after"))
