"""``newsdesk doctor`` over what real crawls left: a template that changes turns its source red."""

import subprocess
from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    ROOT,
    TIMEOUT_S,
    crawl,
    crawl_command,
    write_sources,
)

BEFORE, AFTER = range(24), range(24, 36)


def test_a_site_that_changes_its_pages_turns_red(site: LocalSite, tmp_path: Path) -> None:
    urls = [site.put_story(f"/{n}", f"What happened, part {n}") for n in BEFORE]
    url = site.put_feed(urls)
    write_sources(tmp_path, [{"id": "changed", "url": url}])
    crawl(tmp_path, *QUICK)
    assert doctor(tmp_path).returncode == 0
    shell = b"<!doctype html><title>App</title><body><div id=app></div></body></html>"
    site.put_feed([*urls, *(site.put(f"/{n}", Answer(body=shell)) for n in AFTER)])
    crawl(tmp_path, *QUICK)
    told = doctor(tmp_path)
    assert told.returncode == 3
    assert "rejections: 100% of pages rejected, before 0%" in told.stdout
    assert "1 of 1 source red: changed" in told.stderr


def doctor(folder: Path) -> subprocess.CompletedProcess[str]:
    command = crawl_command(folder)
    command[command.index("crawl")] = "doctor"
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )
