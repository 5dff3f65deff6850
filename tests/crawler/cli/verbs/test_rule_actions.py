import json
from pathlib import Path

import pytest

from crawler.cli.main import main
from tests.pipelines.page_examples import story

URL = "https://gazette.example/crane"
TABLE = """\
[site."gazette.example"]
body = "article"
tests = [
  { url = "https://gazette.example/crane", must_contain = "harbour crane" },
  { url = "https://gazette.example/gone" },
]
"""
FILE = """\
body: //article
prune: no
prune: yes
boddy: //div
test_url: http://faro.example/1
test_contains: lighthouse
test_url: http://faro.example/2
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.toml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "pages").mkdir()
    rows = [{"url": url, "html": story().body.decode()} for url in (URL, "http://faro.example/1")]
    lines = "\n".join([*map(json.dumps, rows), "{"])
    (tmp_path / "pages" / "manifest.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def add_folder(folder: Path, text: str = FILE) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "faro.example.txt").write_text(text, encoding="utf-8")
    defaults = '[defaults]\nsite_configs = "rules"\n'
    (folder / "sources.toml").write_text(defaults + TABLE, encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    return [line.split(maxsplit=3) for line in text.splitlines()]


def test_rules_are_tested_on_the_pages_beside_the_configuration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sources", "test-rules"]) == 0
    captured = capsys.readouterr()
    assert rows(captured.out) == [
        ["result", "rules", "url", "why"],
        ["pass", "gazette.example", URL],
        ["no", "saved", "page", "gazette.example  https://gazette.example/gone"],
    ]
    assert "sources.toml: 1 pass, 0 fail, 1 no saved page" in captured.err
    assert "manifest.jsonl:3: not JSON" in captured.err


def test_a_test_that_fails_gives_exit_code_4_and_the_missing_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder)
    assert main(["sources", "test-rules", "pages"]) == 4
    out = capsys.readouterr().out
    (failed,) = [line for line in out.splitlines() if line.startswith("fail")]
    assert failed.split(maxsplit=3) == [
        "fail",
        "faro.example.txt",
        "http://faro.example/1",
        'missing: "lighthouse"',
    ]
    assert "faro.example/2" not in out


def test_tests_of_a_folder_without_a_page_are_listed_on_demand(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder)
    assert main(["sources", "test-rules", "-v"]) == 4
    assert "faro.example/2" in capsys.readouterr().out


def test_one_site_can_be_tested_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_folder(folder)
    assert main(["sources", "test-rules", "--site", "gazette.example"]) == 0
    assert "faro" not in capsys.readouterr().out


WRONG: dict[str, tuple[list[str], str]] = {
    "pages that are not there": (["nowhere"], "nowhere: no such file or folder"),
    "site without tests": (["--site", "other.example"], "no rules for other.example have tests"),
    "configuration that is not there": (["--config", "no.toml"], "no.toml: no such file"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", "test-rules", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_check_tells_what_has_no_effect_in_site_config_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder)
    assert main(["sources", "check"]) == 0
    err = capsys.readouterr().err
    path = Path("rules") / "faro.example.txt"
    assert f'{path}:4: boddy: unknown directive; did you mean "body"?; skipped' in err
    assert "rules: known, without effect here: prune (2)" in err
    assert f"{path}:2" not in err
    assert "rules for 1 site and 1 site config file" in err
    assert main(["sources", "check", "-v"]) == 0
    assert f"{path}:2: prune: known, without effect here" in capsys.readouterr().err


def test_check_tells_the_files_that_are_read_for_no_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder)
    (folder / "rules" / "Gazette.Example.txt").write_text("body: //main", encoding="utf-8")
    assert main(["sources", "check"]) == 0
    err = capsys.readouterr().err
    path = Path("rules") / "Gazette.Example.txt"
    assert f"{path}: no host is written so; rename it gazette.example.txt" in err
    assert "1 site config file" in err


def test_a_folder_without_faults_is_all_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder, "body: //article\n")
    assert main(["sources", "check"]) == 0
    assert "without effect" not in capsys.readouterr().err


def test_extract_and_fetch_use_the_rules_of_a_configuration(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_folder(folder, "body: //div[@id='gone']\ntitle: //h1")
    page = str(folder / "pages" / "manifest.jsonl")
    main(["extract", page, "--config", "sources.toml", "--workers", "0", "--keep-duplicates"])
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["rule_id"], r["title_source"], r["quality_flags"]) for r in records] == [
        ("gazette.example", "h1", []),
        ("faro.example.txt", "rule", ["body-rule-not-matched"]),
    ]
    (folder / "page.html").write_bytes(story().body)
    arguments = ["--html", "page.html", "--config", "sources.toml"]
    assert main(["fetch", "http://www.faro.example/9", *arguments]) == 0
    (record,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert record["rule_id"] == "faro.example.txt"


@pytest.mark.parametrize("verb", ["extract", "fetch"])
def test_a_configuration_that_is_not_there_is_told_before_the_work(
    verb: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = "pages" if verb == "extract" else URL
    assert main([verb, target, "--config", "no.toml"]) == 2
    assert "no.toml: no such file" in capsys.readouterr().err
