"""What a crawl tells to whom: no name is looked up beside the sources, and no secret comes out."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    ROOT,
    TIMEOUT_S,
    crawl_command,
    paths,
    reasons,
    write_sources,
)
from tests.integration.prose import page

SECRETS = {"GAZETTE_TOKEN": "Bearer s3cret-one", "GAZETTE_KEY": "s3cret-two"}


def crawl_with(
    folder: Path, environment: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        crawl_command(folder, *arguments), cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip


def test_no_library_connects_to_anything_but_the_sources(site: LocalSite, tmp_path: Path) -> None:
    doctype = b'<!doctype html public "-//W3C//DTD XHTML 1.0//EN" "http://dtd.example/x.dtd">'
    body = page("Fine weather").replace(b"<!doctype html>", doctype)
    image = b"<img src='http://pictures.example/1.png'><a href='http://else.example/'>x</a>"
    story = site.put("/fine", Answer(body=body.replace(b"</h1>", b"</h1>" + image)))
    write_sources(tmp_path, [{"id": "news", "url": site.put_feed([story])}])
    log = tmp_path / "connections"
    watched = Path(__file__).parent / "watched"
    environment = {"PYTHONPATH": str(watched), "WATCHED_LOG": str(log)}
    done = crawl_with(tmp_path, environment, "-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=1")
    assert done.returncode == 0, done.stderr
    assert paths(tmp_path) == ["/fine"]
    notes = [line.split(" ", 1) for line in log.read_text("utf-8").splitlines()]
    told = {what.removeprefix("name ") for _, what in notes}
    assert told - {"unix"} == {"started", "127.0.3.1"}
    assert len({process for process, what in notes if what == "started"}) > 1


def test_secrets_go_to_the_site_of_the_source_alone(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        elsewhere = site.put_story("/elsewhere", "Elsewhere", host=2)
        urls = [
            site.put_story("/fine", "Fine weather"),
            site.put("/moved", Answer(status=302, headers={"Location": elsewhere})),
            site.put_story("/other", "Other", host=2),
        ]
        _write_secret_source(tmp_path, site.put_feed(urls))
        done = crawl_with(tmp_path, SECRETS, *QUICK)
        assert done.returncode == 0, done.stderr
        told = {(r.host, r.path): r.headers for r in site.requests if r.path != "/robots.txt"}
    assert {path for _, path in told} == {"/feed.xml", "/fine", "/moved", "/elsewhere", "/other"}
    for (host, _), headers in told.items():
        given = (headers.get("authorization"), headers.get("x-api-key"))
        assert given == (tuple(SECRETS.values()) if host == 1 else (None, None))
        assert headers["accept-language"] == "de"


def test_secrets_stand_nowhere_in_what_is_told_and_written(site: LocalSite, tmp_path: Path) -> None:
    urls = [
        site.put_story("/fine", "Fine weather"),
        site.put("/broken", Answer(status=500)),
        site.put("/missing", Answer(status=404)),
        site.put("/torn", Answer(body=page("Torn"), missing_bytes=500)),
        site.put("/loop", Answer(status=302, headers={"Location": "/loop"})),
        site.put("/nowhere", Answer(status=302, headers={"Location": "javascript:x"})),
    ]
    _write_secret_source(tmp_path, site.put_feed(urls))
    done = crawl_with(tmp_path, SECRETS, *QUICK, "-vv")
    assert reasons(tmp_path)["/missing"] == "http-404"
    written = [file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()]
    for text in (done.stdout.encode(), done.stderr.encode(), *written):
        assert b"s3cret" not in text


def _write_secret_source(folder: Path, url: str) -> None:
    path = write_sources(
        folder, [{"id": "gazette", "url": url, "allowed_hosts": ["127.0.3.2"], "kind": "feed"}]
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('headers = { "Accept-Language" = "de" }\n')
        file.write('headers_env = { Authorization = "GAZETTE_TOKEN", X-Api-Key = "GAZETTE_KEY" }\n')
