import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from typing_extensions import override

from crawler.cli import main as cli
from crawler.cli.options import add_message_options
from pipelines.errors import ConfigError, DatasetError, DatasetLockedError, SourceError

ROOT = Path(__file__).parents[3]
HEAVY = ("scrapy", "twisted", "lxml", "trafilatura", "dateparser", "feedparser", "tldextract")


class FakeVerb:
    """A verb that does what a test wants."""

    SUMMARY = "Do what a test wants"

    def __init__(self, act: Callable[[], int]) -> None:
        self._act = act

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_message_options(parser)

    def run(self, _args: argparse.Namespace) -> int:
        return self._act()


def failing(error: BaseException) -> Callable[[], int]:
    def act() -> int:
        raise error

    return act


def use_verb(monkeypatch: pytest.MonkeyPatch, act: Callable[[], int]) -> None:
    monkeypatch.setattr(cli, "VERBS", {"try": FakeVerb(act)})


def newsdesk(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli.main", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


ERRORS: dict[str, tuple[BaseException, int, str]] = {
    "configuration": (ConfigError("bad-configuration", "f: a\nf: b"), 2, "f: b"),
    "locked": (DatasetLockedError("locked", "held by 7"), 5, "held by 7"),
    "dataset": (DatasetError("too-new", "made by a newer version"), 1, "made by a newer version"),
    "other": (SourceError("no-entries", "nothing there"), 1, "nothing there"),
    "disk": (PermissionError(13, "Permission denied", "x"), 1, "x: Permission denied"),
    "wordless": (OSError(), 1, "OSError"),
    "interrupted": (KeyboardInterrupt(), 130, "interrupted"),
}


@pytest.mark.parametrize(("error", "code", "message"), ERRORS.values(), ids=ERRORS)
def test_what_went_wrong_becomes_an_exit_code_and_a_message(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use_verb(monkeypatch, failing(error))
    assert cli.main(["try"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[-1] == f"newsdesk: error: {message}"
    assert "Traceback" not in captured.err


def test_verbose_shows_where_it_went_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_verb(monkeypatch, failing(ConfigError("bad", "message")))
    cli.main(["try", "-v"])
    assert "Traceback" in capsys.readouterr().err


def test_json_messages_carry_the_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_verb(monkeypatch, failing(ConfigError("bad-thing", "message")))
    cli.main(["try", "--log-format", "json"])
    assert json.loads(capsys.readouterr().err)["reason"] == "bad-thing"


def test_faults_of_our_own_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    use_verb(monkeypatch, failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        cli.main(["try"])


def test_sigterm_ends_a_verb_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = []

    def act() -> int:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            steps.append("given back")
        return 0

    before = signal.getsignal(signal.SIGTERM)
    use_verb(monkeypatch, act)
    assert cli.main(["try"]) == 143
    assert steps == ["given back"]
    assert "terminated" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before


class SlowTimer(threading.Timer):
    """A timer that runs out before its start has ended, as on a busy machine."""

    @override
    def start(self) -> None:
        super().start()
        time.sleep(0.3)


@pytest.mark.parametrize("timer", [threading.Timer, SlowTimer])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_that_comes_inside_a_finaliser_is_not_lost(
    number: signal.Signals,
    code: int,
    timer: type[threading.Timer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "Timer", timer)

    class Ending:
        def __del__(self) -> None:
            signal.raise_signal(number)

    def act() -> int:
        Ending()
        for _ in range(100):
            time.sleep(0.05)
        return 0

    # A process that was started in the background ignores SIGINT.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        use_verb(monkeypatch, act)
        assert cli.main(["try"]) == code
    finally:
        signal.signal(signal.SIGINT, before)


def test_code_of_the_verb_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    use_verb(monkeypatch, lambda: 3)
    assert cli.main(["try"]) == 3


@pytest.mark.parametrize("verb", ["crawl", "doctor", "extract", "serve", "watch"])
def test_help_fits_the_terminal(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main([verb, "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_help_keeps_paragraphs(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["reprocess", "--help"])
    assert "\n\nWithout --to nothing is written." in capsys.readouterr().out


USAGE: dict[str, tuple[list[str], str]] = {
    "no verb": ([], "VERB"),
    "misspelt verb": (
        ["souces"],
        "usage: newsdesk [OPTION…] VERB  (--help tells more)\n"
        "newsdesk: error: there is no verb 'souces'; did you mean 'sources'?",
    ),
    "unheard verb": (["xyzzy"], "verbs are demo, init"),
    "address for a verb": (["https://a.example/1"], "; `newsdesk fetch URL` reads a page"),
    "option like none": (
        ["fetch", "a", "--text"],
        "no option --text; `newsdesk fetch --help` lists",
    ),
    "small for capital": (["export", "csv", "-o", "a.csv"], "no option -o; did you mean -O?"),
    "unknown option": (["sources", "check", "--confg", "x"], "did you mean --config?"),
    "shortened option": (["sources", "check", "--conf", "x"], "did you mean --config?"),
    "unheard option": (["report", "--xyzzy"], "`newsdesk report --help` lists all"),
    "option of another verb": (
        ["crawl", "a", "--json"],
        "usage: newsdesk crawl [OPTION…] [SOURCE…]  (--help tells more)\n"
        "newsdesk crawl: error: there is no option --json",
    ),
    "option before the verb": (["-q", "crawl"], "options stand behind the verb"),
    "surplus argument": (
        ["report", "output"],
        "'output' is one argument too many; the folder of a dataset stands behind --output",
    ),
    "empty folder": (["report", "--output", ""], "argument --output: the value is empty"),
    "stdout for a folder": (["crawl", "--output", "-"], "`newsdesk export jsonl` writes"),
    "stdout for a new folder": (["reprocess", "--to", "-"], "argument --to: name a folder"),
    "stdout for a folder of feeds": (["export", "atom", "--per-source", "-"], "name a folder"),
    "stdout for a dataset": (["dataset", "build", "-"], "argument TARGET: name a folder"),
    "stdout for the configuration": (["init", "--config", "-"], "argument --config: name a file"),
    "stdin for rules": (["extract", "--config", "-", "a"], "argument --config: name a file"),
    "empty file": (["extract", ""], "argument PATH: the value is empty"),
    "address for a file": (["clean", "https://a.example/1"], "`newsdesk fetch` reads pages"),
    "misspelt action": (
        ["sources", "lst"],
        "argument ACTION: 'lst': there is no such action; did you mean list?",
    ),
    "unheard action": (["dataset", "x"], "there is no such action; there are build, verify"),
    "misspelt choice": (["crawl", "--compress", "zst"], "did you mean zstd?"),
    "no action": (["sources"], "Run the tests of the rules on saved pages"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_code_2_with_the_way_out(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err


@pytest.mark.parametrize(
    "arguments",
    [["crawl", "--x"], ["sources", "check", "--x"], ["crawl", "--kind", ""], [""]],
)
def test_endless_argument_is_not_repeated_whole(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments[:-1], arguments[-1] + "z" * 200_000]) == 2
    told = capsys.readouterr().err
    assert "zzz… (200,0" in told
    assert "characters)" in told
    assert len(told) < 5000


def path_arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a parser and of those below it whose help calls them paths."""
    for action in parser._actions:
        if isinstance(action.choices, Mapping):
            for verb in action.choices.values():
                yield from path_arguments(verb)
        elif action.metavar in {"FILE", "DIR", "PATH", "TARGET", "NEWDIR"}:
            yield action


def test_no_empty_path_is_taken_for_the_working_directory() -> None:
    actions = list(path_arguments(cli.build_parser()))
    assert {"config", "output", "append_to", "overwrite", "html", "paths", "to", "index"} <= {
        action.dest for action in actions
    }
    for action in actions:
        assert callable(action.type), action
        with pytest.raises(argparse.ArgumentTypeError, match="empty"):
            action.type("")


def test_help_and_version_are_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "verbs:" in capsys.readouterr().out
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("newsdesk ")


def test_every_verb_has_help_and_a_summary_of_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, verb in cli.VERBS.items():
        assert cli.main([name, "--help"]) == 0
        assert capsys.readouterr().out.startswith(f"usage: newsdesk {name}")
        assert verb.SUMMARY[0].isupper()
        assert not verb.SUMMARY.endswith(".")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from crawler.cli.main import main; main(['--help']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_broken_pipe_ends_quietly() -> None:
    code = "import sys; from crawler.cli.main import main; sys.exit(main(['--help']))"
    process = subprocess.Popen(
        [sys.executable, "-c", f"import os; os.read(0, 1); {code}"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(b"x")
    process.stdin.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert errors == b""


def test_output_is_utf_8_whatever_the_locale_says() -> None:
    code = "from crawler.cli.main import main, Console; main(['--version']); Console().data('ö')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.decode("utf-8").splitlines()[-1] == "ö"


def test_command_runs_as_a_module() -> None:
    done = newsdesk("sources", "check", "--config", "no-such-file.toml")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "newsdesk: error: no-such-file.toml: no such file; "
        "`newsdesk init` writes one, --config names another\n"
    )


def test_all_verbs_are_there() -> None:
    assert tuple(cli.VERBS) == (
        "demo", "init", "fetch", "crawl", "watch", "extract", "clean", "sources", "explain",
        "diff", "report", "export", "dataset", "serve", "reprocess", "doctor",
    )  # fmt: skip


FULL_DISK: dict[str, list[str]] = {
    "version": ["--version"],
    "data": ["clean", "-", "-q"],
    "bytes": ["sources", "export", "--config", "{}"],
    "file": ["sources", "export", "--config", "{}", "-O", "/dev/full"],
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("is_buffered", [True, False])
@pytest.mark.parametrize("arguments", FULL_DISK.values(), ids=FULL_DISK)
def test_full_disk_is_a_failure_that_names_the_file(
    arguments: list[str], is_buffered: bool, tmp_path: Path
) -> None:
    config = tmp_path / "sources.toml"
    config.write_text('[[source]]\nurl = "https://a.example/"\n', encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "crawler.cli.main"),
                *(word.format(config) for word in arguments),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "" if is_buffered else "1"},
            input=b"The ferry sails again.",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    name = "/dev/full" if "/dev/full" in arguments else "stdout"
    assert done.stderr.decode() == f"newsdesk: error: {name}: No space left on device\n"
    assert done.returncode == 1
