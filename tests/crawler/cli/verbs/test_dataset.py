import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.manifest import Manifest, write_manifest
from pipelines.exporters.jsonl import write_segment
from pipelines.serialization import Record, dumps
from tests.crawler.state.examples import NOON
from tests.pipelines.exporters.dataset_examples import contents
from tests.pipelines.exporters.record_examples import story

WITHOUT_PARQUET = """
import sys
sys.modules[sys.argv.pop(1)] = None
from crawler.cli.main import main
sys.exit(main())
"""


def write(folder: Path, *records: Record, name: str = "run-00001") -> Path:
    path = folder / "articles" / "date=2026-11-24" / f"{name}.jsonl"
    write_segment(path, map(dumps, records))
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return a dataset of two stories, one of them with two revisions."""
    folder = tmp_path / "output"
    write(folder, story("a"), story("b", source_id="faro", language="de"))
    write(folder, story("a", revision=2), name="run-00002")
    manifest = Manifest(
        run_id="run", command="newsdesk crawl", configuration_sha256="c0ffee", started_at=NOON
    )
    write_manifest(folder, manifest)
    return folder


def build(output: Path, *options: str, name: str = "set") -> tuple[int, Path]:
    target = output.parent / name
    return main(["dataset", "build", str(target), "--output", str(output), *options]), target


def manifest_of(target: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((target / "manifest.json").read_text())
    return found


def test_dataset_is_built_and_is_all_right(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, target = build(output)
    assert code == 0
    assert main(["dataset", "verify", str(target)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        f"{target}: 2 records, 2 sources",
        f"{target}: all right: 2 records, 2 sources",
    ]
    manifest = manifest_of(target)
    assert manifest["configurations"] == {"c0ffee": ["run"]}
    assert manifest["selection"] == {"latest_only": True}


def test_all_revisions_are_kept_when_that_is_wanted(output: Path) -> None:
    _, target = build(output, "--all-revisions")
    manifest = manifest_of(target)
    assert manifest["files"] == [
        {
            "path": "data/train-00000-of-00001.parquet",
            "records": 3,
            "bytes": (target / "data" / "train-00000-of-00001.parquet").stat().st_size,
        }
    ]
    assert manifest["selection"] == {"latest_only": False}


def test_filters_choose_the_records(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, target = build(output, "--source", "faro", "--min-words", "2")
    assert code == 0
    assert manifest_of(target)["selection"] == {
        "latest_only": True, "sources": ["faro"], "min_words": 2,
    }  # fmt: skip
    assert capsys.readouterr().err == f"{target}: 1 record, 1 source\n"


def test_source_that_never_was_is_told_with_nothing_written(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(output, "--source", "faro", "--source", "fargo")[0] == 2
    assert "--source fargo: " in capsys.readouterr().err
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_same_records_in_other_segments_give_the_same_bytes(output: Path) -> None:
    _, one = build(output)
    for path in (output / "articles").rglob("*.jsonl"):
        path.unlink()
    write(output, story("a"), name="run-00001")
    write(output, story("b", source_id="faro", language="de"), story("a", revision=2), name="run-2")
    _, other = build(output, name="other")
    assert contents(one) == contents(other)


def test_broken_line_ends_it_with_nothing_written(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(output, story("c"), {**story("d"), "tags": {"a": 1}}, name="run-00003")
    code, target = build(output)
    assert code == 1
    message = f"{path}:2: tags must be list of string, not {{'a': 1}}; --skip-broken leaves"
    assert message in capsys.readouterr().err
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]
    assert build(output, "--skip-broken") == (0, target)
    assert f"{path}:2: tags must be list of string" in capsys.readouterr().err


def test_target_that_is_there_is_replaced_only_when_that_is_wanted(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(output)
    assert build(output)[0] == 1
    assert "set: is there already; name another folder, or --overwrite" in capsys.readouterr().err
    assert build(output, "--overwrite")[0] == 0


def test_dataset_is_not_replaced_by_what_is_built_of_it(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(output)
    assert build(output, "--overwrite", name="output")[0] == 1
    assert "not all of it was written by this command" in capsys.readouterr().err
    assert contents(output) == before


def test_target_may_stand_inside_the_dataset(output: Path) -> None:
    code, target = build(output, name="output/set")
    assert (code, main(["dataset", "verify", str(target)])) == (0, 0)


def test_no_records_are_told(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(output, "--min-words", "99999")[0] == 1
    assert "set: not built, as no record fits" in capsys.readouterr().err


def test_folder_without_a_dataset_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path / "none")[0] == 1
    assert main(["dataset", "verify", str(tmp_path / "none")]) == 1
    err = capsys.readouterr().err
    assert "none: holds no dataset" in err
    assert "none: no such folder; `newsdesk dataset build` makes one" in err


def test_difference_has_exit_code_4(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, target = build(output)
    data = target / "data" / "train-00000-of-00001.parquet"
    data.write_bytes(data.read_bytes()[:100])
    assert main(["dataset", "verify", str(target)]) == 4
    assert f"newsdesk: error: {data}: was changed or cut short" in capsys.readouterr().err


def test_file_that_cannot_be_read_is_named(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, target = build(output)
    (target / "schema.json").unlink()
    (target / "schema.json").symlink_to(target / "schema.json")
    assert main(["dataset", "verify", str(target)]) == 1
    assert f"{target / 'schema.json'}: Too many levels" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["pyarrow", "yaml"])
def test_missing_extra_is_named(tmp_path: Path, package: str) -> None:
    for action in ("build", "verify"):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_PARQUET, package, "dataset", action, "a"],
            cwd=tmp_path, env={"PYTHONPATH": str(Path(__file__).parents[4])},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        needs = f'newsdesk dataset {action} needs `pip install "newsdesk[parquet]"`'
        assert needs in done.stderr
