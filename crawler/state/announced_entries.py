"""Enters what documents of sources announce: unknown URLs, and what they say of known ones."""

import sqlite3
from dataclasses import replace

from crawler.state.database import storable
from crawler.state.entry_json import dump_entry
from crawler.state.frontier_rows import Announcement, key_of
from crawler.state.known_url import KnownUrl, with_stamps
from crawler.state.merged_entries import merge_document, merge_namings
from crawler.state.moments import to_seconds
from crawler.state.trail import told_by_feed
from pipelines.items import Entry


def record_entries(connection: sqlite3.Connection, announcement: Announcement) -> tuple[str, ...]:
    """Enter the entries of a document and return the keys of their URLs; each stands once.

    New URLs wait to be fetched, and so do known ones that changed or are due for a visit. The
    caller owns the transaction.
    """
    named: dict[str, list[Entry]] = {}
    for entry in announcement.entries:
        named.setdefault(key_of(entry.url), []).append(entry)
    for key, entries in named.items():
        _record(connection, announcement, key, entries)
    return tuple(named)


def _record(
    connection: sqlite3.Connection, announcement: Announcement, key: str, entries: list[Entry]
) -> None:
    known = connection.execute(
        "SELECT state, source_id, claimed_run, finished_at, announced_modified, announced_at,"
        " source_type, entry, reason, discovered_at, idle_visits FROM frontier WHERE key = ?",
        (key,),
    ).fetchone()
    if known is None:
        _insert(connection, key, announcement, entries)
    else:
        _renew(connection, key, KnownUrl(*known), announcement, entries)


def _insert(
    connection: sqlite3.Connection, key: str, announcement: Announcement, entries: list[Entry]
) -> None:
    connection.execute(
        "INSERT INTO frontier (key, url, source_id, source_type, source_url, entry, state,"
        " announced_modified, discovered_at, announced_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?8, ?8)",
        (
            key,
            storable(entries[0].url),
            announcement.source_id,
            announcement.source_type,
            storable(announcement.source_url),
            dump_entry(merge_document(entries, announcement.source_type).entry),
            with_stamps(None, announcement.source_id, _stamps(entries)),
            to_seconds(announcement.now),
        ),
    )


def _renew(
    connection: sqlite3.Connection,
    key: str,
    known: KnownUrl,
    announcement: Announcement,
    entries: list[Entry],
) -> None:
    now, source_id = to_seconds(announcement.now), announcement.source_id
    told = merge_document(entries, announcement.source_type)
    before = known.naming(told.entry.url)
    is_changed = known.is_changed(source_id, _stamps(entries))
    is_put_off = is_changed and known.was_idle_lately(now)
    is_wanted = known.claimed_run != announcement.run_id and (
        (is_changed and not is_put_off) or known.is_due(now, announcement.revisit_s)
    )
    if is_wanted and not (told.entry.content_html or before.entry.content_html):
        is_wanted = not _is_told_by_feed(connection, key)
    is_repeated = announcement.is_continued and known.announced_at == now
    # Who asks for a page owns it: the first source may no longer be configured.
    is_owner = is_wanted or (known.source_id == source_id and not is_repeated)
    entry = merge_namings(told, before) if is_owner else merge_namings(before, told)
    if not is_wanted and known.state != "pending":
        entry = replace(entry, content_html=None)
    stamps = known.stamps
    if is_wanted or not is_put_off:  # else they are news the next time, too
        stamps = with_stamps(stamps, source_id, _stamps(entries))
    connection.execute(
        "UPDATE frontier SET announced_at = ?, announced_modified = ?, entry = ? WHERE key = ?",
        (now, stamps, dump_entry(entry), key),
    )
    if is_owner:
        connection.execute(
            "UPDATE frontier SET source_id = ?, source_type = ?, source_url = ?,"
            " state = CASE WHEN ? THEN 'pending' ELSE state END WHERE key = ?",
            (source_id, told.source_type, storable(announcement.source_url), is_wanted, key),
        )


def _is_told_by_feed(connection: sqlite3.Connection, key: str) -> bool:
    """Return whether a story was delivered with the text of its feed.

    Without that at hand it is not asked for again: a wall would take the place of the text.
    """
    row = connection.execute(
        "SELECT trail FROM frontier WHERE key = ? AND state = 'delivered'", (key,)
    ).fetchone()
    return row is not None and told_by_feed(row[0])


def _stamps(entries: list[Entry]) -> list[str | None]:
    return [entry.date_modified_raw for entry in entries]
