"""Whatever pages a server sends: each has one end, the healthy ones come out, the run ends."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration import hostile_pages
from tests.integration.hostile_pages import healthy
from tests.integration.hostile_server import HostileServer, message, redirect, say
from tests.integration.local_site import rss
from tests.integration.measured_runs import Outcome, run_measured
from tests.integration.newsdesk_runs import (
    NEWSDESK,
    crawl_command,
    lines,
    manifests,
    paths,
    reasons,
    write_sources,
)

GIBIBYTE = 1024**3
SETTINGS = (
    *("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"),
    *("-s", "NEWSDESK_WORKERS=2", "-s", "NEWSDESK_PAGE_TIMEOUT_S=5"),
    # A busy machine may hold any page up, and a host that is silent for six is left alone.
    *("-s", "DOWNLOAD_MAXSIZE=4194304", "-s", "DOWNLOAD_TIMEOUT=8"),
)
HEALTHY = 8
FINAL = {path: reason for path, (_, reason) in hostile_pages.final(str).items()}
PASSING = {path: reason for path, (_, reason) in hostile_pages.passing().items()}
READABLE = {path: title for path, (_, title) in hostile_pages.readable().items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What the runs gave."""

    folder: Path
    outcomes: list[Outcome]
    rejected_by_run: list[dict[str, str]]


@pytest.fixture(scope="module")
def runs(shared_folder: Path) -> Iterator[Runs]:
    with HostileServer("127.0.4.1") as hostile, HostileServer("127.0.4.2") as other:
        _put_pages(hostile, other)
        write_sources(
            shared_folder,
            [
                {"id": "hostile", "url": hostile.url("/feed.xml"), "concurrency": 16},
                {"id": "other", "url": other.url("/feed.xml")},
            ],
        )
        outcomes: list[Outcome] = []
        rejected = []
        for _ in range(3):
            outcomes.append(run_measured(crawl_command(shared_folder, *SETTINGS), 120))
            rejected.append(reasons(shared_folder))
        yield Runs(folder=shared_folder, outcomes=outcomes, rejected_by_run=rejected)


def _put_pages(hostile: HostileServer, other: HostileServer) -> None:
    cases = {
        **hostile_pages.final(hostile.url),
        **hostile_pages.passing(),
        **hostile_pages.readable(),
    }
    behaviours = {path: behave for path, (behave, _) in cases.items()}
    hostile.put("/ring-b", redirect(hostile.url("/ring-a")))
    fine = hostile.put_all(healthy(HEALTHY, "here"))
    # Healthy ones stand before, between and behind.
    nobody = "http://127.0.4.1:1/nobody-there"
    urls = [*fine[:3], nobody, *hostile.put_all(behaviours), *fine[3:]]
    hostile.put("/feed.xml", say(message(rss(urls), "application/rss+xml")))
    fine = other.put_all(healthy(HEALTHY, "there"))
    other.put("/feed.xml", say(message(rss(fine), "application/rss+xml")))


def test_the_crawl_ends_well(runs: Runs) -> None:
    assert [outcome.code for outcome in runs.outcomes] == [0, 0, 0], runs.outcomes[0].stderr


@pytest.mark.parametrize("path", FINAL)
def test_a_hostile_page_is_refused_at_once(runs: Runs, path: str) -> None:
    assert runs.rejected_by_run[0][path] == FINAL[path]


@pytest.mark.parametrize("path", PASSING)
def test_a_failure_that_may_pass_is_refused_in_the_third_run(runs: Runs, path: str) -> None:
    assert path not in runs.rejected_by_run[1]
    assert runs.rejected_by_run[2][path] == PASSING[path]


@pytest.mark.parametrize("path", READABLE)
def test_a_badly_made_page_gives_its_story(runs: Runs, path: str) -> None:
    (record,) = (line for line in lines(runs.folder) if line["url_requested"].endswith(path))
    assert record["title"].startswith(READABLE[path])


def test_every_healthy_story_comes_out(runs: Runs) -> None:
    wanted = {*healthy(HEALTHY, "here"), *healthy(HEALTHY, "there")}
    assert wanted <= set(paths(runs.folder, run=1))


def test_every_page_has_one_end(runs: Runs) -> None:
    ended = [line["url_requested"] for stream in ("articles", "rejected")
             for line in lines(runs.folder, stream)]  # fmt: skip
    assert len(ended) == len(set(ended))
    assert len(ended) == len(FINAL) + len(PASSING) + len(READABLE) + 2 * HEALTHY


def test_the_manifests_count_them(runs: Runs) -> None:
    counted: Counter[str] = Counter()
    for manifest in manifests(runs.folder):
        counted.update(manifest["sources"]["hostile"]["rejected"])
    assert counted == Counter([*FINAL.values(), *PASSING.values()])
    assert manifests(runs.folder)[0]["sources"]["hostile"]["retry_later"] == len(PASSING) + 1


def test_a_page_of_a_host_that_is_down_waits_for_it(runs: Runs) -> None:
    assert not any("/nobody-there" in rejected for rejected in runs.rejected_by_run)
    assert all(manifest["sources"]["hostile"]["retry_later"] for manifest in manifests(runs.folder))


def test_memory_stays_under_a_gibibyte(runs: Runs) -> None:
    assert max(outcome.peak_bytes for outcome in runs.outcomes) < GIBIBYTE


def test_no_control_signs_reach_the_terminal(runs: Runs) -> None:
    commands = (["report", "--output"], ["explain", "--output"])
    url = next(line["url"] for line in lines(runs.folder) if line["url"].endswith("/controls"))
    for verb, *options in commands:
        arguments = [
            verb,
            *([url] if verb == "explain" else []),
            *options,
            str(runs.folder / "out"),
        ]
        done = subprocess.run((*NEWSDESK, *arguments), capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        assert not set(done.stdout + done.stderr) & set(range(0x20)) - {0x0A}
