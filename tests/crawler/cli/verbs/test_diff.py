import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from crawler.cli.main import main
from tests.crawler.state.examples import NOON, STORY, announcement, article, open_dataset

ID = article().id
ONCE = "https://gazette.example/2026/market"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset with a story of three revisions and one of one."""
    first = article(text="The ferry leaves at nine.\n\nTickets are sold on board.")
    second = replace(
        first,
        text="The ferry leaves at ten.\n\nTickets are sold on board.",
        title="The harbour closes",
        authors=(),
        text_sha256="ab" * 32,
        fetched_at=NOON + timedelta(days=1),
    )
    third = replace(
        second, text="Nobody sails.", text_sha256="cd" * 32, fetched_at=NOON + timedelta(days=2)
    )
    for number, revision in enumerate((first, second, third)):
        with open_dataset(tmp_path, f"run-{number}") as dataset:
            tuple(dataset.frontier.announce(announcement(STORY, ONCE)))
            dataset.deliver(revision)
            if not number:
                dataset.deliver(article(ONCE, "Apples are cheap."))
    return tmp_path


def diff(folder: Path, *arguments: str) -> int:
    return main(["diff", "--output", str(folder), *arguments])


def test_each_revision_is_compared_with_the_one_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(folder, ID[:7]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        f"{ID}  {STORY}\n"
        "\n"
        "revision 1 → 2, fetched 2026-11-24T12:00:00Z → 2026-11-25T12:00:00Z\n"
        "title: The harbour [-opens-]{+closes+}\n"
        "authors: [-Ida Lund-]\n"
        "\n"
        "The ferry leaves at [-nine-]{+ten+}.\n\nTickets are sold on board.\n"
        "\n"
        "revision 2 → 3, fetched 2026-11-25T12:00:00Z → 2026-11-26T12:00:00Z\n"
        "\n"
        "[-The ferry leaves at ten.\n\nTickets are sold on board-]{+Nobody sails+}.\n"
    )
    assert captured.err == ""


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("1..3", (1, 3)), ("..2", (1, 2)), ("2..", (2, 3)), ("..", (1, 3))],
)
def test_two_revisions_can_be_chosen(
    folder: Path,
    wanted: str,
    expected: tuple[int, int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert diff(folder, STORY, "--revisions", wanted, "--json") == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["from"], change["to"]) == expected


def test_json_holds_the_whole_of_both_texts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(folder, ID, "--json", "--revisions", "1..2") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["id"], found["url"]) == (ID, STORY)
    assert [line["revision"] for line in found["revisions"]] == [1, 2, 3]
    (change,) = found["changes"]
    assert change["fields"]["title"] == {"old": "The harbour opens", "new": "The harbour closes"}
    assert change["text"][:3] == [
        {"kind": "same", "text": "The ferry leaves at "},
        {"kind": "removed", "text": "nine"},
        {"kind": "added", "text": "ten"},
    ]


def test_one_revision_only_is_said_and_no_fault(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(folder, ONCE) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "one revision only, of 2026-11-24T12:00:00Z" in captured.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("f" * 9,), 1, "no such article"),
        ((f"{ID[:9]}00",), 1, f"the nearest: {ID}"),
        ((ID, "--revisions", "1..4"), 1, "no revision 4; its revisions: 1, 2, 3"),
        ((ID, "--revisions", "2..1"), 2, "the first must be the smaller one"),
        ((ID, "--revisions", "2"), 2, "two numbers such as 1..3"),
        ((ID, "--revisions", "3.."), 1, "no other revision to compare 3 to"),
        ((ONCE, "--revisions", "1.."), 0, "one revision only"),
    ],
)
def test_what_cannot_be_compared_is_told(
    folder: Path,
    arguments: tuple[str, ...],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert diff(folder, *arguments) == code
    assert message in capsys.readouterr().err


def test_revisions_whose_segments_are_gone_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in sorted((folder / "articles").rglob("*.jsonl"))[1:]:
        path.unlink()
    assert diff(folder, ID) == 0
    assert "of 3 revisions 1 stand in finished segments" in capsys.readouterr().err
    for path in (folder / "articles").rglob("*.jsonl"):
        path.unlink()
    assert diff(folder, ID) == 1


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_half_a_character_in_a_text_is_shown(
    folder: Path, options: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (folder / "articles").rglob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"Nobody", b"Nobody \\ud83d"))
    assert diff(folder, ID, *options) == 0
    assert "Nobody \\ud83d" in capfd.readouterr().out


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_and_pages_cannot_make_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with open_dataset(folder, "run-9") as dataset:
        evil = article(text="Nobody \x1b[31msails.", fetched_at=NOON + timedelta(days=3))
        dataset.deliver(evil)
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    assert diff(folder, ID) == 0
    assert "\x1b[31m[-nine-]\x1b[0m\x1b[32m{+ten+}\x1b[0m" in screen.getvalue()
    assert "\\u001b[31m" in screen.getvalue()
