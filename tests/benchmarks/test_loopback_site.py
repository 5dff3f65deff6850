from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from benchmarks.loopback_site import Faults, LoopbackSite, story


def get(url: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    status, body = answer.status, answer.read()
    connection.close()
    return status, body


def test_every_listed_story_is_there_and_stays_as_it_is() -> None:
    with LoopbackSite(2, lambda: 3) as site:
        assert len(site.urls()) == 6
        pages = {url: get(url) for url in site.urls()}
        assert pages == {url: get(url) for url in site.urls()}
        assert len({body for _, body in pages.values()}) == 6
        assert get(f"{site.base(1)}/feed.xml")[1].count(b"<item>") == 3
        assert get(f"{site.base(1)}/else")[0] == 404
        assert site.asked == 12


def test_the_configuration_names_every_host() -> None:
    with LoopbackSite(2, lambda: 1) as site:
        assert site.sources_toml().count("[[source]]") == 2


@pytest.mark.parametrize("name", ["error", "torn", "slow", "garbage"])
def test_faults_come_as_often_as_asked(name: str) -> None:
    site = LoopbackSite(0, lambda: 1, Faults(**{name: 0.25}))
    faults = [site.fault() for _ in range(2000)]
    assert set(faults) == {None, name}
    assert 400 <= faults.count(name) <= 600


def test_stories_differ_by_their_seed_alone() -> None:
    assert story("a") == story("a") != story("b")
