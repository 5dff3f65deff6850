import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli.main import main
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import article, open_dataset

LEARNED = SiteMemory(
    day_first=1,
    articles=1,
    lines={7: 1},
    affixes={"… the gazette": 1},
    offsets={"11+01:00": 1},
    samples={7: "Sign up for the evening mail"},
)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset that knows two articles of one site and one of another."""
    with open_dataset(tmp_path) as opened:
        for number, site in enumerate(("www.gazette.example", "gazette.example", "faro.example")):
            story = article(f"https://{site}/{number}", f"Story {number}.")
            opened.deliver(replace(story, learned=LEARNED))
    return tmp_path


def memory(folder: Path, *arguments: str) -> int:
    return main(["sources", "memory", *arguments, "--output", str(folder)])


def test_all_sites_are_told_with_what_repeats(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert memory(dataset) == 0
    assert capsys.readouterr().out.splitlines() == [
        "faro.example: 1 article, 2026-11-24 to 2026-11-24",
        "  date order: 1 day first, 0 month first",
        "  offsets by month: 11+01:00 (1)",
        "  affixes of titles: none",
        "  repeated lines: none",
        "gazette.example: 2 articles, 2026-11-24 to 2026-11-24",
        "  date order: 2 day first, 0 month first",
        "  offsets by month: 11+01:00 (2)",
        "  affixes of titles: … the gazette (2)",
        "  repeated lines:",
        "        2  2026-11-24 to 2026-11-24  Sign up for the evening mail",
    ]


def test_site_is_named_by_host_or_source(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory(dataset, "news.gazette.example") == 0
    assert capsys.readouterr().out.startswith("gazette.example: 2 articles")
    assert memory(dataset, "gazette") == 0  # the source that led to both sites
    assert {line[:5] for line in capsys.readouterr().out.splitlines() if line[0] != " "} == {
        "faro.",
        "gazet",
    }


def test_memory_is_told_as_json(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory(dataset, "gazette.example", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["site"], told["articles"], told["affixes"]) == (
        "gazette.example",
        2,
        {"… the gazette": 2},
    )
    assert told["lines"] == [
        {
            "articles": 2,
            "first_seen": "2026-11-24T12:00:00Z",
            "last_seen": "2026-11-24T12:00:00Z",
            "sample": "Sign up for the evening mail",
        }
    ]


def test_site_is_forgotten_on_demand(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory(dataset, "--reset", "gazette.example") == 0
    assert capsys.readouterr().err == "gazette.example: forgotten\n"
    assert memory(dataset, "gazette.example") == 1
    assert "gazette.example: nothing is remembered of such a" in capsys.readouterr().err
    assert memory(dataset, "faro.example") == 0


def test_reset_needs_a_name(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory(dataset, "--reset") == 2
    assert "--reset needs a SOURCE or a HOST" in capsys.readouterr().err


def test_dataset_that_learned_nothing_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_dataset(tmp_path).close()
    assert memory(tmp_path) == 0
    assert capsys.readouterr().err == f"{tmp_path}: nothing was learned of any site yet\n"


def test_folder_without_a_dataset_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert memory(tmp_path / "none") == 1
    assert "holds no dataset" in capsys.readouterr().err
