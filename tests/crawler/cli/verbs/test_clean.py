import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.cli.main import main
from crawler.cli.verbs.clean import CleanedFile, is_markup, is_text
from pipelines.items import Block

HEADLINE = "Harbour ferry returns after the winter repairs"
TEASER = "The old ferry crosses the bay again, and the islanders need no detour any more."
PARAGRAPHS = (
    "The ferry Margarethe crossed the bay on Tuesday for the first time since November, with "
    "forty passengers and a brass band on board.",
    "Workers had replaced both engines and most of the deck in the yard at Sandhaven, which took "
    "six weeks longer than planned.",
    "“We missed her every single morning,” said Ilse Brandt, who runs the bakery on the island "
    "and had to send her bread the long way round.",
)
TEXT = "\n\n".join([HEADLINE, TEASER, HEADLINE, TEASER, *PARAGRAPHS])
HTML = (
    f"<!doctype html><html lang='en'><head><title>{HEADLINE}</title></head><body><article>"
    f"<h1>{HEADLINE}</h1><p>{HEADLINE}</p>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article></body></html>"
)
MARKUP = {
    "doctype": (b"<!DOCTYPE html><title>x</title>", True),
    "fragment": (b'  <p class="a">x</p>', True),
    "upper case": (b"<BODY>x", True),
    "plain text": (b"a < b and b > a", False),
    "an address": (b"mail <me@example.com>", False),
    "a word in brackets": (b"see <paragraph 3>", False),
    "nothing": (b"", False),
}


@pytest.fixture
def text_file(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def html_file(tmp_path: Path) -> str:
    path = tmp_path / "story.html"
    path.write_text(HTML, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("data", "expected"), MARKUP.values(), ids=MARKUP)
def test_markup_is_told_from_text(data: bytes, expected: bool) -> None:
    assert is_markup(data) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Straße, 渡し船, עברית".encode(), True),
        ("Über die Fähre".encode("cp1252"), True),
        ("The ferry sails again.".encode("utf-16"), True),
        (b"a page\x0cof a printer, \x1b[1mbold", True),
        (b"", True),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type /Catalog>>", False),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", False),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml", False),
    ],
)
def test_text_is_told_from_other_files(data: bytes, expected: bool) -> None:
    assert is_text(data) is expected


def test_what_is_no_text_is_refused_unless_it_is_called_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(b"%PDF-1.7 the ferry")
    assert main(["clean", str(file)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"newsdesk: error: {file}: is neither text nor HTML")
    assert main(["clean", "--text", str(file)]) == 0


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    blocks = (Block(text="a"), Block(text="b"))
    assert CleanedFile(title=None, blocks=blocks, removed=(), flags=()).text == "a\n\nb"


@pytest.mark.parametrize(
    ("title", "expected"), [("B!", "B!"), ("A", None), (None, None)], ids=["new", "there", "none"]
)
def test_headline_stands_above_the_text_once(title: str | None, expected: str | None) -> None:
    blocks = (Block(text="a."), Block(text="c"))
    cleaned = CleanedFile(title=title, blocks=blocks, removed=(), flags=())
    assert cleaned.headline == expected


def test_plain_text_comes_out_clean_on_stdout(
    text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", text_file]) == 0
    captured = capsys.readouterr()
    assert captured.out.endswith("\n\n".join(PARAGRAPHS) + "\n")
    assert captured.out.count(HEADLINE) == 1
    assert captured.out.count(TEASER) <= 1
    assert captured.err == ""


def test_html_is_recognized_and_comes_out_clean(
    html_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", html_file]) == 0
    captured = capsys.readouterr()
    assert captured.out == "\n\n".join([HEADLINE, *PARAGRAPHS]) + "\n"


def test_explanation_names_rule_reason_and_place_on_stderr(
    text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", "-q", "--explain", text_file]) == 0
    captured = capsys.readouterr()
    summary, first, place, text = captured.err.splitlines()[:4]
    assert summary.startswith(f"{text_file}: ")
    assert " removed, " in summary
    assert first.startswith("- ")
    assert ": " in first
    assert place.startswith("  block ")
    assert ", characters " in place
    assert text.strip() in TEXT
    assert "removed" not in captured.out


def test_json_holds_text_and_account(text_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", "--json", text_file]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["text"].endswith(PARAGRAPHS[-1])
    assert {"rule", "reason", "block", "start", "end", "text"} == set(found["removed"][0])
    assert (found["file"], found["flags"]) == (text_file, [])


def test_stdin_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert main(["clean", "-"]) == 0
    assert capsys.readouterr().out.endswith(PARAGRAPHS[-1] + "\n")


@pytest.mark.parametrize(
    ("option", "value"), [("--language", "english"), ("--url", "gazette"), ("--url", "file:///a")]
)
def test_value_that_means_nothing_is_wrong_usage(
    option: str, value: str, text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", text_file, option, value]) == 2
    assert f"argument {option}: '{value}' must be" in capsys.readouterr().err


def test_several_files_are_told_apart(
    text_file: str, html_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", text_file, html_file]) == 0
    headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("==>")]
    assert headings == [f"==> {text_file} <==", f"==> {html_file} <=="]


def test_file_that_fails_does_not_stop_the_others(
    text_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body></body></html>", encoding="utf-8")
    missing = str(tmp_path / "missing.txt")
    assert main(["clean", missing, str(empty), text_file]) == 1
    captured = capsys.readouterr()
    assert PARAGRAPHS[0] in captured.out
    assert f"newsdesk: error: {missing}: " in captured.err
    assert f"newsdesk: error: {empty}: " in captured.err


def test_packed_file_is_unpacked(
    text_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "story.txt.gz"
    packed.write_bytes(gzip.compress(Path(text_file).read_bytes()))
    assert main(["clean", str(packed)]) == 0
    assert PARAGRAPHS[0] in capsys.readouterr().out


def test_text_that_speaks_of_tags_can_be_called_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lesson.txt"
    path.write_text("The tag <p> begins a paragraph, as every beginner learns.", encoding="utf-8")
    assert main(["clean", "--text", str(path)]) == 0
    assert "<p>" in capsys.readouterr().out
