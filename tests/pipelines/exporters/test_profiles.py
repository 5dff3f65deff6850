import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura.settings import Document
from trafilatura.xml import build_json_output

from pipelines.exporters.feeds.json_feed import feed_item
from pipelines.exporters.profiles import PROFILES, RECORD, Profile
from pipelines.serialization import Record, dumps, loads
from tests.pipelines.exporters.record_examples import any_records, story

FULL: Record = story(
    "a1",
    url="https://www.gazette.example/crane?utm_source=rss",
    url_canonical="https://www.gazette.example/crane",
    title="Crane turns",
    description="It does.",
    text="One.\n\nTwo.",
    authors=["Ida Lund", "The Gazette"],
    sections=["Harbour", "News"],
    tags=["Cranes", "Coal"],
    image_url="https://gazette.example/crane.jpg",
    word_count=2,
    date_published="2026-11-23T08:00:00Z",
    date_published_raw="23.11.2026 9:00",
    date_modified="2026-11-23T09:30:00Z",
    date_fetched="2026-11-24T12:00:00Z",
    is_paywalled=False,
    license="CC BY",
)
BARE: Record = story(
    "b2", title=None, text=None, language=None, publisher=None, authors=[], date_published=None
)
EXPECTED: dict[str, Record] = {
    "ccnews": {
        "title": "Crane turns",
        "text": "One.\n\nTwo.",
        "domain": "www.gazette.example",
        "date": "2026-11-23 08:00:00",
        "description": "It does.",
        "url": "https://www.gazette.example/crane?utm_source=rss",
        "image_url": "https://gazette.example/crane.jpg",
    },
    "jsonfeed": feed_item(FULL),
    "newsplease": {
        "authors": ["Ida Lund", "The Gazette"],
        "date_download": "2026-11-24 12:00:00",
        "date_modify": "2026-11-23 09:30:00",
        "date_publish": "2026-11-23 08:00:00",
        "description": "It does.",
        "filename": "https%3A%2F%2Fwww.gazette.example%2Fcrane%3Futm_source%3Drss.json",
        "image_url": "https://gazette.example/crane.jpg",
        "language": "en",
        "localpath": None,
        "maintext": "One.\n\nTwo.",
        "source_domain": "www.gazette.example",
        "text": None,
        "title": "Crane turns",
        "title_page": None,
        "title_rss": None,
        "url": "https://www.gazette.example/crane?utm_source=rss",
    },
    "schemaorg": {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "https://www.gazette.example/crane",
        "identifier": "a1",
        "url": "https://www.gazette.example/crane?utm_source=rss",
        "headline": "Crane turns",
        "description": "It does.",
        "articleBody": "One.\n\nTwo.",
        "articleSection": ["Harbour", "News"],
        "keywords": ["Cranes", "Coal"],
        "author": [
            {"@type": "Person", "name": "Ida Lund"},
            {"@type": "Organization", "name": "The Gazette"},
        ],
        "publisher": {"@type": "Organization", "name": "The Gazette"},
        "datePublished": "2026-11-23T08:00:00Z",
        "dateModified": "2026-11-23T09:30:00Z",
        "inLanguage": "en",
        "image": "https://gazette.example/crane.jpg",
        "wordCount": 2,
        "isAccessibleForFree": True,
        "license": "CC BY",
    },
    "trafilatura": {
        "title": "Crane turns",
        "author": "Ida Lund; The Gazette",
        "hostname": "gazette.example",
        "date": "2026-11-23",
        "fingerprint": None,
        "id": "a1",
        "license": "CC BY",
        "raw_text": "One.\n\nTwo.",
        "language": "en",
        "image": "https://gazette.example/crane.jpg",
        "pagetype": "article",
        "filedate": "2026-11-24",
        "source": "https://www.gazette.example/crane?utm_source=rss",
        "source-hostname": "The Gazette",
        "excerpt": "It does.",
        "categories": "Harbour;News",
        "tags": "Cranes;Coal",
        "text": "One.\n\nTwo.",
        "comments": "",
    },
    "zyte": {
        "headline": "Crane turns",
        "datePublished": "2026-11-23T08:00:00Z",
        "datePublishedRaw": "23.11.2026 9:00",
        "dateModified": "2026-11-23T09:30:00Z",
        "authors": [{"name": "Ida Lund"}, {"name": "The Gazette"}],
        "breadcrumbs": [{"name": "Harbour"}, {"name": "News"}],
        "inLanguage": "en",
        "mainImage": {"url": "https://gazette.example/crane.jpg"},
        "description": "It does.",
        "articleBody": "One.\n\nTwo.",
        "canonicalUrl": "https://www.gazette.example/crane",
        "url": "https://www.gazette.example/crane?utm_source=rss",
        "metadata": {"dateDownloaded": "2026-11-24T12:00:00Z"},
    },
}


@pytest.mark.parametrize("name", PROFILES)
def test_record_comes_under_the_names_of_the_tool(name: str) -> None:
    row = PROFILES[name].row(FULL)
    assert row == EXPECTED[name]
    assert list(row) == [column for column in PROFILES[name].columns if column in row]


def test_trafilatura_writes_the_same_names() -> None:
    document = Document()
    theirs = json.loads(build_json_output(document))
    assert set(PROFILES["trafilatura"].columns) == set(theirs)


def test_what_is_not_known_is_an_empty_text_in_ccnews() -> None:
    row = PROFILES["ccnews"].row({**BARE, "url": "no address ["})
    assert row == dict.fromkeys(row, "") | {"url": "no address ["}


@pytest.mark.parametrize("name", ["jsonfeed", "schemaorg", "zyte"])
def test_what_is_not_known_is_left_out_where_the_tool_does_so(name: str) -> None:
    values = PROFILES[name].row(BARE).values()
    assert not any(value is None or value == [] for value in values)


@pytest.mark.parametrize("name", ["newsplease", "trafilatura"])
def test_every_column_is_there_where_the_tool_has_it_so(name: str) -> None:
    assert list(PROFILES[name].row(BARE)) == list(PROFILES[name].columns)


def test_zyte_gives_the_date_of_the_change_where_no_publication_is_known() -> None:
    row = PROFILES["zyte"].row({**BARE, "date_modified": "2026-11-23T09:30:00Z"})
    assert row["datePublished"] == row["dateModified"] == "2026-11-23T09:30:00Z"


@given(any_records())
def test_own_columns_are_the_record_itself(record: Record) -> None:
    assert RECORD.row(record) == record


@given(any_records(), st.sampled_from(list(PROFILES.values())))
def test_every_record_fits_every_profile(record: Record, profile: Profile) -> None:
    row = profile.row(record)
    assert row.keys() <= profile.columns.keys()
    assert loads(dumps(row)).keys() == row.keys()
