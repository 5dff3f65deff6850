import gzip
from pathlib import Path

import pytest

from tests.crawler.cli.verbs.extract_calls import extract, records
from tests.crawler.saved_pages import (
    story_html,
    story_rows,
    story_url,
    warc_record,
    write_manifest_file,
)
from tests.crawler.state.examples import lines


def test_records_name_the_archive_and_a_cut_one_gives_what_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = [
        gzip.compress(warc_record(story_url(number), story_html(number).encode()))
        for number in range(3)
    ]
    warc = tmp_path / "a.warc.gz"
    warc.write_bytes(b"".join(members)[:-30])
    assert extract(warc) == 1
    captured = capsys.readouterr()
    found = [(r["warc_file"], r["warc_offset"]) for r in records(captured.out)]
    assert found == [(str(warc), 0), (str(warc), len(members[0]))]
    whole = len(members[0]) + len(members[1])
    assert f"newsdesk: error: {warc}: offset {whole}: " in captured.err
    assert f"head -c {whole} {warc}" in captured.err


def test_a_dataset_finds_its_archives_wherever_the_call_was_run_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archives").mkdir()
    warc = tmp_path / "archives" / "a.warc"
    warc.write_bytes(warc_record(story_url(1), story_html(1).encode()))
    monkeypatch.chdir(tmp_path / "archives")
    assert extract("a.warc", "--output", "../data/news") == 0
    (record,) = lines(tmp_path / "data" / "news", "articles")
    assert record["warc_file"] == "../../archives/a.warc"
    assert (tmp_path / "data" / "news" / "../../archives/a.warc").resolve() == warc.resolve()


def test_captures_of_a_story_become_revisions_by_time_whatever_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("2025-11-20", "2025-11-18", "2025-11-19")
    captures = [
        {**row, "url": story_url(0), "fetched_at": day}
        for row, day in zip(story_rows(3), days, strict=True)
    ]
    path = write_manifest_file(tmp_path / "m.jsonl", [*captures, *story_rows(5)[4:]])
    for told in ("4 pages: 4 records", "4 pages: 4 unchanged"):
        assert extract(path, "--output", tmp_path / "out") == 0
        assert told in capsys.readouterr().err
    found = [r for r in lines(tmp_path / "out", "articles") if r["url"] == story_url(0)]
    by_time = [r["revision"] for r in sorted(found, key=lambda r: str(r["date_fetched"]))]
    assert by_time == [1, 2, 3]
    write_manifest_file(path, [{**captures[0], "html": story_html(7), "fetched_at": "2025-01-01"}])
    assert extract(path, "--output", tmp_path / "out") == 0
    assert "1 page: 1 older than what is known" in capsys.readouterr().err


def test_what_an_archive_revisits_elsewhere_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = warc_record(story_url(1), b"").replace(b"Type: response", b"Type: revisit", 1)
    warc = tmp_path / "a.warc"
    warc.write_bytes(record + warc_record(story_url(0), story_html(0).encode()))
    assert extract(warc) == 0
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 1
    assert "newsdesk: warning: " in captured.err
    assert "1 revisit records were left out" in captured.err
