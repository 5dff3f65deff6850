"""What ``crawl --warc`` leaves: every answer as it was served, and no secret."""

import gzip
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.recovery import index_path
from pipelines.zstandard import zstd
from tests.crawler.archive.exchanges import checked, records, warc_files
from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    TIMEOUT_S,
    crawl,
    crawl_command,
    lines,
    wait_until,
    write_sources,
)
from tests.integration.process_groups import start_group
from tests.integration.prose import page

PACKERS = {"gzip": partial(gzip.compress, mtime=0), "br": brotli.compress, "zstd": zstd.compress}
SECRET = "only-the-site-may-know-this"  # noqa: S105 - of the test
Found = dict[str, Any]


def answers(folder: Path) -> Iterator[Found]:
    """Yield the answers of an archive, as any WARC reader finds them, with their places."""
    for path in warc_files(folder / "out"):
        with path.open("rb") as stream:
            iterator = ArchiveIterator(stream)
            for record in iterator:
                if record.rec_type in {"response", "revisit"}:
                    found = {
                        "kind": record.rec_type,
                        "url": record.rec_headers.get_header("WARC-Target-URI"),
                        "status": record.http_headers.get_statuscode(),
                        "body": record.raw_stream.read(),
                    }
                    yield {**found, "place": (f"warc/{path.name}", iterator.get_record_offset())}


def assert_whole(folder: Path) -> None:
    """Check digests and indexes of an archive, and that every article's page is in it."""
    found = {answer["place"]: answer for answer in answers(folder)}
    for path in warc_files(folder / "out"):
        assert checked(path) == []
        rows = [line.split(" ", 2) for line in index_path(path).read_text().splitlines()]
        assert all(a <= b for a, b in pairwise(row[0] for row in rows))
        fields = [json.loads(row[2]) for row in rows]
        places = {(f"warc/{row['filename']}", int(row["offset"])): row["url"] for row in fields}
        here = {k: v["url"] for k, v in found.items() if k[0] == f"warc/{path.name}"}
        assert places == here
    for line in lines(folder):
        assert found[line["warc_file"], line["warc_offset"]]["url"] == line["url"]


@pytest.fixture
def folder(site: LocalSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a source whose stories come in all kinds of ways."""
    monkeypatch.setenv("GAZETTE_TOKEN", SECRET)
    urls = [site.put_story("/plain", "A plain story of the harbour")]
    for name, pack in PACKERS.items():
        body = pack(page(f"A story that came as {name}"))
        urls.append(site.put(f"/{name}", Answer(body=body, headers={"Content-Encoding": name})))
    urls.append(site.put("/moved", Answer(status=302, headers={"Location": "/target"})))
    site.put_story("/target", "A story that has moved")
    urls.append(site.put("/missing", Answer(status=404, body=b"no such story")))
    feed = site.put_feed(urls)
    # Validators that never match: the same feed is sent in full once more.
    body = site.answer(1, "/feed.xml", {}).body
    site.put(
        "/feed.xml",
        *(
            Answer(body=body, content_type="application/rss+xml", headers={"ETag": f'"v{n}"'})
            for n in range(2)
        ),
    )
    rules = Answer(
        body=b"User-agent: *\nAllow: /",
        content_type="text/plain",
        headers={"Cache-Control": "no-cache"},
    )
    site.put("/robots.txt", rules)
    source = {"id": "gazette", "url": feed, "headers_env": ["X-Token"]}
    write_sources(tmp_path, [source])
    path = tmp_path / "sources.toml"
    text = path.read_text().replace(
        'headers_env = ["X-Token"]', 'headers_env = {"X-Token" = "GAZETTE_TOKEN"}'
    )
    path.write_text(text)
    return tmp_path


def test_every_answer_is_archived_as_it_was_served(site: LocalSite, folder: Path) -> None:
    with site:
        crawl(folder, *QUICK, "--warc")
        assert_first_crawl(folder)
        assert site.seen("/plain")[0].headers["x-token"] == SECRET
        crawl(folder, *QUICK, "--warc", "-s", "NEWSDESK_WARC_MAX_BYTES=1")
    first, *later = warc_files(folder / "out")
    assert [[kind for kind, _, _ in records(path)] for path in later] == [
        ["warcinfo", "revisit", "request"]
    ] * 2
    offsets = {answer["url"]: answer["place"][1] for answer in answers(folder) if answer["body"]}
    for path in later:
        for kind, headers, _ in records(path):
            if kind == "revisit":
                assert headers["WARC-Refers-To-Filename"] == first.name
                url = headers["WARC-Refers-To-Target-URI"]
                assert int(headers["WARC-Refers-To-File-Offset"]) == offsets[url]
    assert_whole(folder)


def assert_first_crawl(folder: Path) -> None:
    assert_whole(folder)
    found = {answer["url"].rpartition("/")[2]: answer for answer in answers(folder)}
    assert {name: answer["status"] for name, answer in found.items()} == {
        "robots.txt": "200", "feed.xml": "200", "plain": "200", "gzip": "200", "br": "200",
        "zstd": "200", "moved": "302", "target": "200", "missing": "404",
    }  # fmt: skip
    for name, pack in PACKERS.items():
        assert found[name]["body"] == pack(page(f"A story that came as {name}"))
    assert found["missing"]["body"] == b"no such story"
    (path,) = warc_files(folder / "out")
    kinds = Counter(kind for kind, _, _ in records(path))
    assert kinds == {"warcinfo": 1, "response": 9, "request": 9, "metadata": 5}
    assert SECRET.encode() not in gzip.decompress(path.read_bytes())
    asked = [block for kind, _, block in records(path) if kind == "request"]
    assert all(b"\r\nHost: 127.0.3.1:" in block for block in asked)
    assert any(b"\r\nAccept-Encoding: gzip, deflate\r\n" in block for block in asked)


def test_an_archive_is_whole_after_kills_at_any_moment(tmp_path: Path) -> None:
    dice = random.Random(20251124)  # noqa: S311 - moments, not secrets
    hosts, stories = 3, 5
    pace = ("-s", "DOWNLOAD_DELAY=0.2", "-s", "NEWSDESK_WORKERS=0", "--warc")
    with LocalSite(hosts=hosts) as site:
        rows = []
        for host in range(1, hosts + 1):
            urls = [
                site.put_story(f"/{host}/{n}", f"What happened at {host}, part {n}", host)
                for n in range(stories)
            ]
            rows.append({"id": f"host-{host}", "url": site.put_feed(urls, host)})
        write_sources(tmp_path, rows)
        for turn in (1, 2):
            with start_group(crawl_command(tmp_path, *pace)) as process:
                wait_until(lambda enough=turn * 9: len(site.requests) >= enough)  # type: ignore[misc] # bound now
                time.sleep(dice.uniform(0.0, 0.5))
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate(timeout=TIMEOUT_S)
        for path in warc_files(tmp_path / "out"):
            if not index_path(path).exists():
                with path.open("ab") as stream:  # as if it had died in the middle of a record
                    stream.write(gzip.compress(b"WARC/1.1\r\n" * 99)[:-9])
        crawl(tmp_path, "-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=0", "--warc")
    assert len({line["url"] for line in lines(tmp_path)}) == hosts * stories
    assert all(line["warc_file"] for line in lines(tmp_path))
    assert_whole(tmp_path)
