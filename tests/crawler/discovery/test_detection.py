import contextlib
import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.detection import detect_kind, read_source
from crawler.discovery.discovered import DetectedKind
from pipelines.errors import SourceError

_FIXTURES = Path(__file__).parents[3] / "fixtures"
_CASES = sorted(
    path.parent
    for group in ("feeds", "listings", "sitemaps")
    for path in (_FIXTURES / group).glob("*/expected.json")
)
_URL = "https://tidings.example/"
_RSS = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
_URLSET = b"<urlset><url><loc>https://tidings.example/a</loc></url></urlset>"


def _expected(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return expected


def _document(case: Path) -> bytes:
    return next(path for path in case.iterdir() if path.name != "expected.json").read_bytes()


def _filled(value: Any) -> dict[str, Any]:
    return {k: v for k, v in json.loads(json.dumps(asdict(value))).items() if v not in (None, [])}


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_fixture_is_read_as_expected(case: Path) -> None:
    expected = _expected(case)
    found = read_source(_document(case), "text/plain", expected["url"])
    mistakes = expected.get("mistakes", [])
    assert found.kind == expected["kind"]
    assert found.title == expected.get("title")
    assert found.next_page == expected.get("next_page")
    assert [feed.url for feed in found.feeds] == expected.get("feeds", [])
    assert [asdict(child) for child in found.child_sitemaps] == expected.get("child_sitemaps", [])
    # Known mistakes stand in the expectation, so that a cure shows as well as a relapse.
    assert {entry.url for entry in found.entries} >= set(mistakes)
    entries = [_filled(entry) for entry in found.entries if entry.url not in mistakes]
    assert entries == expected["entries"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_packed_fixture_gives_the_same(case: Path) -> None:
    url, body = _expected(case)["url"], _document(case)
    packed = gzip.compress(body)
    assert read_source(packed, "application/gzip", url) == read_source(body, "text/html", url)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        pytest.param(_RSS, "text/html", "feed", id="feed sent as a page"),
        pytest.param(_RSS, None, "feed", id="no type"),
        pytest.param(b"\xef\xbb\xbf \n" + _RSS, "text/plain", "feed", id="byte order mark"),
        pytest.param(b"<!-- a <html> b --><?x y?>" + _RSS, None, "feed", id="comment in front"),
        pytest.param(b"Warning: low disk\n" + _RSS, None, "feed", id="server warning in front"),
        pytest.param("<rss/>".encode("utf-16"), None, "feed", id="UTF-16"),
        pytest.param("<rss/>".encode("utf-16-le"), None, "feed", id="UTF-16 without a mark"),
        pytest.param(
            b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss.dtd"><rss/>',
            None,
            "feed",
            id="doctype with an address",
        ),
        pytest.param(
            b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'/>", None, "feed", id="Atom"
        ),
        pytest.param(b"<rdf:RDF/>", None, "feed", id="RDF"),
        pytest.param(_URLSET, "text/html", "sitemap", id="sitemap"),
        pytest.param(b"<sitemapindex/>", None, "sitemap_index", id="sitemap index"),
        pytest.param(b"<!doctype html><p>x", None, "html", id="HTML"),
        pytest.param(b"<?xml version='1.0'?><html xmlns='x'/>", "text/xml", "html", id="XHTML"),
        pytest.param(b"<div><a href='/x'>x</a></div>", "text/html", "html", id="part of a page"),
        pytest.param(
            b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
            "text/plain",
            "json_feed",
            id="JSON Feed",
        ),
        pytest.param(
            b'{"version": "1.1", "home_page_url": "https://a.example/", "items": []}',
            "application/json",
            "json_feed",
            id="JSON Feed that names its version otherwise",
        ),
        pytest.param(b'{"version": 3}', "application/json", "unknown", id="other JSON"),
        pytest.param(b'{"items": [1]}', "application/json", "unknown", id="other JSON, a list"),
        pytest.param(b"{" * 50_000, None, "unknown", id="deep JSON"),
        pytest.param(
            b"\xef\xbb\xbfhttps://tidings.example/a\r\n\r\nhttps://tidings.example/b\r\n",
            "text/plain",
            "text_sitemap",
            id="list of addresses",
        ),
        pytest.param(b"https://tidings.example/a moved", None, "unknown", id="address in words"),
        pytest.param(b"plain words", "text/plain", "unknown", id="plain text"),
        pytest.param(b"<svg/>", "image/svg+xml", "unknown", id="other XML"),
        pytest.param(b"", None, "unknown", id="nothing"),
    ],
)
def test_kind_is_told_from_the_content(
    body: bytes, content_type: str | None, kind: DetectedKind
) -> None:
    assert detect_kind(body, content_type) == kind


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b" \n", "empty-document", id="empty"),
        pytest.param(b"plain words", "unknown-format", id="plain text"),
        pytest.param(b"<html><body><p>Nothing here", "no-entries", id="page without links"),
    ],
)
def test_what_is_no_source_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(body, "text/plain", _URL)
    assert caught.value.reason == reason


_PIECES = st.sampled_from(
    [
        *(b"<rss>", b"<item>", b"<link>", b"http://a.test/1", b"<urlset>", b"<url>", b"<loc>"),
        *(b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"</loc>", b"</url>"),
        *(b"<a href='/2025/01/01/x'>", b"<h3>", b"<html>", b"20.02.2025", b"&nbsp;", b"<", b"\0"),
        *(b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"]>", b"<![CDATA[", b"]]>", b"<!--", b"-->"),
        *(b'{"items":[', b'{"url":', b"\x1f\x8b\x08", b"\xff\xfe"),
    ]
)
_DOCUMENTS = st.one_of(
    st.binary(max_size=200), st.lists(st.one_of(_PIECES, st.binary(max_size=6))).map(b"".join)
)


@settings(max_examples=300)
@given(body=_DOCUMENTS, content_type=st.none() | st.text(max_size=20))
def test_any_bytes_give_entries_or_a_source_error(body: bytes, content_type: str | None) -> None:
    with contextlib.suppress(SourceError):
        found = read_source(body, content_type, _URL)
        assert all(entry.url.startswith(("http://", "https://")) for entry in found.entries)
