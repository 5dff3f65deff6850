import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.limits.traps import TrapOptions
from crawler.run import SourceResult
from crawler.spiders.followed import FollowedEntries
from pipelines.errors import SourceError
from pipelines.items import Entry
from tests.crawler.spiders.runs import source

HOME = "https://gazette.example"
PATHS = ("/news/1", "/sport/2", "/a/a/a/a/3")
URLS = st.sampled_from([*(HOME + path for path in PATHS), "https://ads.example/1"])


def followed(*urls: str, **keys: object) -> tuple[list[str], SourceResult]:
    result = SourceResult()
    entries = FollowedEntries(source(**keys), result, TrapOptions())
    return [entry.url for entry in entries.follow(Entry(url=url) for url in urls)], result


def test_patterns_sites_and_traps_decide() -> None:
    urls = [*(HOME + path for path in PATHS), "https://ads.example/1"]
    found, result = followed(*urls, exclude=("/sport/",))
    assert found == [f"{HOME}/news/1"]
    assert (result.listed, result.skipped, result.offsite) == (
        1,
        {"repeating-path": 1},
        {"ads.example": 1},
    )
    assert followed(*urls, include=("/sport/",))[0] == [f"{HOME}/sport/2"]


def test_a_document_whose_links_all_lead_elsewhere_is_refused() -> None:
    result = SourceResult()
    entries = FollowedEntries(source(), result, TrapOptions())
    with pytest.raises(SourceError, match="add allowed_hosts"):
        entries.check([Entry(url="https://ads.example/1"), Entry(url="https://ads.example/2")])
    assert result.offsite == {"ads.example": 2}
    entries.check([])
    entries.check([Entry(url="https://ads.example/1"), Entry(url=f"{HOME}/1")])


@given(URLS)
def test_what_is_led_to_is_what_is_followed(url: str) -> None:
    result = SourceResult()
    entries = FollowedEntries(source(exclude=("/sport/",)), result, TrapOptions())
    assert entries.leads_to(url) is bool(followed(url, exclude=("/sport/",))[0])
    assert (result.listed, result.skipped, result.offsite) == (0, {}, {})


@given(st.lists(URLS, max_size=12))
def test_every_entry_is_counted_once(urls: list[str]) -> None:
    found, result = followed(*urls)
    assert len(found) == result.listed
    assert result.listed + result.offsite.total() + result.skipped.total() == len(urls)
