import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.site_memory import SiteMemory
from tests.crawler.state.delivering_process import URLS
from tests.crawler.state.examples import column, lines, open_dataset

KILLS = 7
LAST_STEP = 300
"""An undisturbed run has about 640 steps."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert _run(folder, "run-00", 0) == 0
    return folder


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_runs_end_in_the_same_dataset_as_an_undisturbed_one(
    tmp_path: Path, undisturbed: Path, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311 - moments of death
    codes = []
    for number in range(KILLS):
        codes.append(_run(tmp_path, f"run-{number:02}", moments.randint(1, LAST_STEP)))
        _check_segments(tmp_path)
    assert -signal.SIGKILL in codes
    assert _run(tmp_path, "run-last", 0) == 0
    for stream in ("articles", "removed", "rejected"):
        assert sorted(_urls(tmp_path, stream)) == sorted(_urls(undisturbed, stream))
    assert sorted([*_urls(tmp_path, "articles"), *_urls(tmp_path, "rejected")]) == sorted(URLS)
    _check_state(tmp_path)
    assert _memory(tmp_path) == _memory(undisturbed)


def _run(folder: Path, run_id: str, steps: int) -> int:
    module = "tests.crawler.state.delivering_process"
    command = [sys.executable, "-m", module, str(folder), run_id, str(steps)]
    code = subprocess.run(command, check=False).returncode
    assert code in {0, -signal.SIGKILL}
    return code


def _urls(folder: Path, stream: str) -> Iterator[str]:
    return (str(url) for url in column(folder, stream, "url"))


def _check_segments(folder: Path) -> None:
    """After each death: no line is torn, and no page is there twice."""
    for path in folder.rglob("*.jsonl"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
    urls = [*_urls(folder, "articles"), *_urls(folder, "rejected")]
    assert len(urls) == len(set(urls))


def _memory(folder: Path) -> SiteMemory:
    """Return what the site taught: each page once, however often its run was killed."""
    with open_dataset(folder, "after") as dataset:
        memory = dataset.sites.memory(URLS[0])
    assert memory.lines == {7: memory.articles}
    return memory


def _check_state(folder: Path) -> None:
    """At the end: every URL has one terminal state that agrees with the records."""
    with open_dataset(folder, "after") as dataset:
        assert list(dataset.frontier.pending("gazette", "after")) == []
        assert sum(dataset.frontier.counts().values()) == len(URLS)
        for record in lines(folder, "articles"):
            row = dataset.frontier.row(str(record["url"]))
            assert row is not None
            assert (row.state, row.article_id) == ("delivered", record["id"])
    assert list(folder.rglob("*.part")) == []
