import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.cli.console import Console
from crawler.cli.main import main
from crawler.cli.verbs.fetch import FetchDesk
from pipelines.serialization import check_record
from tests.crawler.page_server import Answer, PageServer, serve
from tests.crawler.saved_pages import EMPTY_HTML, story_html, story_url, write_story
from tests.crawler.state.examples import article, rejection

ROOT = Path(__file__).parents[4]
ROBOTS = b"User-agent: newsdesk\nDisallow: /secret\n"
ANSWERS = {
    "/robots.txt": Answer(body=ROBOTS),
    "/0": Answer(body=story_html(0).encode()),
    "/1": Answer(body=story_html(1).encode()),
    "/moved": Answer(status=301, headers={"Location": "/0"}),
    "/empty": Answer(body=EMPTY_HTML.encode()),
    "/secret/2": Answer(body=story_html(2).encode()),
    "/slow": Answer(wait_s=20),
    "/huge": Answer(headers={"Content-Length": str(10**9)}),
}


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with serve(ANSWERS) as running:
        yield running


def fetch(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "crawler.cli.main", "fetch", "--allow-private", *arguments]
    return subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, check=False, timeout=60
    )


def records(text: bytes | str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_url_becomes_a_record(server: PageServer) -> None:
    done = fetch(f"{server.url}/moved")
    assert (done.returncode, done.stderr) == (0, b"")
    (record,) = records(done.stdout)
    check_record(record)
    assert record["url_requested"] == f"{server.url}/moved"
    assert record["url"] == f"{server.url}/0"
    assert record["title"] == "The harbour opens again after winter number 0"
    assert (record["http_status"], record["source_type"], record["change"]) == (200, "url", "new")
    assert all(agent.startswith("newsdesk/") for agent in server.user_agents)


def test_of_several_texts_each_has_its_address_above_it(server: PageServer) -> None:
    urls = [f"{server.url}/{number}" for number in (0, 1)]
    done = fetch("--format", "text", *urls, "-s", "DOWNLOAD_DELAY=0")
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert [line for line in lines if "==>" in line] == [f"==> {url} <==" for url in urls]
    assert lines[1] == "The harbour opens again after winter number 0"
    assert lines[lines.index(f"==> {urls[1]} <==") - 1] == ""


def test_failures_are_told_and_the_others_are_fetched_in_order(server: PageServer) -> None:
    paths = ("secret/2", "0", "gone", "empty", "huge", "slow")
    urls = "\n".join(f"{server.url}/{path}" for path in paths)
    before = len(server.paths)
    done = fetch(
        *("-", f"{server.url}/1", "-s", "DOWNLOAD_DELAY=0"),
        *("-s", "DOWNLOAD_TIMEOUT=5", "-s", "RETRY_TIMES=0"),
        stdin=f"# pages\n{urls}\n{server.url}/0\n".encode(),
    )
    assert done.returncode == 3
    found = [record["url"] for record in records(done.stdout)]
    assert found == [f"{server.url}/0", f"{server.url}/1"]
    errors = [line.split(": ")[2:4] for line in done.stderr.decode().splitlines()]
    reasons = ("robots-disallowed", "http-404", "no-article-body", "too-large", "download-timeout")
    failed = [path for path in paths if path != "0"]
    assert errors == [
        [f"{server.url}/{path}", reason] for path, reason in zip(failed, reasons, strict=True)
    ]
    assert "/secret/2" not in server.paths[before:]
    assert server.paths[before:].count("/robots.txt") == 1


def test_nothing_fetched_is_a_failure_without_traceback() -> None:
    done = fetch("http://127.0.0.1:9/page", "--log-format", "json", "-s", "RETRY_TIMES=0")
    assert (done.returncode, done.stdout) == (1, b"")
    (message,) = records(done.stderr)
    assert (message["level"], message["url"]) == ("error", "http://127.0.0.1:9/page")
    assert message["reason"] in {"connection-refused", "robots-unreachable"}


def test_bad_setting_is_told(server: PageServer) -> None:
    done = fetch(f"{server.url}/0", "-s", "DOWNLOAD_TIMEOUT=soon")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Scrapy cannot use DOWNLOAD_TIMEOUT=soon" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_signal_ends_the_wait_at_once(
    server: PageServer, number: int, code: int, message: str
) -> None:
    command = [
        sys.executable,
        "-m",
        "crawler.cli.main",
        "fetch",
        "--allow-private",
        f"{server.url}/slow",
    ]
    before = server.paths.count("/slow")
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        while server.paths.count("/slow") == before and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == code
    assert errors.decode() == f"newsdesk: error: {message}\n"


def test_broken_pipe_ends_quietly(server: PageServer) -> None:
    command = [
        sys.executable,
        "-m",
        "crawler.cli.main",
        "fetch",
        "--allow-private",
        f"{server.url}/0",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


def test_saved_page_needs_no_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_story(tmp_path / "page.html.gz")
    assert main(["fetch", "--html", str(path), story_url(0)]) == 0
    (record,) = records(capsys.readouterr().out)
    assert (record["url"], record["http_status"]) == (story_url(0), None)
    assert record["title"] == "The harbour opens again after winter number 0"


def test_text_alone_is_what_clean_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_story(tmp_path / "page.html")
    assert main(["clean", str(path)]) == 0
    cleaned = capsys.readouterr().out
    assert main(["fetch", "--format", "text", "--html", str(path), story_url(0)]) == 0
    assert capsys.readouterr().out == cleaned


def test_explanation_goes_to_stderr_beside_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_story(tmp_path / "page.html.gz")
    assert main(["fetch", "--explain", "-q", "--html", str(path), story_url(0)]) == 0
    captured = capsys.readouterr()
    assert len(records(captured.out)) == 1
    assert captured.err.startswith(story_url(0))
    assert "Values considered" in captured.err
    assert "Dates considered" in captured.err


def test_saved_page_may_come_from_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = io.BytesIO(story_html(0).encode())
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=page))
    assert main(["fetch", "--html", "-", story_url(0)]) == 0
    assert len(records(capsys.readouterr().out)) == 1


def test_saved_page_without_an_article_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.html"
    path.write_text(EMPTY_HTML, encoding="utf-8")
    assert main(["fetch", "--html", str(path), story_url(0)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"newsdesk: error: {story_url(0)}: no-article-body: ")


def test_record_can_go_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_story(tmp_path / "page.html")
    target = tmp_path / "records.jsonl"
    for _ in range(2):
        assert main(["fetch", "--html", str(path), story_url(0), "-o", str(target)]) == 0
    assert len(records(target.read_text(encoding="utf-8"))) == 2
    assert capsys.readouterr().out == ""


USAGE: dict[str, tuple[list[str], int, str]] = {
    "no address": (["example.com/story"], 2, '"example.com/story" must begin with http'),
    "no scheme": (["example.com/story"], 2, "; write https://example.com/story"),
    "address of a file": (["file:///tmp/p.html"], 2, "`newsdesk extract FILE` reads a page"),
    "file": ([__file__], 2, 'test_fetch.py" is a file: `newsdesk extract FILE` reads a page'),
    "password": (["https://ada:secret@example.com/"], 2, '"https://***@example.com/" must hold no'),
    "two addresses of one page": (["--html", "p", "http://a/", "http://b/"], 2, "give the one URL"),
    "missing file": (["--html", "no-such-file", "http://a/"], 1, "no-such-file: No such file"),
    "bad setting": (["http://a/", "-s", "X"], 2, "write NAME=VALUE"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_told_before_the_first_request(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", *arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err


def test_bad_line_of_a_list_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"http://a/\ngopher\n")))
    assert main(["fetch", "-"]) == 2
    assert "stdin: line 2: " in capsys.readouterr().err


def test_empty_list_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"# none yet\n")))
    assert main(["fetch", "-"]) == 0
    assert capsys.readouterr().err == "newsdesk: warning: stdin: lists no address\n"


@pytest.mark.parametrize(
    ("articles", "rejections", "code"), [(1, 0, 0), (0, 0, 0), (2, 1, 3), (0, 2, 1)]
)
def test_exit_code_says_how_much_went_wrong(articles: int, rejections: int, code: int) -> None:
    written: list[str] = []
    console = Console(stderr=io.StringIO())
    desk = FetchDesk(console=console, write=written.append, run_id="r")
    for outcome in [article()] * articles + [rejection()] * rejections:
        desk.take(outcome)
    assert desk.exit_code() == code
    assert len(written) == articles


def test_saved_page_is_read_without_scrapy(tmp_path: Path) -> None:
    path = write_story(tmp_path / "page.html")
    code = (
        "import sys; from crawler.cli.main import main;"
        f"main(['fetch', '-q', '--html', {str(path)!r}, 'http://a/']);"
        "print([name for name in ('scrapy', 'twisted') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b"[]\n"


def test_fetch_imports_only_what_it_needs(server: PageServer) -> None:
    heavy = ("aiohttp", "crawler.spiders.base", "feedparser", "warcio")
    code = (
        "import sys; from crawler.cli.main import main;"
        f"main(['fetch', '-q', '--allow-private', '{server.url}/0']);"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b"[]\n"
