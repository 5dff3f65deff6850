"""The protocol of the peers, with a fake one."""

import sys
from pathlib import Path

import pytest

from benchmarks.golds import Gold
from benchmarks.systems.peers import (
    OTHER_PEERS,
    OWN_PEERS,
    PeerUnavailable,
    choose_peers,
    days_of,
    run_peer,
)

FAKE = """
import json, pathlib, sys
name, manifest, output = sys.argv[1:]
if name == "missing":
    sys.exit("ModuleNotFoundError: No module named 'missing'")
rows = [json.loads(line) for line in pathlib.Path(manifest).read_text().splitlines()]
print("noise")
with open(output, "w") as lines:
    print(json.dumps({"system": name, "version": "7.1"}), file=lines)
    for row in rows[:2]:
        is_broken = row["id"] == "broken"
        answer = {"id": row["id"], "text": "" if is_broken else row["url"], "title": None,
                  "authors": ["Ann"], "date": "2025-11-18T23:30:00-05:00",
                  "error": "ValueError: odd page" if is_broken else None}
        print(json.dumps(answer), file=lines)
"""


def gold(page: str) -> Gold:
    return Gold(id=page, html=f"{page}.html", site="a", url=f"https://a.example/{page}")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "fake.py"
    path.write_text(FAKE, encoding="utf-8")
    return path


def test_answers_find_back_to_their_pages(tmp_path: Path, script: Path) -> None:
    golds = [gold("1"), gold("broken"), gold("silent")]
    results = run_peer("fake", tmp_path, golds, Path(sys.executable), script)
    assert (results.system, results.version, results.failures) == ("fake", "7.1", 1)
    assert results.pages["1"].text == "https://a.example/1"
    assert results.pages["1"].authors == ("Ann",)
    assert (results.pages["1"].day, results.pages["1"].utc_day) == ("2025-11-18", "2025-11-19")
    assert results.pages["broken"].rejection == "ValueError: odd page"
    assert results.pages["silent"].rejection == "no-record"


def test_a_peer_that_is_not_installed_is_left_out_with_the_reason(
    tmp_path: Path, script: Path
) -> None:
    with pytest.raises(PeerUnavailable, match="missing left out: ModuleNotFoundError"):
        run_peer("missing", tmp_path, [gold("1")], Path(sys.executable), script)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ("all", (*OWN_PEERS, *OTHER_PEERS)),
        ("none", ()),
        ("goose3, trafilatura", ("goose3", "trafilatura")),
    ],
)
def test_peers_are_chosen_by_name(names: str, chosen: tuple[str, ...]) -> None:
    assert choose_peers(names) == chosen


def test_an_unknown_peer_is_named_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="no peer 'goose2': choose of all, none, trafilatura"):
        choose_peers("goose2")


@pytest.mark.parametrize(
    ("date", "days"),
    [
        (None, (None, None)),
        ("soon", (None, None)),
        ("2025-11-18", ("2025-11-18", "2025-11-18")),
        ("2025-11-18T23:30:00", ("2025-11-18", "2025-11-18")),
        ("2025-11-18T00:30:00+02:00", ("2025-11-18", "2025-11-17")),
    ],
)
def test_days_are_read_as_printed_and_in_utc(
    date: str | None, days: tuple[str | None, str | None]
) -> None:
    assert days_of(date) == days
