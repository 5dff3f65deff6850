"""However a crawl ends, nothing is lost and nothing is written twice."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    TIMEOUT_S,
    crawl_command,
    lines,
    manifests,
    paths,
    reasons,
    wait_until,
    write_sources,
)
from tests.integration.process_groups import members, start_group
from tests.integration.prose import page

HOSTS = 4
STORIES = 6
PACE = ("-s", "DOWNLOAD_DELAY=0.3", "-s", "NEWSDESK_WORKERS=2")
VERB_ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL)
ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)
SEED = 20251124


@pytest.fixture
def site() -> LocalSite:
    return LocalSite(hosts=HOSTS)


@pytest.fixture
def folder(site: LocalSite, tmp_path: Path) -> Path:
    """A folder with a source for each host; some pages are missing, some say the same."""
    rows = []
    for host in range(1, HOSTS + 1):
        urls = [
            site.put_story(f"/{host}/{n}", f"What happened at {host}, part {n}", host)
            for n in range(STORIES)
        ]
        urls.append(site.put(f"/{host}/missing", Answer(status=404), host=host))
        urls.append(site.put(f"/{host}/agency", Answer(body=page("From the agency")), host=host))
        rows.append({"id": f"host-{host}", "url": site.put_feed(urls, host)})
    write_sources(tmp_path, rows)
    return tmp_path


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a crawl as the leader of a process group of its own."""
    return start_group(crawl_command(folder, *PACE, *arguments))


def pages_asked_for(site: LocalSite) -> int:
    return sum(request.path.count("/") == 2 for request in site.requests)


def assert_whole(folder: Path) -> None:
    """Check that every URL of the site has ended exactly once."""
    ends = [*lines(folder), *lines(folder, "rejected")]
    assert len({line["url_requested"] for line in ends}) == len(ends) == HOSTS * (STORIES + 2)
    assert len({line["id"] for line in lines(folder)}) == HOSTS * STORIES + 1
    assert sorted(set(reasons(folder).values())) == ["duplicate-exact", "http-404"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["term", "int"]
)
def test_a_signal_ends_the_crawl_in_order_with_its_state_saved(
    site: LocalSite, folder: Path, number: int, code: int
) -> None:
    with site, start(folder) as process:
        wait_until(lambda: pages_asked_for(site) >= 6)
        os.killpg(process.pid, number)  # as systemd and Ctrl-C do, not to the leader alone
        _, stderr = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == code, stderr
    assert "Traceback" not in stderr
    assert "stopped early; what was found is saved" in stderr
    assert "failed:" not in stderr
    wait_until(lambda: members(process.pid) == [])
    (manifest,) = manifests(folder)
    assert (manifest["state"], manifest["exit_code"]) == ("interrupted", code)
    assert len(paths(folder)) == sum(s["new"] for s in manifest["sources"].values())


@pytest.mark.parametrize("moment", ["EarlyEnd", "EarlierEnd"])
def test_a_signal_that_comes_while_the_crawl_begins_ends_it_too(
    site: LocalSite, folder: Path, moment: str
) -> None:
    extension = json.dumps({f"tests.integration.early_ends.{moment}": 0})
    with site, start(folder, "-s", f"EXTENSIONS={extension}") as process:
        _, stderr = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 143, stderr
    assert "stopped early; what was found is saved" in stderr
    assert pages_asked_for(site) == 0


def test_stops_and_kills_at_any_moment_lose_nothing_and_double_nothing(
    site: LocalSite, folder: Path
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - moments, not secrets
    with site:
        for turn, number in enumerate(ENDS, start=1):
            with start(folder) as process:
                wait_until(lambda enough=turn * 6: pages_asked_for(site) >= enough)  # type: ignore[misc] # bound now
                time.sleep(dice.uniform(0.0, 1.0))
                os.killpg(process.pid, number)
                process.communicate(timeout=TIMEOUT_S)
        with start(folder) as process:
            _, stderr = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == 0, stderr
        wait_until(lambda: members(process.pid) == [])
        assert_whole(folder)
    assert {manifest["state"] for manifest in manifests(folder)} <= {
        "finished",
        "interrupted",
        "killed",
    }


def test_workers_end_with_a_crawl_that_is_killed(site: LocalSite, folder: Path) -> None:
    with site, start(folder) as process:
        wait_until(lambda: pages_asked_for(site) >= 4 and len(members(process.pid)) >= 4)
        process.kill()
        process.wait(TIMEOUT_S)
        wait_until(lambda: members(process.pid) == [])


def test_a_watch_that_is_stopped_and_killed_loses_nothing_and_doubles_nothing(
    site: LocalSite, folder: Path
) -> None:
    command = ["watch" if word == "crawl" else word for word in crawl_command(folder, *PACE)]
    dice = random.Random(SEED)  # noqa: S311 - moments, not secrets
    with site:
        for turn, number in enumerate(VERB_ENDS, start=1):
            with start_group(command) as process:
                wait_until(lambda enough=turn * 6: pages_asked_for(site) >= enough)  # type: ignore[misc] # bound now
                time.sleep(dice.uniform(0.0, 1.0))
                process.send_signal(number)  # to the watch alone: its round ends by itself
                process.communicate(timeout=TIMEOUT_S)
                wait_until(lambda pid=process.pid: members(pid) == [])  # type: ignore[misc] # bound now
        with start(folder, *(f"host-{host}" for host in range(1, HOSTS + 1))) as process:
            _, stderr = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == 0, stderr
        assert_whole(folder)


def test_an_extract_that_is_stopped_and_killed_loses_nothing_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    pages = 40
    manifest = tmp_path / "pages.jsonl"
    rows = [
        {
            "url": f"https://gazette.example/{n}",
            "html": page(f"What happened, part {n}").decode() if n % 5 else "<p>nothing</p>",
        }
        for n in range(pages)
    ]
    manifest.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    output = tmp_path / "out"
    command = [*crawl_command(tmp_path)[:3], "extract", str(manifest), "--output", str(output)]
    dice = random.Random(SEED)  # noqa: S311 - moments, not secrets
    for number in VERB_ENDS:
        with start_group(command) as process:
            wait_until((output / "state" / "newsdesk.sqlite").exists)
            time.sleep(dice.uniform(0.2, 2.5))
            process.send_signal(number)
            process.communicate(timeout=TIMEOUT_S)
            wait_until(lambda pid=process.pid: members(pid) == [])  # type: ignore[misc] # bound now
    with start_group(command) as process:
        _, stderr = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 0, stderr
    articles, rejected = lines(tmp_path), lines(tmp_path, "rejected")
    assert len({line["id"] for line in articles}) == len(articles) == pages - pages // 5
    assert len({line["url"] for line in rejected}) == len(rejected) == pages // 5
