import argparse
import io
from pathlib import Path

import pytest

from crawler.cli.console import Console
from crawler.cli.record_output import (
    add_record_file_options,
    names_record_file,
    open_record_output,
)


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_record_file_options(parser)
    return parser.parse_args(arguments)


def write(*arguments: str) -> str:
    """Write a line as the options say and return what came to stdout."""
    out = io.StringIO()
    with open_record_output(parse(*arguments), Console(stdout=out)) as to_output:
        to_output("ö")
    return out.getvalue()


@pytest.mark.parametrize("arguments", [(), ("-o", "-"), ("-O", "-")], ids=["none", "-o -", "-O -"])
def test_lines_go_to_stdout_unless_a_file_is_named(arguments: tuple[str, ...]) -> None:
    assert write(*arguments) == "ö\n"


@pytest.mark.parametrize(
    ("option", "before", "after"),
    [
        ("-o", None, "ö\n"),
        ("-o", "", "ö\n"),
        ("-o", "old\n", "old\nö\n"),
        ("-o", "torn", "torn\nö\n"),
        ("-O", None, "ö\n"),
        ("-O", "old\n", "ö\n"),
    ],
)
def test_small_o_appends_and_large_o_overwrites(
    tmp_path: Path, option: str, before: str | None, after: str
) -> None:
    path = tmp_path / "records.jsonl"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    assert write(option, str(path)) == ""
    assert path.read_text(encoding="utf-8") == after


def test_lines_are_in_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with open_record_output(parse("-O", str(path)), Console()) as to_output:
        to_output("a")
        assert path.read_text(encoding="utf-8") == "a\n"


def test_two_files_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("-o", "a", "-O", "b")
    assert "not allowed with" in capsys.readouterr().err


def test_it_is_known_whether_a_file_was_named() -> None:
    assert not names_record_file(parse())
    assert names_record_file(parse("-o", "a"))
    assert names_record_file(parse("-O", "a"))
