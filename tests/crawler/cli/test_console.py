import io
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.console import (
    Console,
    ConsoleSettings,
    LogFormat,
    error_message,
    without_controls,
)
from tests.crawler.cli.screens import Screen, Terminal


def test_bytes_steer_no_terminal() -> None:
    terminal = Terminal()
    Console(stdout=terminal).byte_stream().write('a,"\x1b[2J\xff"\r\n'.encode("latin-1"))
    assert terminal.getvalue() == 'a,"\\u001b[2J\ufffd"\n'


def test_data_goes_to_stdout_and_messages_to_stderr() -> None:
    screen = Screen()
    console = screen.console()
    console.data("a record")
    console.info("a message")
    console.warning("careful")
    console.error("broken")
    assert screen.out.getvalue() == "a record\n"
    assert screen.err.getvalue() == (
        "a message\nnewsdesk: warning: careful\nnewsdesk: error: broken\n"
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (ConsoleSettings(is_quiet=True), ["asked", "newsdesk: warning: w", "newsdesk: error: e"]),
        (ConsoleSettings(), ["asked", "i", "newsdesk: warning: w", "newsdesk: error: e"]),
        (
            ConsoleSettings(verbosity=1),
            ["asked", "i", "d", "newsdesk: warning: w", "newsdesk: error: e"],
        ),
    ],
    ids=["quiet", "normal", "verbose"],
)
def test_user_decides_how_much_is_said(settings: ConsoleSettings, expected: list[str]) -> None:
    screen = Screen(settings)
    console = screen.console()
    console.requested("asked")
    console.info("i")
    console.detail("d")
    console.warning("w")
    console.error("e")
    assert screen.err.getvalue().splitlines() == expected


def test_json_messages_are_one_object_a_line() -> None:
    screen = Screen(ConsoleSettings(log_format="json"))
    screen.console().error("two\nlines", reason="bad-configuration")
    message = json.loads(screen.err.getvalue())
    assert message.pop("time").endswith("Z")
    assert message == {"level": "error", "message": "two\nlines", "reason": "bad-configuration"}


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_endless_address_is_shortened_in_a_message(log_format: LogFormat) -> None:
    url = f"https://a.example/{'x' * 200_000}"
    screen = Screen(ConsoleSettings(log_format=log_format))
    screen.console().error(f"'{url}': no page\nnext", url=url)
    told = screen.err.getvalue()
    message = json.loads(told)["message"] if log_format == "json" else told
    assert "'https://a.example/xxx" in message
    assert "xxx… (200,019 characters)': no page\nnext" in message
    assert len(message) < 300
    if log_format == "json":
        assert json.loads(told)["url"] == url


def test_long_messages_of_words_and_data_stay_whole() -> None:
    url = f"https://a.example/{'x' * 2000}"
    lines = f"{url} {'word ' * 1000}\n" * 2
    screen = Screen()
    screen.console().warning(lines)
    screen.console().data("x" * 10_000)
    assert screen.err.getvalue() == f"newsdesk: warning: {lines}\n"
    assert screen.out.getvalue() == f"{'x' * 10_000}\n"


@pytest.mark.parametrize(
    ("err", "environment", "log_format", "expected"),
    [
        (Terminal(), {}, "text", True),
        (io.StringIO(), {}, "text", False),
        (Terminal(), {"NO_COLOR": "1"}, "text", False),
        (Terminal(), {"NO_COLOR": ""}, "text", True),
        (Terminal(), {"TERM": "dumb"}, "text", False),
        (Terminal(), {}, "json", False),
    ],
)
def test_colour_needs_a_terminal_that_wants_it(
    err: io.StringIO, environment: dict[str, str], log_format: LogFormat, expected: bool
) -> None:
    screen = Screen(ConsoleSettings(log_format=log_format), err, environment)
    console = screen.console()
    console.error("broken")
    assert console.is_lively is expected
    assert ("\x1b" in err.getvalue()) is expected


def test_log_records_of_libraries_come_through() -> None:
    screen = Screen()
    console = screen.console()
    record = logging.LogRecord("lib", logging.WARNING, "f", 1, "%s left", (3,), None)
    console.log_record(record, record.getMessage())
    assert screen.err.getvalue() == "newsdesk: warning: 3 left\n"


def test_data_on_the_same_terminal_takes_the_line_of_progress_away_and_puts_it_back() -> None:
    both = Terminal()
    screen = Screen(err=both, out=both)
    console = screen.console()
    console.data("before")
    console.status("3 pages")
    console.data("record")
    assert both.getvalue() == "before\n\r\x1b[K3 pages\r\x1b[Krecord\n3 pages"


def test_data_in_a_pipe_leaves_the_line_of_progress_alone() -> None:
    screen = Screen(err=Terminal())
    console = screen.console()
    console.status("3 pages")
    console.data("record")
    assert (screen.err.getvalue(), screen.out.getvalue()) == ("\r\x1b[K3 pages", "record\n")


def test_no_terminal_obeys_what_a_page_says() -> None:
    screen = Screen(err=Terminal())
    console = screen.console()
    title = "Fine\x1b]0;owned\x07 weather\x9b31m\r"
    console.data(title)
    console.info(title)
    console.error(title)
    console.log_record(logging.makeLogRecord({"levelno": logging.ERROR}), title)
    console.status(title)
    written = screen.out.getvalue() + screen.err.getvalue()
    assert written.count("Fine\\u001b]0;owned\\u0007 weather\\u009b31m\\u000d") == 5
    assert "\x1b]" not in written
    assert "\x07" not in written
    assert "\x9b" not in written


@given(st.text())
def test_only_controls_are_written_out_and_json_stays_the_same(text: str) -> None:
    line = json.dumps({"title": text}, ensure_ascii=False)
    assert json.loads(without_controls(line)) == {"title": text}
    assert "".join(c for c in without_controls(text) if ord(c) > 0x9F) == "".join(
        c for c in text if ord(c) > 0x9F
    )


def test_halves_of_characters_are_written_out_and_json_stays_the_same() -> None:
    line = json.dumps({"title": "Cr\ud83dane\udcff"}, ensure_ascii=False)
    shown = without_controls(line)
    assert shown.encode() == b'{"title": "Cr\\ud83dane\\udcff"}'
    assert json.loads(shown) == json.loads(line)


def test_a_logged_message_brings_source_url_and_reason_into_json() -> None:
    screen = Screen(ConsoleSettings(log_format="json"))
    record = logging.makeLogRecord(
        {"levelno": logging.INFO, "name": "x", "source": "s", "url": "u", "reason": "r", "y": 1}
    )
    screen.console().log_record(record, "rejected: u")
    told = json.loads(screen.err.getvalue())
    del told["time"]
    assert told == {"level": "info", "message": "rejected: u", "logger": "x",
                    "source": "s", "url": "u", "reason": "r"}  # fmt: skip


def test_marked_data_is_coloured_on_a_terminal_alone() -> None:
    screens = {"terminal": Terminal(), "plain terminal": Terminal(), "file": io.StringIO()}
    for name, screen in screens.items():
        environment = {"NO_COLOR": "1"} if name == "plain terminal" else {}
        console = Console(stdout=screen, environment=environment)
        console.marked_data([("a ", None), ("b\x1b[1m", "added")])
    assert screens["terminal"].getvalue() == "a \x1b[32mb\\u001b[1m\x1b[0m\n"
    assert screens["plain terminal"].getvalue() == "a b\\u001b[1m\n"
    assert screens["file"].getvalue() == "a b\\u001b[1m\n"


def test_file_in_a_folder_that_is_missing_is_told_with_the_folder(tmp_path: Path) -> None:
    there, missing = tmp_path / "a.txt", tmp_path / "no" / "a.txt"
    assert _told(there) == f"{there}: No such file or directory"
    why = f"No such file or directory; there is no folder {missing.parent}"
    assert _told(missing) == f"{missing}: {why}"


def _told(path: Path) -> str:
    with pytest.raises(FileNotFoundError) as caught:
        path.open()
    return error_message(caught.value)
