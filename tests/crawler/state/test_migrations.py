import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.state.database import open_database
from crawler.state.packed_text import unpack
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from tests.pipelines.dedup.examples import article_id, known, signature_like, text_hash

_WITHOUT_SPARED = """
DROP TABLE robots_files;
DROP TABLE read_sitemaps;
DROP TABLE slowed_sites;
ALTER TABLE sources DROP COLUMN fresh_s;
ALTER TABLE sources DROP COLUMN asked_as;
ALTER TABLE sources DROP COLUMN is_outage;
ALTER TABLE pauses DROP COLUMN noted_at;
"""
_FRONTIER_7 = f"""
{_WITHOUT_SPARED}
DROP TABLE frontier;
CREATE TABLE frontier (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, source_id TEXT NOT NULL, source_type TEXT NOT NULL,
    source_url TEXT, entry TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    claimed_run TEXT, announced_modified TEXT, discovered_at INTEGER NOT NULL,
    announced_at INTEGER NOT NULL, finished_at INTEGER, final_url TEXT, http_status INTEGER,
    reason TEXT, detail TEXT, article_id TEXT, trail TEXT
) WITHOUT ROWID;
PRAGMA user_version = 7;
"""


def test_an_index_of_an_earlier_layout_finds_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    with closing(open_database(path)) as connection:
        SqliteDuplicateIndex(connection).put(known(1, text=1), signature_like(1))
        for table in ("dedup_chunks", "dedup_slices", "dedup_revised"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute(
            "CREATE INDEX dedup_by_text ON dedup_articles (substr(text_sha256, 1, 8))"
        )
        connection.execute("CREATE TABLE dedup_bands (key INTEGER, number INTEGER)")
        connection.execute("INSERT INTO dedup_bands VALUES (5, 1)")
        connection.execute("ALTER TABLE validators DROP COLUMN saved_at")
        connection.executescript(_WITHOUT_SPARED)
        connection.execute("PRAGMA user_version = 5")
    with closing(open_database(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        assert names.isdisjoint({"dedup_bands", "dedup_by_text", "dedup_former"})
        index = SqliteDuplicateIndex(connection, first_merge=1)
        for _ in range(2):
            found = index.find(article_id(2), text_hash(2), signature_like(1, changed=20))
            assert found is not None
            assert found.id == article_id(1)
            assert index.known(article_id(1)) == known(1, text=1)
            index.merge_when_due()


def test_rows_of_an_earlier_layout_keep_what_they_told(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    with closing(open_database(path)) as connection:
        connection.executescript(_FRONTIER_7)
        _insert(connection, "https://gazette.example/1", "delivered", '{"title": "Harbour"}')
        _insert(connection, "https://gazette.example/2", "pending", None)
    with closing(open_database(path)) as connection:
        rows = connection.execute(
            "SELECT url, state, attempts, announced_at, entry, trail FROM frontier ORDER BY key"
        ).fetchall()
    assert [row[:4] for row in rows] == [
        ("https://gazette.example/1", "delivered", 2, 20),
        ("https://gazette.example/2", "pending", 2, 20),
    ]
    assert unpack(rows[0][5]) == '{"title": "Harbour"}'
    assert rows[1][5] is None


def test_the_text_of_a_feed_is_forgotten_when_its_story_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    with closing(open_database(path)) as connection:
        connection.executescript(_FRONTIER_7)
        _insert(connection, "https://gazette.example/1", "delivered", None)
        _insert(connection, "https://gazette.example/2", "pending", None)
    with closing(open_database(path)) as connection:
        entries = connection.execute("SELECT entry FROM frontier ORDER BY key").fetchall()
    assert entries == [('{"url":"u"}',), ('{"url": "u", "content_html": "<p>Quays</p>"}',)]


def _insert(connection: sqlite3.Connection, url: str, state: str, trail: str | None) -> None:
    entry = '{"url": "u", "content_html": "<p>Quays</p>"}'
    connection.execute(
        "INSERT INTO frontier (key, url, source_id, source_type, entry, state, attempts,"
        " discovered_at, announced_at, trail) VALUES (?1, ?1, 'gazette', 'feed', ?2, ?3, 2, 10, 20,"
        " ?4)",
        (url, entry, state, trail),
    )
