"""Archived pages are cleaned again by real workers, and no process opens a socket for it."""

import json
import os
from pathlib import Path

from tests.crawler.reprocessing.archived_dataset import contents, fill, prompting_stories
from tests.crawler.state.examples import lines
from tests.integration.newsdesk_runs import ROOT, newsdesk

PAGES = 40


def test_many_pages_need_no_socket_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    fill(tmp_path / "old", prompting_stories(PAGES))
    log = tmp_path / "log"
    first = reprocess(tmp_path, log, "old", "new")
    assert first["changed"] == PAGES  # none of them knew the others when they were delivered
    started = log.read_text(encoding="utf-8").splitlines()
    assert {line.split(" ", 1)[1] for line in started} == {"started"}
    assert len(started) >= 2  # the command, and the process that forks its workers
    second = reprocess(tmp_path, log, "new", "newer")
    assert (second["changed"], second["identical"]) == (0, PAGES)
    assert contents(tmp_path / "newer") == contents(tmp_path / "new")
    kept = ("id", "run_id", "revision", "date_fetched", "warc_file", "warc_offset")
    for before, after in zip(
        lines(tmp_path / "old", "articles"), lines(tmp_path / "new", "articles"), strict=True
    ):
        assert [before[name] for name in kept] == [after[name] for name in kept]
        assert before["text"] != after["text"]


def reprocess(folder: Path, log: Path, old: str, new: str) -> dict[str, object]:
    """Clean a dataset again in a process that has no sockets, and return what it told."""
    blocked = Path(__file__).parent / "blocked"
    environment = {
        **os.environ, "PYTHONPATH": f"{blocked}{os.pathsep}{ROOT}", "WATCHED_LOG": str(log),
    }  # fmt: skip
    arguments = ("--json", "--workers", "2", "--output", old, "--to", new)
    done = newsdesk("reprocess", *arguments, cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found
