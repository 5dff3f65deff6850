import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.dataset import Dataset
from tests.crawler.state.examples import STORY, article, damage_table, open_dataset, rejection

TOML = """
[[source]]
id = "gazette"
url = "https://gazette.example/feed.xml"

[[source]]
id = "herald"
url = "https://herald.example/feed.xml"
"""
NOW = datetime.now(UTC)


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def fill(dataset: Dataset, first: int, count: int, words: int) -> None:
    for number in range(first, first + count):
        text = " ".join(f"w{number}x{word}" for word in range(words))
        dataset.deliver(replace(article(f"{STORY}/{number}", text), word_count=words))


def healthy(output: Path) -> None:
    with open_dataset(output) as dataset:
        fill(dataset, 0, 40, 30)
        dataset.sources.record_run("gazette", NOW, error=None)


def changed(output: Path) -> None:
    healthy(output)
    with open_dataset(output, "run-2") as dataset:
        fill(dataset, 40, 12, 3)


def doctor(output: Path, *arguments: str) -> int:
    return main(["doctor", "--output", str(output), *arguments])


def test_sources_that_are_as_ever_are_healthy(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy(output)
    assert doctor(output) == 0
    out, err = capsys.readouterr()
    assert "gazette  healthy" in out
    assert err == ""


def test_a_source_that_changed_is_red_and_named(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(output)
    assert doctor(output) == 3
    out, err = capsys.readouterr()
    assert "short-texts: 3 words, before 30" in out
    assert err == "newsdesk: warning: 1 of 1 source red: gazette\n"


def test_the_same_stands_in_json_for_machines(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(output)
    assert doctor(output, "--json", "--log-format", "json") == 3
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (found["healthy"], found["red"]) == (False, ["gazette"])
    assert found["sources"][0]["signs"][0]["name"] == "short-texts"
    assert json.loads(err)["sources"] == ["gazette"]


def test_a_source_that_was_never_crawled_is_new(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy(output)
    (tmp_path / "sources.toml").write_text(TOML, encoding="utf-8")
    assert doctor(output) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["herald", "new"], ["gazette", "healthy"]]
    assert doctor(output, "herald") == 0
    assert "gazette" not in capsys.readouterr().out
    assert doctor(output, "herold") == 2


def test_a_source_that_fails_is_red_and_still_crawled(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_dataset(output) as dataset:
        for days in (2, 1, 0):
            now = NOW - timedelta(days=days)
            dataset.sources.record_run("gazette", now, error="http-500: down")
    assert doctor(output) == 3
    assert "failing: failed 3 times: http-500: down" in capsys.readouterr().out


def test_a_folder_without_dataset_is_named(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ((), ("--repair",)):
        assert doctor(output, *arguments) == 1
        assert f"{output}: holds no dataset" in capsys.readouterr().err


def test_a_dataset_that_no_source_wrote_to_is_healthy(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_dataset(output).close()
    assert doctor(output) == 0
    assert "no source was ever crawled" in capsys.readouterr().out


@pytest.mark.parametrize("is_lost", [True, False], ids=["lost", "damaged"])
def test_a_repair_tells_what_it_did(
    output: Path, capsys: pytest.CaptureFixture[str], is_lost: bool
) -> None:
    healthy(output)
    with open_dataset(output, "run-2") as dataset:
        dataset.reject(rejection(f"{STORY}/gone"))
    state = output / "state" / "newsdesk.sqlite"
    if is_lost:
        state.unlink()
        assert doctor(output) == 1
        assert "is missing, though" in capsys.readouterr().err
    else:
        state.write_bytes(b"nothing " * 1000)
        assert doctor(output) == 1
        assert "keeps this file aside" in capsys.readouterr().err
    assert doctor(output, "--repair") == 0
    err = capsys.readouterr().err
    assert "41 URLs" in err
    assert "40 articles" in err
    assert ("the file that was there is kept as" in err) is not is_lost
    assert doctor(output, "--json") in {0, 3}
    found = json.loads(capsys.readouterr().out)["sources"][0]
    assert (found["pages"], found["words_before"]) == (41, 30.0)
    assert found["last_story"] == "2026-11-24T12:00:00Z"


@pytest.mark.parametrize(
    ("table", "verb"),
    [
        ("sources", ("doctor",)),
        ("source_pages", ("doctor",)),
        ("sqlite_autoindex_frontier_1", ("explain", STORY)),
        ("dedup_articles", ("explain", STORY)),
        ("frontier", ("sources", "memory", "gazette")),
        ("dedup_articles", ("crawl",)),
        ("sources", ("crawl",)),
    ],
)
def test_every_verb_that_meets_damage_names_the_way_out(
    output: Path, capsys: pytest.CaptureFixture[str], table: str, verb: tuple[str, ...]
) -> None:
    (output.parent / "sources.toml").write_text(TOML)
    healthy(output)
    damage_table(output, table)
    assert main([*verb, "--output", str(output)]) == 1
    assert "newsdesk doctor --repair" in capsys.readouterr().err
