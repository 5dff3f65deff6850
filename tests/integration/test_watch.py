"""``newsdesk watch`` as its users run it: it stays up, and ends as it is told to."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    TIMEOUT_S,
    crawl,
    crawl_command,
    lines,
    manifests,
    paths,
    wait_until,
    write_sources,
)
from tests.integration.process_groups import members, start_group, wait_for

OFTEN = ("--min-interval", "1s", "--max-interval", "1s")


def watch_command(folder: Path, *arguments: str) -> list[str]:
    command = crawl_command(folder, *arguments)
    return ["watch" if word == "crawl" else word for word in command]


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a watch and end it with the block, whatever happens in it."""
    with start_group(watch_command(folder, *OFTEN, *arguments)) as process:
        try:
            yield process
        finally:
            process.kill()
            wait_until(lambda: members(process.pid) == [])


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    """Send a signal and return what the process had said."""
    os.killpg(process.pid, number)
    _, stderr = process.communicate(timeout=TIMEOUT_S)
    assert "Traceback" not in stderr
    return stderr


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["term", "int"]
)
def test_a_watch_brings_what_comes_later_and_ends_in_order(
    site: LocalSite, tmp_path: Path, number: int, code: int
) -> None:
    urls = [site.put_story("/a", "What happened first")]
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed(urls)}])
    with watching(tmp_path, *QUICK) as process:
        wait_until(lambda: paths(tmp_path) == ["/a"])
        site.put_feed([*urls, site.put_story("/b", "What happened later")])
        wait_until(lambda: paths(tmp_path) == ["/a", "/b"])
        stderr = end(process, number)
    assert process.returncode == code, stderr
    assert "watching 1 source" in stderr
    assert "stopped; what was found is saved" in stderr
    assert len(site.seen("/a")) == len(site.seen("/b")) == 1


def test_rounds_that_find_nothing_leave_no_manifest(site: LocalSite, tmp_path: Path) -> None:
    url = site.put_feed([site.put_story("/a", "What happened")])
    write_sources(tmp_path, [{"id": "s", "url": url}])
    with watching(tmp_path, *QUICK) as process:
        wait_until(lambda: len(site.seen("/feed.xml")) >= 4)
        end(process)
    assert len([m for m in manifests(tmp_path) if m["state"] == "finished"]) == 1
    assert len(site.seen("/robots.txt")) == 1, "once an hour, not once a round"


def test_a_round_in_full_swing_ends_in_order_and_the_rest_comes_later(
    site: LocalSite, tmp_path: Path
) -> None:
    urls = [site.put_story(f"/{n}", f"What happened, part {n}") for n in range(12)]
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed(urls)}])
    with watching(tmp_path, "-s", "DOWNLOAD_DELAY=0.3", "-s", "NEWSDESK_WORKERS=2") as process:
        wait_until(lambda: len(site.requests) >= 5)
        stderr = end(process)
        assert process.returncode == 143, stderr
        wait_until(lambda: members(process.pid) == [])
    assert "failed:" not in stderr
    asked = {r.path for r in site.requests}
    assert 0 < len(paths(tmp_path)) < 12
    assert set(paths(tmp_path)) == {f"/{n}" for n in range(12)} & asked
    crawl(tmp_path, *QUICK)
    assert len(paths(tmp_path)) == len({line["id"] for line in lines(tmp_path)}) == 12


def test_nobody_is_left_of_a_watch_that_is_killed_and_nothing_is_lost(
    site: LocalSite, tmp_path: Path
) -> None:
    urls = [site.put_story(f"/{n}", f"What happened, part {n}") for n in range(8)]
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed(urls)}])
    with watching(tmp_path, "-s", "DOWNLOAD_DELAY=0.3", "-s", "NEWSDESK_WORKERS=2") as process:
        wait_until(lambda: len(site.requests) >= 5 and len(members(process.pid)) >= 5)
        process.kill()  # the watch alone: its round and the workers of it notice by themselves
        process.wait(TIMEOUT_S)
        wait_until(lambda: members(process.pid) == [])
    crawl(tmp_path, *QUICK)
    assert len(paths(tmp_path)) == len({line["id"] for line in lines(tmp_path)}) == 8


def test_a_hang_up_takes_new_sources_and_keeps_the_old_ones_when_the_file_is_broken(
    site: LocalSite, tmp_path: Path
) -> None:
    first = {"id": "s", "url": site.put_feed([site.put_story("/a", "What happened")])}
    second = {
        "id": "t",
        "url": site.put_feed([site.put_story("/b", "What else happened")], path="/other.xml"),
    }
    write_sources(tmp_path, [first])
    with watching(tmp_path, *QUICK) as process:
        wait_until(lambda: paths(tmp_path) == ["/a"])
        (tmp_path / "sources.toml").write_text("[[source]]\nurll = 3\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        wait_for(process, "urll")
        wait_for(process, "not taken; the sources stay as they were (1)")
        seen = len(site.seen("/feed.xml"))
        wait_until(lambda: len(site.seen("/feed.xml")) >= seen + 2)
        write_sources(tmp_path, [first, second])
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: paths(tmp_path) == ["/a", "/b"])
        stderr = end(process)
    assert "2 sources are watched" in stderr


def test_a_slow_site_holds_up_no_other_and_nothing_is_fetched_twice(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        site.put_robots("User-agent: *\nCrawl-delay: 3\n")
        slow = [site.put_story(f"/slow/{n}", f"What happened slowly, {n}") for n in range(7)]
        quick = [site.put_story("/quick/0", "What happened quickly", host=2)]
        write_sources(
            tmp_path,
            [
                {"id": "slow", "url": site.put_feed(slow), "interval": "1h"},
                {"id": "quick", "url": site.put_feed(quick, host=2)},
            ],
        )
        with watching(tmp_path, *QUICK) as process:
            wait_until(lambda: site.seen("/slow/1") != [])
            quick.append(site.put_story("/quick/1", "What happened next", host=2))
            site.put_feed(quick, host=2)
            wait_until(lambda: site.seen("/quick/1") != [])
            assert site.seen("/slow/6") == [], "the slow site goes on"
            wait_until(lambda: "/slow/6" in paths(tmp_path))
            end(process)
    assert len(paths(tmp_path)) == 9
    asked = [r for r in site.requests if r.host == 1 and r.path != "/robots.txt"]
    assert len(asked) == 8, "its feed once, each story once"
    gaps = [after.at_s - before.at_s for before, after in pairwise(asked)]
    assert min(gaps) > 2.9
    assert len(site.seen("/quick/0")) == len(site.seen("/quick/1")) == 1
    assert len(manifests(tmp_path)) <= 2


def test_a_new_source_does_not_wait_for_a_slow_site(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        site.put_robots("User-agent: *\nCrawl-delay: 3\n")
        urls = [site.put_story(f"/slow/{n}", f"What happened slowly, {n}") for n in range(9)]
        slow = {"id": "slow", "url": site.put_feed(urls), "interval": "1h"}
        news = site.put_feed([site.put_story("/new", "What is new", host=2)], host=2)
        write_sources(tmp_path, [slow])
        with watching(tmp_path, *QUICK) as process:
            wait_until(lambda: site.seen("/slow/0") != [])
            write_sources(tmp_path, [slow, {"id": "new", "url": news}])
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: site.seen("/new") != [])
            assert site.seen("/slow/8") == []
            wait_until(lambda: "/slow/8" in paths(tmp_path))
            end(process)
    assert len(paths(tmp_path)) == 10
    asked = [r for r in site.requests if r.host == 1 and r.path != "/robots.txt"]
    assert all(len(site.seen(f"/slow/{n}")) == 1 for n in range(9))
    assert min(after.at_s - before.at_s for before, after in pairwise(asked)) > 2.9


def test_a_second_watch_or_crawl_finds_the_dataset_taken(site: LocalSite, tmp_path: Path) -> None:
    slow = Answer(body=b"<rss/>", delay_s=30.0)
    write_sources(tmp_path, [{"id": "s", "url": site.put("/feed.xml", slow)}])
    with watching(tmp_path, *QUICK, "-s", "ROBOTSTXT_OBEY=False"):
        wait_until(lambda: site.seen("/feed.xml") != [])
        told = crawl(tmp_path, *QUICK, code=5).stderr
        second = subprocess.run(
            watch_command(tmp_path), capture_output=True, text=True, check=False, timeout=TIMEOUT_S
        )
    assert "(newsdesk watch s)" in told
    assert second.returncode == 5
    assert "(newsdesk watch)" in second.stderr


def test_a_watch_that_meets_a_crawl_ends_at_once(site: LocalSite, tmp_path: Path) -> None:
    slow = Answer(body=b"<rss/>", delay_s=30.0)
    write_sources(tmp_path, [{"id": "s", "url": site.put("/feed.xml", slow)}])
    with start_group(crawl_command(tmp_path, *QUICK)) as crawling:
        wait_until(lambda: site.seen("/feed.xml") != [])
        done = subprocess.run(
            watch_command(tmp_path), capture_output=True, text=True, check=False, timeout=TIMEOUT_S
        )
        crawling.kill()
    assert done.returncode == 5, done.stderr
    assert "is in use by process" in done.stderr


def test_a_source_that_fails_is_told_and_asked_again(site: LocalSite, tmp_path: Path) -> None:
    site.put("/feed.xml", Answer(status=500))
    site.put_feed([site.put_story("/b", "What happened")], path="/other.xml")
    write_sources(
        tmp_path,
        [
            {"id": "bad", "url": site.url("/feed.xml")},
            {"id": "good", "url": site.url("/other.xml")},
        ],
    )
    with watching(tmp_path, *QUICK) as process:
        wait_for(process, "bad failed: http-500")
        seen = len(site.seen("/other.xml"))
        wait_until(lambda: len(site.seen("/other.xml")) >= seen + 2)
        end(process)
    assert paths(tmp_path) == ["/b"]
    assert len(site.seen("/feed.xml")) == 1  # it rests for some minutes


def test_a_round_that_is_killed_costs_that_round_only(site: LocalSite, tmp_path: Path) -> None:
    url = site.put_feed([site.put_story("/a", "What happened")])
    write_sources(tmp_path, [{"id": "s", "url": url}])
    with watching(tmp_path, "-s", "DOWNLOAD_DELAY=2", "-s", "NEWSDESK_WORKERS=0") as process:
        wait_until(lambda: site.seen("/feed.xml") != [])
        (child,) = children(process.pid)
        os.kill(child, signal.SIGKILL)
        wait_for(process, "the round of s ended with signal 9; going on in")
        assert process.poll() is None
        end(process)
    crawl(tmp_path, *QUICK, "s")
    assert paths(tmp_path) == ["/a"]


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing",), 'no source "nothing"'),
        (("--min-interval", "2h", "--max-interval", "1h"), "--min-interval 2 h 00 min is longer"),
        (("--min-interval", "soon"), "must be a duration"),
        (("-s", "nonsense"), "write NAME=VALUE"),
    ],
    ids=["source", "bounds", "duration", "setting"],
)
def test_what_is_wrong_is_told_before_anything_is_begun(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    write_sources(tmp_path, [{"id": "s", "url": "http://127.0.3.1:9/feed"}])
    done = subprocess.run(
        watch_command(tmp_path, *arguments),
        capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_without_enabled_sources_is_no_watch(tmp_path: Path) -> None:
    write_sources(tmp_path, [])
    done = subprocess.run(
        watch_command(tmp_path), capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )
    assert (done.returncode, "lists no source that is enabled" in done.stderr) == (2, True)


def test_metrics_and_messages_in_json_tell_what_a_watch_does(
    site: LocalSite, tmp_path: Path
) -> None:
    urls = [site.put_story("/a", "What happened"), site.put("/gone", Answer(status=404))]
    write_sources(tmp_path, [{"id": "s", "url": site.put_feed(urls)}])
    options = (*QUICK, "-v", "--log-format", "json", "--metrics-port", "0")
    with watching(tmp_path, *options) as process:
        url = json.loads(wait_for(process, "metrics at"))["message"].rpartition(" ")[2]
        wait_until(lambda: 'newsdesk_rounds_total{result="success"}' in get(url))
        text = get(url)
        messages = [json.loads(line) for line in end(process).splitlines()]
    assert 'newsdesk_pages_total{outcome="new",source="s"} 1.0' in text
    assert 'newsdesk_rejections_total{reason="http-404"} 1.0' in text
    assert 'newsdesk_source_failures{source="s"} 0.0' in text
    assert all({"time", "level", "message"} <= set(message) for message in messages)
    rejected = next(m for m in messages if m["message"].startswith("rejected"))
    assert (rejected["source"], rejected["reason"]) == ("s", "http-404")
    assert rejected["url"] == site.url("/gone")


def get(url: str) -> str:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", parts.path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text
