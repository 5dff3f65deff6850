"""A source on the internet must not lead into the network that newsdesk runs in."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.named_hosts import PRIVATE, SETTINGS
from tests.integration.newsdesk_runs import (
    QUICK,
    crawl,
    lines,
    manifests,
    newsdesk,
    paths,
    reasons,
    write_sources,
)

ENCODED = {
    "decimal": "2130707202",
    "hex": "0x7f.0x3.2",
    "octal": "0177.0.03.02",
    "link-local": "169.254.169.254",
}
REFUSED = ("/by-redirect", "/by-refresh", "/by-dns", *(f"/{name}" for name in ENCODED))
HEALTHY = ("/fine", "/by-other-host")


class Network:
    """A public host that leads to a private one in all ways it can."""

    def __init__(self, site: LocalSite) -> None:
        self.site = site
        self.port = urlsplit(site.url("/")).port
        self.private = f"http://intranet.gazette.example:{self.port}/secret"
        site.put_story("/secret", "The passwords of the house", host=2)
        turncoat = f"http://turncoat.gazette.example:{self.port}/secret"
        urls = [
            self.url(site.put_story("/fine", "Fine weather at the fair")),
            self._leads_to("/by-other-host", self._at("stories.gazette.example", "/elsewhere")),
            self._leads_to("/by-redirect", self.private),
            self._leads_to("/by-dns", turncoat),
            self.url(site.put("/by-refresh", Answer(body=_refresh(self.private)))),
            *(
                self._leads_to(f"/{name}", f"http://{host}:{self.port}/secret")
                for name, host in ENCODED.items()
            ),
            f"http://intranet.gazette.example:{self.port}/announced",
        ]
        site.put_story("/elsewhere", "Elsewhere on the site")
        site.put_feed(urls)

    def url(self, url: str) -> str:
        return self._at("gazette.example", urlsplit(url).path)

    def source(self) -> dict[str, object]:
        hosts = list(ENCODED.values())
        return {"id": "gazette", "url": self.url("/feed.xml"), "allowed_hosts": hosts}

    def _at(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def _leads_to(self, path: str, url: str) -> str:
        return self.url(self.site.put(path, Answer(status=302, headers={"Location": url})))


def _refresh(url: str) -> bytes:
    return f"<meta http-equiv='refresh' content='0; url={url}'><p>On you go.".encode()


@pytest.fixture(scope="module")
def network(shared_folder: Path) -> Iterator[Network]:
    """The network after a crawl of its public source."""
    with LocalSite(hosts=2) as site:
        network = Network(site)
        write_sources(shared_folder, [{**network.source(), "allow_private": False}])
        crawl(shared_folder, *QUICK, *SETTINGS)
        yield network


@pytest.mark.parametrize("path", [*REFUSED, "/announced"])
def test_what_leads_to_a_private_address_is_refused_for_good(
    network: Network, shared_folder: Path, path: str
) -> None:
    assert reasons(shared_folder)[path] == "private-address"


def test_no_request_reaches_the_private_host(network: Network) -> None:
    assert {request.host for request in network.site.requests} == {1}


def test_healthy_stories_of_the_same_source_come_out(network: Network, shared_folder: Path) -> None:
    assert paths(shared_folder) == sorted(HEALTHY)
    (manifest,) = manifests(shared_folder)
    assert manifest["sources"]["gazette"]["rejected"] == {"private-address": len(REFUSED) + 1}


def test_the_way_out_is_told(network: Network, shared_folder: Path) -> None:
    (detail,) = (
        line["detail"]
        for line in lines(shared_folder, "rejected")
        if line["url_requested"].endswith("/by-redirect")
    )
    assert PRIVATE in detail
    assert "allow_private = true" in detail
    assert "--allow-private" in detail


def test_a_source_that_may_go_there_does(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        network = Network(site)
        write_sources(tmp_path, [network.source()])
        crawl(tmp_path, *QUICK, *SETTINGS)
        found = {line["title"] for line in lines(tmp_path)}
        assert "The passwords of the house" in found
        assert site.seen("/robots.txt", host=2)


def test_a_source_opens_private_hosts_for_itself_alone(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        network = Network(site)
        story = site.put_story("/own", "A story of the intranet", host=2)
        own = {"id": "own", "url": story.replace(PRIVATE, "intranet.gazette.example")}
        closed = {**network.source(), "allow_private": False}
        write_sources(tmp_path, [{**own, "kind": "url"}, closed])
        crawl(tmp_path, *QUICK, *SETTINGS)
        assert "/own" in paths(tmp_path)
        assert reasons(tmp_path)["/by-redirect"] == "private-address"
        assert site.seen("/secret") == []


def test_a_robots_txt_does_not_lead_there(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        network = Network(site)
        network._leads_to("/robots.txt", network.private)
        write_sources(tmp_path, [{**network.source(), "allow_private": False}])
        crawl(tmp_path, *QUICK, *SETTINGS, code=None)
        assert site.seen("/secret") == []


@pytest.mark.parametrize("verb", [("fetch",), ("sources", "discover")])
def test_an_address_that_is_typed_needs_the_flag(site: LocalSite, verb: tuple[str, ...]) -> None:
    url = site.put_feed([site.put_story("/fine", "Fine weather")])
    done = newsdesk(*verb, url)
    assert done.returncode == 1
    assert "private-address" in done.stderr
    assert "--allow-private" in done.stderr
    assert site.requests == []


def test_a_proxy_may_be_private_but_not_what_it_is_asked_for(site: LocalSite) -> None:
    proxy = site.url("")
    environment = {**os.environ, "http_proxy": proxy}
    urls = ("http://gazette.invalid/a", "http://169.254.169.254/latest/meta-data/")
    done = newsdesk("fetch", *urls, "-s", "RETRY_TIMES=0", env=environment)
    assert "private-address" in done.stderr.splitlines()[1]
    assert {urlsplit(request.path).hostname for request in site.requests} == {"gazette.invalid"}
