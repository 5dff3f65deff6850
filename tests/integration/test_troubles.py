"""Pages that cannot be had: what is refused for good, what the next runs try again."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, lines, manifests, reasons, write_sources
from tests.integration.prose import page

LIMITS = ("-s", "DOWNLOAD_MAXSIZE=60000", "-s", "NEWSDESK_WORKERS=1")
"""A process of its own builds the articles: nothing else may hold the downloads up."""
FINAL = {
    "/missing": "http-404",
    "/gone": "http-410",
    "/huge": "too-large",
    "/bomb": "too-large",
    "/away": "offsite-redirect",
    "/loop": "too-many-redirects",
    "/private/story": "robots-disallowed",
    "/empty": "no-article-body",
}
PASSING = {"/broken": "http-500", "/slow": "download-timeout", "/torn": "download-incomplete"}


@dataclass(frozen=True, slots=True)
class TroubledRuns:
    """What three crawls of a site with broken pages gave."""

    site: LocalSite
    folder: Path
    rejected_by_run: list[dict[str, str]]


@pytest.fixture(scope="module")
def runs(shared_folder: Path) -> Iterator[TroubledRuns]:
    with LocalSite(hosts=2) as site:
        _put_pages(site)
        write_sources(shared_folder, [{"id": "news", "url": site.url("/feed.xml")}])
        rejected = []
        # The first run also builds articles, which may hold downloads up on a busy machine.
        for timeout_s in ("2.5", "1", "1"):
            crawl(shared_folder, *QUICK, *LIMITS, "-s", f"DOWNLOAD_TIMEOUT={timeout_s}")
            rejected.append(reasons(shared_folder))
        yield TroubledRuns(site, shared_folder, rejected)


def _put_pages(site: LocalSite) -> None:
    urls = [
        site.put_story("/fine", "Fine weather at the fair"),
        site.put("/missing", Answer(status=404)),
        site.put("/gone", Answer(status=410)),
        site.put("/huge", Answer(body=b"<p>" + b"x" * 100_000)),
        site.put("/bomb", _bomb()),
        site.put("/away", _redirect(site.put_story("/story", "Elsewhere", host=2))),
        site.put("/loop", _redirect(site.url("/loop"))),
        site.put("/moved", _redirect(site.put_story("/new-place", "Moved to a new place"))),
        site.put_story("/private/story", "Not for robots"),
        site.put(
            "/empty", Answer(body=b"<html><title>Empty</title><body><p>Nothing.</p></body></html>")
        ),
        site.put("/broken", Answer(status=500)),
        site.put("/slow", Answer(body=page("Slow"), delay_s=4)),
        site.put("/torn", Answer(body=page("Torn"), missing_bytes=5_000)),
        site.put("/recovers", Answer(status=502), Answer(body=page("Back again"))),
    ]
    site.put_robots("User-agent: *\nDisallow: /private/\n")
    site.put_feed(urls)


def _redirect(url: str) -> Answer:
    return Answer(status=302, headers={"Location": url})


def _bomb() -> Answer:

    return Answer(body=gzip.compress(bytes(1_000_000)), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("path", FINAL)
def test_a_final_refusal_is_written_at_once_and_never_tried_again(
    runs: TroubledRuns, path: str
) -> None:
    assert runs.rejected_by_run[0][path] == FINAL[path]
    assert len([line for line in lines(runs.folder, "rejected")
                if line["url_requested"].endswith(path)]) == 1  # fmt: skip
    if path != "/loop":
        assert len(runs.site.seen(path)) <= 1


@pytest.mark.parametrize("path", PASSING)
def test_a_trouble_that_may_pass_is_tried_in_three_runs(runs: TroubledRuns, path: str) -> None:
    assert path not in runs.rejected_by_run[1]
    assert runs.rejected_by_run[2][path] == PASSING[path]
    assert len(runs.site.seen(path)) == 3


def test_a_page_that_comes_back_is_delivered(runs: TroubledRuns) -> None:
    assert [line["title"] for line in lines(runs.folder)
            if line["url_requested"].endswith("/recovers")] == ["Back again"]  # fmt: skip


def test_no_request_leaves_the_hosts_of_the_source(runs: TroubledRuns) -> None:
    assert {request.host for request in runs.site.requests} == {1}


def test_what_robots_txt_closes_is_not_asked_for(runs: TroubledRuns) -> None:
    assert runs.site.seen("/private/story") == []


def test_a_redirect_within_the_site_is_followed_and_both_urls_are_kept(runs: TroubledRuns) -> None:
    moved = [line for line in lines(runs.folder) if line["url_requested"].endswith("/moved")]
    assert [line["url"] for line in moved] == [runs.site.url("/new-place")]


def test_manifest_counts_what_is_tried_again(runs: TroubledRuns) -> None:
    retries = [run["sources"]["news"]["retry_later"] for run in manifests(runs.folder)]
    assert retries == [4, 3, 0]
