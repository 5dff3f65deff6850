import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.serialization import check_record
from tests.crawler.cli.verbs.extract_calls import extract, records, stamped_rows
from tests.crawler.saved_pages import (
    EMPTY_HTML,
    story_html,
    story_rows,
    story_url,
    warc_record,
    write_manifest_file,
    write_story,
)
from tests.crawler.state.examples import lines

ROOT = Path(__file__).parents[4]
COPY_URL = "https://gazette.example/copy"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return write_manifest_file(tmp_path / "m.jsonl", story_rows(3))


def test_manifest_becomes_records_in_its_order(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extract(manifest) == 0
    captured = capsys.readouterr()
    found = records(captured.out)
    for record in found:
        check_record(record)
    assert [record["url_requested"] for record in found] == [story_url(n) for n in range(3)]
    assert found[0]["title"] == "The harbour opens again after winter number 0"
    assert found[0]["text"].startswith("The harbour of the town opened")
    assert found[0]["date_published"] == "2025-11-18T09:30:00Z"
    assert {(r["source_id"], r["source_type"], r["change"]) for r in found} == {
        ("archive", "archive", "new")
    }
    assert captured.err == "3 pages: 3 records\n"


def test_address_of_the_manifest_stays_beside_the_pages_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"{story_url(0)}?utm_source=x"
    path = write_manifest_file(tmp_path / "m.jsonl", [{"url": url, "html": story_html(0)}])
    assert extract(path) == 0
    (record,) = records(capsys.readouterr().out)
    assert (record["url_requested"], record["url_canonical"]) == (url, story_url(0))


def test_files_folders_archives_and_manifests_are_read_in_the_order_given(
    tmp_path: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = write_story(tmp_path / "page.html.gz", 10)
    folder = tmp_path / "folder"
    write_story(folder / "b.html", 12)
    write_story(folder / "a" / "c.html", 11)
    warc = tmp_path / "a.warc"
    warc.write_bytes(warc_record("https://gazette.example/w", story_html(13).encode()))
    assert extract(warc, page, folder, manifest) == 0
    numbers = [r["title"].split()[-1] for r in records(capsys.readouterr().out)]
    assert numbers == ["13", "10", "11", "12", "0", "1", "2"]


def test_dash_reads_a_manifest_from_stdin(
    manifest: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = b"{\n" + manifest.read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert extract("-") == 1
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 3
    assert "newsdesk: error: stdin:1: not JSON" in captured.err


@pytest.mark.parametrize("options", [(), ("-q",)], ids=["normal", "quiet"])
def test_page_that_is_no_article_gives_a_reason_and_no_record(
    tmp_path: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"url": "https://gazette.example/e", "html": EMPTY_HTML}, *story_rows(1)]
    assert extract(*options, write_manifest_file(tmp_path / "m.jsonl", rows)) == 0
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 1
    first = captured.err.splitlines()[0]
    assert first.startswith("newsdesk: warning: https://gazette.example/e: no-article-body: ")
    assert ("2 pages: 1 record, 1 rejected" in captured.err) is (options == ())


def test_broken_lines_are_named_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [story_rows(1)[0], "{torn", {"url": "http://a/", "html_path": "gone"}, story_rows(2)[1]]
    path = write_manifest_file(tmp_path / "m.jsonl", rows)
    assert extract("-q", path) == 1
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 2
    errors = captured.err.splitlines()
    assert errors[0].startswith(f"newsdesk: error: {path}:2: not JSON")
    assert errors[1].startswith(f"newsdesk: error: {path}:3: {tmp_path / 'gone'}: No such file")


def test_missing_path_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(tmp_path / "gone.html", write_story(tmp_path / "a.html")) == 1
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 1
    assert "gone.html: No such file" in captured.err


def test_folder_without_pages_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(tmp_path) == 0
    assert f"{tmp_path}: holds no saved page" in capsys.readouterr().err


def test_stdin_without_pages_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert extract("-") == 0
    assert "newsdesk: warning: stdin: holds no saved page\n" in capsys.readouterr().err


def with_copies(folder: Path) -> Path:
    """Return a manifest of a story, the same text at another address, and the first line again."""
    rows = [*story_rows(1), {"url": COPY_URL, "html": story_html(0)}, *story_rows(1)]
    return write_manifest_file(folder / "copies.jsonl", rows)


def test_copies_within_a_call_are_dropped_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extract(with_copies(tmp_path)) == 0
    captured = capsys.readouterr()
    (record,) = records(captured.out)
    assert captured.err.splitlines() == [
        f"{COPY_URL}: a copy of article {record['id']}",
        f"{story_url(0)}: known, and its text is the same",
        "3 pages: 1 record, 1 duplicate, 1 unchanged",
    ]


def test_copies_are_kept_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract("--keep-duplicates", with_copies(tmp_path)) == 0
    first, copy = records(capsys.readouterr().out)
    assert (first["duplicate_of"], copy["duplicate_of"]) == (None, first["id"])
    assert copy["url"] == COPY_URL


def test_two_calls_know_nothing_of_each_other(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extract(manifest) == extract(manifest) == 0
    assert len(records(capsys.readouterr().out)) == 6


def test_limit_bounds_the_pages(manifest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract("--limit", 2, manifest) == 0
    assert len(records(capsys.readouterr().out)) == 2


def test_paths_without_pages_are_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert extract(empty, write_manifest_file(tmp_path / "m.jsonl", story_rows(2))) == 0
    assert capsys.readouterr().err.count("holds no saved page") == 1


@pytest.mark.parametrize(("option", "count"), [("-o", 4), ("-O", 3)])
def test_records_go_into_a_file(
    manifest: Path, tmp_path: Path, option: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "records.jsonl"
    target.write_text('{"id": "old"}\n', encoding="utf-8")
    assert extract(option, target, manifest) == 0
    assert len(records(target.read_text(encoding="utf-8"))) == count
    assert capsys.readouterr().out == ""


def test_dataset_gets_segments_rejections_and_a_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        *story_rows(3),
        {"url": "https://gazette.example/e", "html": EMPTY_HTML},
        {"url": COPY_URL, "html": story_html(0)},
    ]
    output = tmp_path / "output"
    path = write_manifest_file(tmp_path / "m.jsonl", rows)
    assert extract("--output", output, path) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "5 pages: 3 records, 1 duplicate, 1 rejected\n"
    found = lines(output, "articles")
    assert [record["url"] for record in found] == [story_url(n) for n in range(3)]
    assert {r["reason"] for r in lines(output, "rejected")} == {
        "no-article-body",
        "duplicate-exact",
    }
    assert len(lines(output, "removed")) == 3
    (run,) = (json.loads(path.read_bytes()) for path in (output / "runs").iterdir())
    assert (run["state"], run["exit_code"], run["run_id"]) == ("finished", 0, found[0]["run_id"])
    archive = run["sources"]["archive"]
    assert (archive["kind"], archive["new"], archive["duplicates"]) == ("archive", 3, 1)
    assert archive["rejected"] == {"no-article-body": 1}
    assert not list(output.rglob("*.part"))


def test_dataset_remembers_what_it_holds(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "output"
    assert extract("--output", output, manifest) == 0
    assert extract("--output", output, manifest) == 0
    assert len(lines(output, "articles")) == 3
    assert "3 pages: 3 unchanged" in capsys.readouterr().err


def test_broken_line_makes_the_run_of_a_dataset_fail_at_its_end(tmp_path: Path) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", ["{", *story_rows(1)])
    assert extract("--output", tmp_path / "output", path) == 1
    assert len(lines(tmp_path / "output", "articles")) == 1
    (run,) = (json.loads(path.read_bytes()) for path in (tmp_path / "output" / "runs").iterdir())
    assert (run["state"], run["exit_code"]) == ("finished", 1)


def test_interrupted_run_says_so_and_keeps_what_was_done(
    manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crawler.extracting.many_pages.extract_pages", interrupted)
    assert extract("--output", tmp_path / "output", manifest) == 130
    (run,) = (json.loads(path.read_bytes()) for path in (tmp_path / "output" / "runs").iterdir())
    assert (run["state"], run["exit_code"]) == ("interrupted", None)


def test_run_counts_as_ended_only_when_its_records_stand_in_segments(
    manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else ``export --changes-since`` would pass over those that were written later."""

    def full_disk(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    output = tmp_path / "output"
    monkeypatch.setattr("crawler.state.outbox.write_segment", full_disk)
    assert extract("--output", output, manifest) == 1
    assert [run_state(path) for path in sorted((output / "runs").iterdir())] == ["running"]

    monkeypatch.undo()
    assert extract("--output", output, manifest) == 0
    assert len(lines(output, "articles")) == 3
    states = [run_state(path) for path in sorted((output / "runs").iterdir())]
    assert states == ["killed", "finished"]


def run_state(path: Path) -> str:
    return str(json.loads(path.read_bytes())["state"])


def test_segments_can_be_compressed(manifest: Path, tmp_path: Path) -> None:
    assert extract("--output", tmp_path / "output", "--compress", "gzip", manifest) == 0
    assert len(list((tmp_path / "output").glob("articles/*/*.jsonl.gz"))) == 1
    assert len(lines(tmp_path / "output", "articles")) == 3


def test_nothing_but_segments_is_compressed(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "records.jsonl"
    assert extract("--compress", "zstd", "-O", target, manifest) == 2
    assert "--compress zstd" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("option", ["-o", "-O"])
def test_dataset_and_file_exclude_each_other(
    manifest: Path, tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "records.jsonl"
    assert extract("--output", tmp_path / "output", option, target, manifest) == 2
    assert "exclude each other" in capsys.readouterr().err
    assert not target.exists()
    assert not (tmp_path / "output").exists()


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawler.cli.main", "extract", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_worker_processes_give_what_one_process_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", [*stamped_rows(44), "{torn"])
    assert extract(path) == 1
    here = records(capsys.readouterr().out)
    with start("--workers", 2, path) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    there = records(out.decode())
    for record in (*here, *there):
        del record["run_id"]
    assert there == here
    assert b"m.jsonl:46: not JSON" in err


def test_reader_that_wants_no_more_ends_the_work_quietly(tmp_path: Path) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", story_rows(400))
    with start("-q", path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"schema_version":')
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


def test_signal_ends_the_work_and_keeps_the_records(tmp_path: Path) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl", story_rows(4000))
    output = tmp_path / "output"
    with start("--output", output, path) as process:
        deadline = time.monotonic() + 30
        while not list((output / "runs").glob("*.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 143
    assert b"terminated" in err
    (run,) = (json.loads(path.read_bytes()) for path in (output / "runs").iterdir())
    assert run["state"] == "interrupted"
    assert len(lines(output, "articles")) == run["sources"]["archive"]["new"]
