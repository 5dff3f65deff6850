"""The script of the peers as its own process, with trafilatura, which is in this environment."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml.html import fromstring

from benchmarks.peers.run_peer import PEERS, _decode, _iso, _lines
from benchmarks.systems.peers import OTHER_PEERS, OWN_PEERS, SCRIPT

PAGES = Path(__file__).parents[3] / "fixtures" / "pages"


def run(name: str, folder: Path, *rows: dict[str, str]) -> subprocess.CompletedProcess[str]:
    manifest = folder / "manifest.jsonl"
    manifest.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    command = [sys.executable, str(SCRIPT), name, str(manifest), str(folder / "out.jsonl")]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("name", OWN_PEERS)
def test_pages_are_answered_in_order_also_those_that_are_empty(name: str, tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(
        gzip.compress((PAGES / "related-boxes-between-paragraphs" / "page.html").read_bytes())
    )
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    rows = [
        {"id": path.name, "url": "https://a.example/1", "html_path": str(path)}
        for path in (packed, empty)
    ]
    done = run(name, tmp_path, *rows)
    assert (done.returncode, done.stdout) == (0, "")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    head, first, second = map(json.loads, lines)
    assert head["system"] == name
    assert head["version"]
    assert first["id"] == packed.name
    assert "The night ferry between Lowmoor" in first["text"]
    assert "Petra Halloran" in first["authors"]
    assert first["date"] == "2025-11-17"
    assert (second["id"], second["text"]) == (empty.name, "")


def test_a_peer_that_is_not_installed_ends_with_1(tmp_path: Path) -> None:
    done = run("no-such-peer", tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == "KeyError: 'no-such-peer'"


def test_the_script_knows_every_peer() -> None:
    assert set(PEERS) == {*OWN_PEERS, *OTHER_PEERS}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("größer".encode(), "größer"),
        (b'<meta charset="windows-1251">\xcc\xee\xf1\xf2', '<meta charset="windows-1251">Мост'),
        (b"<meta charset=iso-8859-15>gr\xf6\xdfer", "<meta charset=iso-8859-15>größer"),
        (b"gr\xf6\xdfer", "größer"),
        (b"<meta charset=unheard-of>\xff", "<meta charset=unheard-of>\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_pages_are_decoded_as_utf_8_before_what_they_declare(html: bytes, text: str) -> None:
    assert _decode(html) == text


def test_an_element_gives_a_line_for_each_block() -> None:
    root = fromstring(
        "<div>One<p>two <b>th</b>ree,<br>four</p><!-- x -->five\nsix<ul><li>7</ul></div>"
    )
    assert _lines(root) == "One\ntwo three,\nfour\nfive six\n7"


def test_dates_of_any_type_become_text() -> None:
    assert _iso(None) is None
    assert _iso("") is None
    assert _iso("2025-11-18") == "2025-11-18"
