import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.cli.main import main
from crawler.cli.verbs.serve import access_of
from pipelines.errors import ConfigError
from tests.crawler.serving.records import filled_index, record, write

ROOT = Path(__file__).parents[4]
WORD = "a-word-of-24-characters."


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    write(tmp_path, "articles/1.jsonl", [record("a"), {"no": "record"}])
    return tmp_path


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start the verb as a process of its own, with a token in its environment."""
    command = [sys.executable, "-m", "crawler.cli.main", "serve", "--output", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--log-format", "json", *options],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "READER": WORD},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def told(process: subprocess.Popen[str]) -> list[dict[str, str]]:
    """Return what a process says up to the URL at which it listens."""
    assert process.stderr is not None
    messages: list[dict[str, str]] = []
    while not messages or "url" not in messages[-1]:
        messages.append(json.loads(process.stderr.readline()))
    return messages


def get(url: str, path: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["SIGTERM", "SIGINT"]
)
def test_dataset_is_served_until_a_signal_comes(
    dataset: Path, number: signal.Signals, code: int
) -> None:
    with serving(dataset) as process:
        warning, start = told(process)
        assert f"{dataset}/articles/1.jsonl:2: schema_version is missing" in warning["message"]
        assert start["message"] == f"serving {dataset} at {start['url']}"
        status, page = get(start["url"], "/articles?q=harbour")
        assert (status, "1 article." in page) == (200, True)
        process.send_signal(number)
        assert process.wait(60) == code
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    written = {path.relative_to(dataset).as_posix() for path in dataset.rglob("*")}
    assert written == {"articles", "articles/1.jsonl", "state", "state/search.sqlite"}


def test_token_is_wanted_and_never_told(dataset: Path, tmp_path: Path) -> None:
    index = tmp_path / "elsewhere" / "index"
    options = ("--host", "0.0.0.0", "--token-env", "READER", "-vv", "--index", str(index))  # noqa: S104 - that it is open is the point
    with serving(dataset, *options) as process:
        *before, start = told(process)
        assert get(start["url"], "/")[0] == 401
        assert get(start["url"], f"/?token={WORD}")[0] == 303
        assert get(start["url"], "/", Authorization=f"Bearer {WORD}")[0] == 200
        assert get(start["url"], f"/nothing?token={WORD}&x=%0a", Cookie="a=b")[0] == 303
        process.terminate()
        assert process.wait(60) == 143
        assert process.stderr is not None
        said = process.stderr.read() + json.dumps([*before, start])
    assert WORD not in said
    assert index.exists()
    assert not (dataset / "state").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--host", "0.0.0.0"], "--token-env NAME names"),  # noqa: S104 - that it is open is the point
        (["--host", "192.0.2.7"], "readers must show a token"),
        (["--token-env", "NOBODY_SET_THIS"], "must hold at least 16 ASCII characters"),
        (["--port", "65536"], "give a number from 0 to 65535"),
        (["--port", "http"], "give a number from 0 to 65535"),
    ],
)
def test_wrong_options_end_before_anything_is_written(
    options: list[str], message: str, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--output", str(dataset), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (dataset / "state").exists()


def test_port_that_is_taken_is_wrong_usage(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--output", str(dataset), "--port", str(port)]) == 2
    assert f"--port {port} at 127.0.0.1" in capsys.readouterr().err


def test_index_that_is_damaged_is_a_failure(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = filled_index(dataset)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("DROP TABLE segments")
        connection.commit()
    assert main(["serve", "--output", str(dataset), "--port", "0"]) == 1
    assert "cannot be filled: no such table: segments" in capsys.readouterr().err


def test_folder_without_a_dataset_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--output", str(tmp_path / "none")]) == 1
    assert "holds no dataset" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["", "short", "x" * 15, "x" * 16 + " ", "é" * 16])
def test_token_must_be_long_and_fit_for_a_header(token: str) -> None:
    with pytest.raises(ConfigError, match="--token-env READER: the variable must hold"):
        access_of("127.0.0.1", "READER", {"READER": token})


def test_readers_of_this_machine_need_no_token() -> None:
    assert access_of("::1", None, {}).token is None
    assert "[::1]" in access_of("::1", None, {}).hosts
    assert access_of("127.0.0.1", "READER", {"READER": WORD}).token == WORD
