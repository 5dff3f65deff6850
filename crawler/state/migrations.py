"""The layout of the state file, as the steps that lead to it from any earlier one."""

import sqlite3

from crawler.state.packed_text import pack

_SCHEMA = """
CREATE TABLE frontier (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source_url TEXT,
    entry TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_run TEXT,
    announced_modified TEXT,
    discovered_at INTEGER NOT NULL,
    announced_at INTEGER NOT NULL,
    finished_at INTEGER,
    final_url TEXT,
    http_status INTEGER,
    reason TEXT,
    detail TEXT,
    article_id TEXT,
    trail TEXT
) WITHOUT ROWID;
CREATE INDEX frontier_by_state ON frontier (source_id, state);
CREATE INDEX frontier_by_article ON frontier (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX frontier_by_final_url ON frontier (final_url) WHERE final_url IS NOT NULL;
CREATE TABLE validators (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE sources (
    source_id TEXT PRIMARY KEY,
    resolved_url TEXT,
    last_checked INTEGER,
    last_success INTEGER,
    last_listed INTEGER,
    last_new INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    day_first INTEGER NOT NULL DEFAULT 0,
    month_first INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    day TEXT NOT NULL,
    line TEXT NOT NULL,
    segment TEXT
);
CREATE INDEX outbox_by_segment ON outbox (segment);
"""
_SITES = """
CREATE TABLE sites (
    number INTEGER PRIMARY KEY,
    site TEXT NOT NULL UNIQUE,
    articles INTEGER NOT NULL DEFAULT 0,
    day_first INTEGER NOT NULL DEFAULT 0,
    month_first INTEGER NOT NULL DEFAULT 0,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
);
CREATE TABLE site_lines (
    site INTEGER NOT NULL,
    key INTEGER NOT NULL,
    articles INTEGER NOT NULL DEFAULT 1,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    sample TEXT,
    PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE INDEX site_lines_repeated ON site_lines (site, articles) WHERE articles > 1;
CREATE TABLE site_marks (
    site INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 1,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (site, kind, value)
) WITHOUT ROWID;
"""
_PAUSES = "CREATE TABLE pauses (place TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;"
_HISTORY = """
ALTER TABLE sources ADD COLUMN rhythm_stories REAL NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN rhythm_s REAL NOT NULL DEFAULT 0;
CREATE INDEX frontier_by_discovery ON frontier (source_id, discovered_at);
CREATE TABLE source_pages (
    source_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    words INTEGER,
    is_dated INTEGER,
    reason TEXT,
    PRIMARY KEY (source_id, number)
) WITHOUT ROWID;
CREATE TABLE source_days (
    source_id TEXT NOT NULL,
    day TEXT NOT NULL,
    stories INTEGER NOT NULL DEFAULT 0,
    reads INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, day)
) WITHOUT ROWID;
"""
# As the layout was then: what the index makes today may change, a step must not.
_INDEX_BY_KEYS = """
CREATE TABLE IF NOT EXISTS dedup_articles (
    number, id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature
);
ALTER TABLE dedup_articles RENAME TO dedup_former;
CREATE TABLE dedup_articles (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    url_canonical TEXT NOT NULL,
    text_sha256 BLOB NOT NULL,
    revision INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    cluster_id BLOB,
    signature BLOB NOT NULL
);
INSERT INTO dedup_articles SELECT
    number, id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature
    FROM dedup_former;
DROP TABLE dedup_former;
DROP TABLE IF EXISTS dedup_bands;
"""
# What a source still lists is found without reading all that it ever listed.
_LISTED = """
DROP INDEX frontier_by_state;
CREATE INDEX frontier_by_state ON frontier (source_id, state, announced_at);
ALTER TABLE validators ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0;
"""
# A row with its trail was larger than a quarter of a page, which is all that SQLite keeps of one
# in a table WITHOUT ROWID: each had an overflow page of its own.
# https://www.sqlite.org/withoutrowid.html
_SMALL_ROWS = """
CREATE TABLE frontier_rows (
    key TEXT PRIMARY KEY NOT NULL,
    url TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source_url TEXT,
    entry TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_run TEXT,
    announced_modified TEXT,
    discovered_at INTEGER NOT NULL,
    announced_at INTEGER NOT NULL,
    finished_at INTEGER,
    final_url TEXT,
    http_status INTEGER,
    reason TEXT,
    detail TEXT,
    article_id TEXT,
    trail BLOB
);
INSERT INTO frontier_rows SELECT
    key, url, source_id, source_type, source_url,
    CASE WHEN state = 'pending' THEN entry ELSE json_remove(entry, '$.content_html') END,
    state, attempts, claimed_run,
    announced_modified, discovered_at, announced_at, finished_at, final_url, http_status, reason,
    detail, article_id, packed(trail)
    FROM frontier;
DROP TABLE frontier;
ALTER TABLE frontier_rows RENAME TO frontier;
CREATE INDEX frontier_by_state ON frontier (source_id, state, announced_at);
CREATE INDEX frontier_by_discovery ON frontier (source_id, discovered_at);
CREATE INDEX frontier_by_article ON frontier (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX frontier_by_final_url ON frontier (final_url) WHERE final_url IS NOT NULL;
"""
_EARLIER_TEXTS = """
CREATE TABLE IF NOT EXISTS dedup_earlier (
    id BLOB NOT NULL,
    text_sha256 BLOB NOT NULL,
    PRIMARY KEY (id, text_sha256)
) WITHOUT ROWID;
"""
# A guid that is the address tells nothing more; a row without its feed's text is short.
_GUIDS = """
CREATE INDEX frontier_by_guid ON frontier (source_id, json_extract(entry, '$.guid'))
    WHERE json_extract(entry, '$.guid') != url AND length(entry) <= 5000;
"""
# What spares a site requests: its rules, the sitemaps that did not change, how long a source is
# fresh.
_SPARED = """
CREATE TABLE robots_files (
    host TEXT PRIMARY KEY NOT NULL,
    body BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    fresh_until INTEGER NOT NULL
);
CREATE TABLE read_sitemaps (
    url TEXT PRIMARY KEY NOT NULL,
    lastmod TEXT NOT NULL,
    read_at INTEGER NOT NULL
) WITHOUT ROWID;
ALTER TABLE sources ADD COLUMN fresh_s INTEGER NOT NULL DEFAULT 0;
"""
# How to ask for a page again only if it changed since it was read.
_PAGE_VALIDATORS = """
ALTER TABLE frontier ADD COLUMN etag TEXT;
ALTER TABLE frontier ADD COLUMN last_modified TEXT;
ALTER TABLE frontier ADD COLUMN read_at INTEGER;
"""
# What refusals of a site led to, for the next run; how often a URL was fetched again for nothing;
# whether a source failed when nothing else answered either; and when a pause was noted: later than
# now is before the clock was set back.
_LONG_RUNS = """
CREATE TABLE slowed_sites (
    site TEXT PRIMARY KEY NOT NULL,
    delay_s REAL NOT NULL,
    noted_at INTEGER NOT NULL
) WITHOUT ROWID;
ALTER TABLE frontier ADD COLUMN idle_visits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN is_outage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pauses ADD COLUMN noted_at INTEGER NOT NULL DEFAULT 0;
"""
# How a source was configured when it was last asked, whatever came of it.
_ASKED_AS = "ALTER TABLE sources ADD COLUMN asked_as TEXT;"
_MIGRATIONS: tuple[str, ...] = (
    _SCHEMA,
    "ALTER TABLE sources ADD COLUMN read_as TEXT;",
    _SITES,
    _PAUSES,
    _HISTORY,
    _INDEX_BY_KEYS,
    _LISTED,
    _SMALL_ROWS,
    _EARLIER_TEXTS,
    _GUIDS,
    _SPARED,
    _PAGE_VALIDATORS,
    _LONG_RUNS,
    _ASKED_AS,
)
"""The step at index n takes a state of version n to n + 1."""
STATE_VERSION = len(_MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a state of a version to the present one; each step is whole or not at all."""
    connection.create_function("packed", 1, _packed, deterministic=True)
    for step in range(version, STATE_VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {_MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;"
        )


def _packed(text: str | None) -> bytes | None:
    return None if text is None else pack(text)
