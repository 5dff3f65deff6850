import subprocess
import sys
from pathlib import Path

import pytest

from crawler.cli.streams import open_closed_streams

ROOT = Path(__file__).parents[3]
NEWSDESK = [sys.executable, "-m", "crawler.cli.main"]


def run_with(closed: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does that closes some of its streams."""
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", *command]
    return subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"]
)
def test_no_file_and_no_worker_gets_the_place_of_a_closed_stream(
    closed: str, tmp_path: Path
) -> None:
    code = (
        "import os, subprocess, sys\n"
        "from crawler.cli.streams import open_closed_streams\n"
        "open_closed_streams()\n"
        "with open(sys.argv[1], 'w') as file:\n"
        "    child = 'import os; [os.fstat(n) for n in range(3)]'\n"
        "    done = subprocess.run([sys.executable, '-c', child])\n"
        "    streams = (sys.stdin, sys.stdout, sys.stderr)\n"
        "    numbers = [stream.fileno() for stream in streams]\n"
        "    print('lost'); print('lost', file=sys.stderr)\n"
        "    print(numbers, file.fileno() > 2, done.returncode, file=file)\n"
    )
    told = tmp_path / "told"
    done = run_with(closed, sys.executable, "-W", "error", "-c", code, str(told))
    assert done.returncode == 0
    assert "rror" not in done.stderr
    assert told.read_text() == "[0, 1, 2] True 0\n"


def test_open_streams_are_left_alone() -> None:
    before = (sys.stdin, sys.stdout, sys.stderr)
    open_closed_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        (["--version"], ">&-", 0),
        (["--help"], ">&- 2>&-", 0),
        (["sources", "check", "--config", "no-such-file.toml"], ">&-", 2),
        (["sources", "check", "--config", "no-such-file.toml"], "2>&-", 2),
        (["xyzzy"], "<&- >&- 2>&-", 2),
    ],
)
def test_the_code_is_the_same_when_nobody_can_read_what_is_said(
    arguments: list[str], closed: str, code: int
) -> None:
    done = run_with(closed, *NEWSDESK, *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["fetch", "-"], ["clean", "-"], ["extract", "--workers", "0", "-"]],
    ids=lambda arguments: arguments[0],
)
def test_a_closed_stdin_is_an_empty_one(arguments: list[str]) -> None:
    closed, empty = (run_with(how, *NEWSDESK, *arguments) for how in ("<&-", "</dev/null"))
    assert "Traceback" not in closed.stderr
    assert (closed.returncode, closed.stderr) == (empty.returncode, empty.stderr)
