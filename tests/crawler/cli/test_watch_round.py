import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.watch_round import _Tick, arguments
from crawler.watching.round_process import RoundOrder
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON, article

ROOT = Path(__file__).parents[3]


def test_an_order_is_read_as_arguments_of_a_crawl() -> None:
    order = RoundOrder(
        config_path="s.toml", config_text="", ids=("a",), options={"output": "out", "limit": 3}
    )
    args = arguments(order)
    assert (args.ids, args.output, args.limit, args.dry_run) == (["a"], Path("out"), 3, False)


class Pipe:
    """A pipe on which ids come, until it is closed."""

    def __init__(self, *lines: tuple[str, ...]) -> None:
        self.lines = list(lines)
        self.is_closed = False

    def joining(self) -> Iterator[tuple[str, ...]]:
        while self.lines:
            yield self.lines.pop(0)

    def stop_if_closed(self, stop: Callable[[], None]) -> None:
        """Nobody closes it here."""


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    news: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return news


def test_a_round_tells_the_watch_what_it_reads_and_has_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = new_run(tmp_path, source())
    pipe = Pipe(("herald",), ("gazette",))
    herald = source(id="herald", url="https://herald.example/")
    with run.dataset:
        tick = _Tick(pipe, {"herald": herald, "gazette": source()})  # type: ignore[arg-type] # a stand-in
        tick(run)
        news = told(capsys)
        assert (news["ids"], news["reading"], news["done"]) == (["gazette"], ["gazette"], [])
        assert news["joinings"] == 0, "nobody can join before it began"
        run.read_more = lambda sources: run.join(sources, NOON)
        run.result("gazette").read = 1
        tick(run)
        news = told(capsys)
        assert (news["ids"], news["joinings"]) == (["gazette", "herald"], 2)
        assert news["reading"] == ["gazette", "herald"], "once more"
        assert run.dataset.sources.state("gazette").last_checked is not None
        run.is_interrupted = True
        pipe.lines.append(("herald",))
        tick(run)
        assert told(capsys)["joinings"] == 2


def test_what_was_found_is_written_while_a_round_goes_on(tmp_path: Path) -> None:
    now = [0.0]
    run = new_run(tmp_path, source())
    with run.dataset:
        tick = _Tick(Pipe(), {}, lambda: now[0])  # type: ignore[arg-type] # a stand-in
        run.dataset.deliver(article())
        for seconds, segments in ((299, 0), (301, 1)):
            now[0] = seconds
            tick(run)
            assert len(list((tmp_path / "articles").rglob("*.jsonl"))) == segments
        run.dataset.close()
        tick(run)  # who can write nothing says so elsewhere


def test_a_round_without_an_order_does_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli.watch_round"],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
