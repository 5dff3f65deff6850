import json
from pathlib import Path

import pytest

from benchmarks.golds import read_golds
from benchmarks.other_scripts import to_chinese
from benchmarks.rewrite_pages import main

PAGE = """<html><head><title>The ferry sails</title><meta property="og:title" content="The ferry">
<meta name="viewport" content="width"><script type="application/ld+json">{"@type": "NewsArticle",
"headline": "The ferry", "author": [{"name": "Ada Long"}]}</script><script>var title = 1</script>
<script type="application/ld+json">{"headline":</script></head>
<body class="single"><p>The ferry <b>sails</b> again.</p></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(PAGE, encoding="utf-8")
    rows = [
        {"html": "pages/a.html", "site": "lowmere.example", "title": "The ferry sails",
         "date": "2026-11", "date_precision": "month",
         "paragraphs": ["The ferry sails again."]},
        {"id": "b", "html": "pages/a.html", "site": "lowmere.example", "snippets_with": ["ferry"]},
    ]  # fmt: skip
    manifest = "".join(f"{json.dumps(row)}\n" for row in rows)
    (tmp_path / "manifest.jsonl").write_text(manifest, encoding="utf-8")
    return tmp_path


def rewritten(folder: Path, change: str) -> tuple[str, Path]:
    out = folder / "out"
    assert main(["--as", change, str(folder), str(out)]) == 0
    (gold,) = read_golds(out)
    return (out / gold.html).read_text(encoding="utf-8"), out


def test_page_and_gold_are_written_over_alike(folder: Path) -> None:
    html, out = rewritten(folder, "chinese")
    (gold,) = read_golds(out)

    assert gold.paragraphs == (to_chinese("The ferry sails again."),)
    assert gold.title is None
    assert f"<title>{to_chinese('The ferry sails')}</title>" in html
    assert f'content="{to_chinese("The ferry")}"' in html
    assert json.dumps(to_chinese("The ferry")) in html
    assert "Ada Long" in html
    assert "var title = 1" in html
    assert 'content="width"' in html


def test_json_ld_that_cannot_be_read_goes(folder: Path) -> None:
    html, _ = rewritten(folder, "thai")
    assert '{"headline":' not in html


def test_other_markup_keeps_the_gold(folder: Path) -> None:
    html, out = rewritten(folder, "breaks")
    (gold,) = read_golds(out)

    assert (gold.title, gold.paragraphs) == ("The ferry sails", ("The ferry sails again.",))
    assert (gold.date, gold.date_precision) == ("2026-11", "month")
    assert "<p>" not in html
    assert "class" not in html


def test_folder_without_paragraphs_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "manifest.jsonl").write_text(lines[1], encoding="utf-8")

    assert main(["--as", "names", str(folder), str(folder / "out")]) == 2
    assert "no pages with paragraphs" in capsys.readouterr().err
