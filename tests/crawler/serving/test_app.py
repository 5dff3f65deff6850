import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient

from crawler.serving.app import Desk, build_app
from crawler.serving.counting import CountEndedError, Reports
from crawler.serving.guard import Access, local_hosts
from crawler.serving.library import Library
from crawler.serving.search_index import SearchIndex
from tests.crawler.serving.records import record, removed_line, unheard, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stories = [
        record("ferry", title="Night ferry returns", text="It sails again.\n\nFrom Monday on."),
        record("crane", title="Crane turns", source_id="faro"),
        record("ferry", revision=2, change="updated", title="Night ferry sails", text="It sailed."),
    ]
    write(tmp_path, "articles/1.jsonl", stories)
    write(tmp_path, "removed/1.jsonl", [removed_line(stories[0], {"text": "Read more: crane"})])
    (tmp_path / "runs").mkdir()
    manifest = {"run_id": "run-1", "started_at": "2026-11-24T12:00:00Z", "state": "finished"}
    (tmp_path / "runs" / "run-1.json").write_text(json.dumps(manifest))
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    path = folder / "state" / "search.sqlite"
    with closing(SearchIndex(path, folder)) as index, closing(Library(path, folder)) as library:
        desk = Desk(
            dataset="news",
            library=library,
            reports=Reports(folder, lambda: datetime(2026, 12, 1, tzinfo=UTC)),
            freshen=lambda: index.refresh(unheard()),
        )
        app = build_app(desk, Access(hosts=local_hosts("127.0.0.1")))
        yield TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        desk.excerpts.close()


FERRY = str(record("ferry")["id"])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["news", "2 articles from 2 sources", "/feeds/faro.atom"]),
        ("/articles", ["2 articles, the newest first", "Night ferry sails"]),
        ("/articles?q=ferry", ["1 article.", "Night <mark>ferry</mark> sails"]),
        ("/articles?q=ferry&source=faro", ["No article."]),
        ("/articles?source=faro", ["Articles of faro", "Crane turns"]),
        ("/articles?q=%22%28*&page=x", ["There is no word in this"]),
        ("/articles?page=7", ["Nothing stands on page 7", "2 articles"]),
        (f"/articles/{FERRY}", ["Night ferry sails", "It sailed.", "Nothing was cut."]),
        (f"/articles/{FERRY}?revision=1", ["It sails again.", "Read more: crane", "1 block, with"]),
        (f"/articles/{FERRY}?revision=1", ["an older revision", "the latest one"]),
        ("/reports/", ["run-1", "/reports/all"]),
        ("/reports/all", ["newsdesk report", "read-more"]),
        ("/reports/runs/run-1", ["One run of the dataset"]),
    ],
)
def test_page_shows(client: TestClient, path: str, words: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for word in words:
        assert word in answer.text
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/articles/unknown",
        f"/articles/{FERRY}?revision=3",
        "/articles/",
        "/feeds/all.rss",
        "/feeds/nobody.atom",
        "/feeds/all",
        "/reports/runs/run-9",
        "/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "To the overview" in answer.text


def test_old_text_of_a_story_is_not_found(client: TestClient) -> None:
    assert "No article." in client.get("/articles?q=returns").text


@pytest.mark.parametrize(
    ("name", "titles"),
    [("all", ["Night ferry sails", "Crane turns"]), ("faro", ["Crane turns"])],
)
def test_feeds_hold_the_newest_stories(client: TestClient, name: str, titles: list[str]) -> None:
    atom = client.get(f"/feeds/{name}.atom")
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(atom.content)
    assert sorted(entry.title for entry in parsed.entries) == sorted(titles)
    assert parsed.feed.links[0].href == f"http://localhost/feeds/{name}.atom"
    feed = client.get(f"/feeds/{name}.json")
    assert feed.headers["Content-Type"] == "application/feed+json"
    assert sorted(item["title"] for item in feed.json()["items"]) == sorted(titles)


def test_feed_goes_on_with_older_stories(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes seldom, or while a crawl brings many, misses none."""
    monkeypatch.setattr("crawler.serving.app.MAX_ENTRIES", 1)
    url, atom, json_feed = "/feeds/all.json?token=never-told", [], []
    while url:
        feed = client.get(url).json()
        parsed = feedparser.parse(client.get(url.replace(".json", ".atom")).content)
        json_feed += [item["title"] for item in feed["items"]]
        atom += [entry.title for entry in parsed.entries]
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links.get("next", "").replace(".atom", ".json") == feed.get("next_url", "")
        assert links["self"].replace(".atom", ".json") == feed["feed_url"]
        assert "token" not in feed["feed_url"]
        url = feed.get("next_url", "")
    assert len(atom) == 2
    assert atom == json_feed == list(dict.fromkeys(atom))


def test_feed_is_sent_once_until_it_changes(client: TestClient, folder: Path) -> None:
    first = client.get("/feeds/all.atom")
    for name, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = client.get("/feeds/all.atom", headers={name: value})
        assert (again.status_code, again.content) == (304, b"")
    write(folder, "articles/2.jsonl", [record("new")])
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/feeds/all.atom", headers=tag).status_code == 200


def test_new_segments_are_there_with_the_next_request(client: TestClient, folder: Path) -> None:
    assert "No article." in client.get("/articles?q=lighthouse").text
    write(folder, "articles/2.jsonl.gz", [record("new", title="The lighthouse")])
    assert "1 article." in client.get("/articles?q=lighthouse").text


def test_report_brings_the_hashes_of_its_styles(client: TestClient) -> None:
    policy = client.get("/reports/all").headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "'self'" in client.get("/reports/").headers["Content-Security-Policy"]


def test_style_sheet_is_sent_once(client: TestClient) -> None:
    first = client.get("/style.css")
    assert first.headers["Content-Type"].startswith("text/css")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/style.css", headers=tag).status_code == 304


def test_browser_asking_for_an_icon_gets_none(client: TestClient) -> None:
    assert client.get("/favicon.ico").status_code == 204


def test_index_that_cannot_be_read_is_named(client: TestClient, folder: Path) -> None:
    client.get("/")
    with closing(sqlite3.connect(folder / "state" / "search.sqlite")) as connection:
        connection.execute("DROP TABLE revisions")
        connection.commit()
    answer = client.get("/articles")
    assert answer.status_code == 503
    assert "Delete it and start the server again" in answer.text


def test_what_nobody_thought_of_is_told_without_details(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Library) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Library, "sources", fail)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text


def test_report_that_is_given_up_at_the_end_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(_: Reports, __: str | None) -> None:
        raise CountEndedError

    monkeypatch.setattr(Reports, "counted", ended)
    answer = client.get("/reports/all")
    assert answer.status_code == 503
    assert "The server ends" in answer.text
