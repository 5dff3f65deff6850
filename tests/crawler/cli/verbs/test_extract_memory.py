"""What the pages of a call teach of their sites."""

import io
import json
import sys
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from tests.crawler.cli.verbs.extract_calls import extract, records, stamped_rows
from tests.crawler.saved_pages import story_rows, story_url, write_manifest_file


def test_later_pages_know_what_earlier_ones_taught_unless_switched_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", stamped_rows(44))
    assert extract(path) == 0
    assert records(capsys.readouterr().out)[-1]["date_published_ambiguous"] is False
    assert extract("--memory", "off", path) == 0
    last = records(capsys.readouterr().out)[-1]
    assert (last["date_published_raw"], last["date_published_ambiguous"]) == ("03/02/2025", True)


PROMPT = "Be the first to hear what happens at the harbour tonight"


def prompting_rows(count: int) -> list[dict[str, str]]:
    """Return pages of one site with texts of their own, and the same line in each of them."""
    return [{"url": story_url(n), "html": _prompting_html(n)} for n in range(count)]


def _prompting_html(number: int) -> str:
    words = [
        "boat",
        "gull",
        "rope",
        "quay",
        "mayor",
        "storm",
        "bell",
        "lamp",
        "crane",
        "tide",
        "baker",
        "ferry",
        "salt",
        "net",
        "wind",
    ]
    random = Random(number)  # noqa: S311 - any words will do
    first, *others = (f"<p>The {' '.join(random.choices(words, k=40))}.</p>" for _ in range(4))
    text = "".join((first, f"<p>{PROMPT}</p>", *others))
    return f"<html lang='en'><body><article><h1>Story {number} of the coast</h1>{text}</article>"


def test_line_that_repeats_over_the_pages_of_a_site_is_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", prompting_rows(3))
    assert extract(path) == 0
    captured = capsys.readouterr()
    assert PROMPT not in captured.out
    assert len(records(captured.out)) == 3
    assert captured.err == "3 pages: 3 records\n"
    assert extract("--memory", "off", path) == 0
    assert capsys.readouterr().out.count(PROMPT) == 3


def test_order_of_the_pages_makes_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*prompting_rows(4), *story_rows(7)[4:]]
    texts = []
    for name, order in (("a", rows), ("b", rows[::-1])):
        assert extract(write_manifest_file(tmp_path / f"{name}.jsonl", order)) == 0
        found = records(capsys.readouterr().out)
        texts.append({record["url"]: record["text"] for record in found})
    assert texts[0] == texts[1]
    assert len(texts[0]) == 7


def test_pages_from_stdin_are_told_what_those_before_them_taught(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "".join(f"{json.dumps(row)}\n" for row in prompting_rows(40)).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert extract("-") == 0
    found = records(capsys.readouterr().out)
    assert [PROMPT in record["text"] for record in found] == [True] * 32 + [False] * 8
