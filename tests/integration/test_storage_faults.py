"""What keeps a dataset from being written is told with the way out, and costs nothing."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawler.state.examples import damage_table
from tests.integration.local_site import LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    ROOT,
    TIMEOUT_S,
    crawl,
    crawl_command,
    lines,
    paths,
    wait_until,
    write_sources,
)
from tests.integration.process_groups import members, start_group, wait_for

STORIES = 30


@pytest.fixture
def folder(site: LocalSite, tmp_path: Path) -> Path:
    urls = [site.put_story(f"/{n}", f"What happened, part {n}") for n in range(STORIES)]
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed(urls)}])
    return tmp_path


def state(folder: Path) -> Path:
    return folder / "out" / "state" / "newsdesk.sqlite"


def newsdesk(
    folder: Path, verb: str, *arguments: str, code: int = 0
) -> subprocess.CompletedProcess[str]:
    command = [*crawl_command(folder)[:3], verb, "--output", str(folder / "out"), *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def assert_whole(folder: Path) -> None:
    """Check that every story is there once and every line is a record."""
    assert paths(folder) == sorted(f"/{n}" for n in range(STORIES))
    assert len({line["id"] for line in lines(folder)}) == STORIES


needs_limits = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="Linux alone sets limits of another process"
)


def fill_disk(pid: int, size: int) -> None:
    """Let no file of a process grow over a size from now on: its disk is full there."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, size))


@needs_limits
def test_a_full_disk_ends_the_crawl_and_the_next_one_goes_on(site: LocalSite, folder: Path) -> None:
    command = crawl_command(folder, "-s", "DOWNLOAD_DELAY=0.1", "-s", "NEWSDESK_WORKERS=0")
    with start_group(command) as process:
        wait_until(lambda: len(site.requests) >= 8)
        fill_disk(process.pid, 4096)
        _, stderr = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 1, stderr
    assert "Traceback" not in stderr
    assert f"{folder / 'out'}: cannot be written: " in stderr
    assert "put it right and run the same again" in stderr
    assert set(paths(folder)) <= {f"/{n}" for n in range(STORIES)}
    crawl(folder, *QUICK)
    assert_whole(folder)


@needs_limits
def test_a_watch_outlasts_a_full_disk(site: LocalSite, folder: Path) -> None:
    command = crawl_command(folder, *QUICK, "--min-interval", "1s", "--max-interval", "1s")
    command[command.index("crawl")] = "watch"
    with start_group(command) as process:
        wait_until(lambda: len(paths(folder)) == STORIES)
        fill_disk(process.pid, 4096)
        site.put_feed([site.url(f"/{n}") for n in range(STORIES)] + [site.put_story("/x", "More")])
        assert process.stderr is not None
        told = wait_for(process, "ended with exit code 1")
        assert "the round of s" in told
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(TIMEOUT_S) == 143
        wait_until(lambda: members(process.pid) == [])
    crawl(folder, *QUICK, "s")
    assert "/x" in paths(folder)
    assert len({line["id"] for line in lines(folder)}) == len(lines(folder)) == STORIES + 1


def without_privilege(command: list[str]) -> list[str]:
    """Return the command so that permissions count for it, for root too."""
    if os.geteuid() != 0:
        return command
    if shutil.which("setpriv") is None:
        pytest.skip("permissions mean nothing to root, and setpriv (util-linux) is not there")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", *command]


def test_a_folder_that_is_read_only_is_named(site: LocalSite, tmp_path: Path) -> None:
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed([])}])
    command = without_privilege(crawl_command(tmp_path, *QUICK))
    (tmp_path / "out").mkdir(mode=0o555)
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )
    assert done.returncode == 1, done.stderr
    assert f"{tmp_path / 'out'}: " in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_torn_line_of_another_program_hides_no_other_and_stops_no_crawl(folder: Path) -> None:
    crawl(folder, *QUICK)
    segment = next((folder / "out" / "articles").rglob("*.jsonl"))
    whole = segment.read_bytes()
    segment.write_bytes(whole + b'{"id": "torn')
    crawl(folder, *QUICK)
    told = newsdesk(folder, "report", code=1)
    assert f"{segment}:{STORIES + 1}" in told.stderr
    state(folder).unlink()
    assert f"{segment}:{STORIES + 1}" in newsdesk(folder, "doctor", "--repair").stderr
    crawl(folder, *QUICK)
    segment.write_bytes(whole)
    assert_whole(folder)


def test_a_state_that_another_program_holds_is_told_and_left_alone(folder: Path) -> None:
    crawl(folder, *QUICK, "--limit", "3")
    with closing(sqlite3.connect(state(folder), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = crawl(folder, *QUICK, code=1)
    assert "database is locked" in done.stderr
    assert str(folder / "out") in done.stderr
    crawl(folder, *QUICK)
    assert_whole(folder)


def test_a_state_of_a_newer_newsdesk_stops_every_verb_that_writes(folder: Path) -> None:
    crawl(folder, *QUICK)
    with closing(sqlite3.connect(state(folder), isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = state(folder).read_bytes()
    assert "has version 999" in crawl(folder, *QUICK, code=1).stderr
    for verb in (("doctor",), ("doctor", "--repair"), ("watch",)):
        assert "use a newer one" in newsdesk(folder, *verb, code=1).stderr
    assert state(folder).read_bytes() == before
    assert_whole(folder)


@pytest.mark.parametrize("what", ["damaged", "lost", "empty"])
def test_a_state_that_is_gone_is_made_again_and_nothing_is_fetched_twice(
    site: LocalSite, folder: Path, what: str
) -> None:
    crawl(folder, *QUICK)
    if what == "lost":
        state(folder).unlink()
    else:
        state(folder).write_bytes(b"\x5a" * 20_000 if what == "damaged" else b"")
    done = crawl(folder, *QUICK, code=1)
    assert str(state(folder)) in done.stderr
    assert "newsdesk doctor --repair" in done.stderr
    told = newsdesk(folder, "doctor", "--repair").stderr
    assert f"{STORIES} articles\n" in told
    kept = list(state(folder).parent.glob("*.damaged-*"))
    assert len(kept) == (what == "damaged")
    seen = len(site.requests)
    assert "0 new, 0 updated" in crawl(folder, *QUICK).stderr
    assert {r.path for r in site.requests[seen:]} <= {"/robots.txt", "/feed.xml"}
    assert_whole(folder)
    assert "nothing to repair" in newsdesk(folder, "doctor", "--repair").stderr


@pytest.mark.parametrize("table", ["sites", "frontier_by_state"])
def test_damage_that_a_crawl_meets_on_its_way_costs_no_page(
    site: LocalSite, folder: Path, table: str
) -> None:
    crawl(folder, *QUICK)
    damage_table(folder / "out", table)
    site.put_feed([site.put_story("/x", "More"), *(site.url(f"/{n}") for n in range(STORIES))])
    for _ in range(4):
        done = crawl(folder, *QUICK, code=1)
        assert "Traceback" not in done.stderr
        assert "newsdesk doctor --repair" in done.stderr
    assert_whole(folder)
    newsdesk(folder, "doctor", "--repair")
    assert "1 new, 0 updated" in crawl(folder, *QUICK).stderr
    assert lines(folder, "rejected") == []
