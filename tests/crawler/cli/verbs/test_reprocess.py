import json
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from tests.crawler.reprocessing.archived_dataset import HOST, contents, fill, stories
from tests.crawler.saved_pages import write_story
from tests.crawler.state.examples import lines


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset in a folder without a sources.toml."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "output", stories(3))
    return tmp_path / "output"


def reprocess(*options: object) -> int:
    return main(["reprocess", "--workers", "0", *map(str, options)])


def write_rules(path: Path, table: str) -> Path:
    path.write_text(f'[site."{HOST}"]\n{table}\n', encoding="utf-8")
    return path


def answered(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_is_as_before_is_told(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(dataset)
    assert reprocess() == 0
    assert capsys.readouterr().out == (
        "3 records: 0 changed, 3 as before, 0 no article any more, 0 without an archived page\n"
    )
    assert contents(dataset) == before


def test_a_table_shows_what_other_rules_change(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rules(Path("sources.toml"), 'remove = "//p[2]"')  # the file that is taken by itself
    assert reprocess() == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("3 records: 3 changed, 0 as before")
    assert out[1] == "What changed, by field"
    rows = {line.split()[0]: line.split() for line in out[2:]}
    assert rows["rule_id"] == ["rule_id", "3", "null", HOST, f"https://{HOST}/run-1/0"]
    assert rows["text"][1] == "3"
    assert lines(dataset, "articles")[0]["rule_id"] is None


def test_json_names_everything(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = write_rules(dataset.with_name("rules.toml"), 'remove = "//article"')
    assert reprocess("--json", "--config", rules) == 0
    found = answered(capsys)
    assert [page["url"] for page in found["lost"]] == [
        f"https://{HOST}/run-1/{number}" for number in range(3)
    ]
    assert (found["records"], found["changed"], found["fields"], found["to"]) == (3, 0, [], None)


def test_a_new_dataset_is_written_and_its_state_made(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = write_rules(dataset.with_name("rules.toml"), 'remove = "//p[2]"')
    assert reprocess("--to", "new", "--config", rules) == 0
    assert "`newsdesk doctor --repair --output new`" in capsys.readouterr().out
    new = dataset.with_name("new")
    assert {line["rule_id"] for line in lines(new, "articles")} == {HOST}
    assert main(["doctor", "--repair", "--output", "new"]) == 0
    assert "3 articles\n" in capsys.readouterr().err
    assert reprocess("--output", "new", "--to", "newer", "--config", rules, "--json") == 0
    assert answered(capsys)["changed"] == 0
    assert contents(dataset.with_name("newer")) == contents(new)


def test_an_archive_that_is_gone_is_told_and_its_record_kept(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (dataset / "warc").iterdir():
        path.unlink()
    assert reprocess("--to", "new") == 1
    captured = capsys.readouterr()
    assert "3 pages could not be read" in captured.out
    assert captured.err.count("newsdesk: error: ") == 3
    assert "No such file or directory" in captured.err
    assert contents(dataset.with_name("new")) == contents(dataset)


def test_a_dataset_without_archives_is_told_where_they_come_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = write_story(tmp_path / "page.html")
    folder = tmp_path / "saved"
    assert main(["extract", "-q", "--workers", "0", str(page), "--output", str(folder)]) == 0
    assert reprocess("--output", folder, "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["unarchived"] == 1
    assert f"{folder}: no page is archived" in captured.err
    assert "`newsdesk crawl --warc`" in captured.err


def test_a_folder_that_is_there_is_not_written(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dataset.parent / "new").mkdir()
    (dataset.parent / "new" / "file").touch()
    assert reprocess("--to", "new") == 2
    assert "--to new: is there already; name a new folder" in capsys.readouterr().err


def test_a_folder_without_a_dataset_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reprocess("--output", tmp_path / "none") == 1
    assert "holds no dataset" in capsys.readouterr().err
