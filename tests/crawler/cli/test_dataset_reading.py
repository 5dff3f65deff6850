import json
from pathlib import Path

import pytest

from crawler.cli.console import Console, ConsoleSettings
from crawler.cli.dataset_reading import DatasetLines, choose_run
from pipelines.errors import ConfigError


def runs(folder: Path, *ids: str) -> DatasetLines:
    (folder / "runs").mkdir()
    for run_id in ids:
        (folder / "runs" / f"{run_id}.json").write_text(json.dumps({"run_id": run_id}))
    return DatasetLines(folder=folder, console=Console(ConsoleSettings()))


@pytest.mark.parametrize(
    ("wanted", "ids", "message"),
    [
        ("2026", ["2026a", "2026b"], "may be 2026a, 2026b"),
        ("latest", [], "there is none yet"),
        ("x", ["2026a"], "the nearest is 2026a"),
    ],
)
def test_run_must_be_one_that_there_is(
    tmp_path: Path, wanted: str, ids: list[str], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        choose_run(wanted, runs(tmp_path, *ids))


def test_id_that_begins_another_one_is_that_one(tmp_path: Path) -> None:
    assert choose_run("a", runs(tmp_path, "a", "ab")) == "a"


def test_latest_run_is_one_that_has_a_manifest(tmp_path: Path) -> None:
    lines = runs(tmp_path, "2026a", "2026b")
    (tmp_path / "runs" / "2026c.json").write_text('{"run_id": "2026')
    assert choose_run("latest", lines) == "2026b"
