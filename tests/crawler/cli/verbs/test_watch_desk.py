import argparse
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.console import Console, ConsoleSettings
from crawler.cli.verbs.watch import add_arguments
from crawler.cli.verbs.watch_desk import WatchDesk
from crawler.schedule import Bounds
from crawler.state.source_states import SourceState
from crawler.watching.agenda import Agenda, RoundEnd
from pipelines.errors import ConfigError
from tests.crawler.state.examples import NOON

TOML = """
[[source]]
id = "daily"
url = "https://daily.example/feed"

[[source]]
id = "asleep"
url = "https://asleep.example/feed"
enabled = false
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def desk(config: Path, *arguments: str) -> WatchDesk:
    files = ("--config", str(config), "--output", str(config.parent / "out"))
    settings = ConsoleSettings(log_format="json", verbosity=1)
    return WatchDesk(
        parse(*files, *arguments),
        Console(settings),
        Agenda(bounds=Bounds()),
        lambda: NOON,
    )


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_enabled_sources_are_watched_or_those_that_are_named(config: Path) -> None:
    assert [source.id for source in desk(config).sources()] == ["daily"]
    assert [source.id for source in desk(config, "asleep").sources()] == ["asleep"]


def test_a_desk_with_nothing_to_watch_is_refused(config: Path) -> None:
    config.write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="lists no source that is enabled"):
        desk(config)


def test_a_file_that_is_sound_is_taken_and_one_that_is_broken_is_not(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = desk(config)
    config.write_text(f"{TOML}\nnonsense", encoding="utf-8")
    opened.reload()
    assert [source.id for source in opened.sources()] == ["daily"]
    config.unlink()
    opened.reload()
    assert [source.id for source in opened.sources()] == ["daily"]
    messages = told(capsys)
    assert (
        sum("not taken; the sources stay as they were (1)" in m["message"] for m in messages) == 2
    )
    config.write_text(TOML.replace("enabled = false", ""), encoding="utf-8")
    opened.reload()
    assert [source.id for source in opened.sources()] == ["daily", "asleep"]


def test_a_source_that_was_changed_is_due_at_once(config: Path) -> None:
    opened = desk(config)
    failing = SourceState(source_id="daily", last_checked=NOON, failures=9)

    def is_due() -> bool:
        return opened.agenda.due_at(opened.sources()[0], failing, NOON) == NOON

    opened.reload()
    assert not is_due()
    config.write_text(TOML.replace("daily.example/feed", "daily.example/rss"), encoding="utf-8")
    opened.reload()
    assert is_due()


def test_a_source_that_was_changed_during_its_round_is_due_after_it(config: Path) -> None:
    opened = desk(config)
    failing = SourceState(source_id="daily", last_checked=NOON, failures=9)
    config.write_text(TOML.replace("[[source]]", "[[source]]\nuser_agent = 'us'", 1), "utf-8")
    opened.reload()
    end = RoundEnd(ids=("daily",), code=3)
    opened.agenda.ended(end, {}, {"daily": failing}, NOON)
    opened.round_ended(end, {"daily": failing}, 60.0)
    assert opened.agenda.due_at(opened.sources()[0], failing, NOON) == NOON


def test_a_new_dataset_knows_no_source_and_remembers_a_crash(config: Path) -> None:
    opened = desk(config)
    opened.open()
    assert opened.states() == {}
    opened.source_crashed("daily", -9)
    state = opened.states()["daily"]
    assert (state.failures, state.last_checked) == (1, NOON)
    assert state.last_error == "crashed: its round ended with signal 9"


@pytest.mark.parametrize(
    ("code", "failures", "message"),
    [
        (5, 0, "another run works on the dataset"),
        (-9, 0, "the round of daily, asleep ended with signal 9; going on in 1 min 00 s, half"),
        (0, 0, "the next round is due in 1 min 00 s"),
        (3, 3, "daily failed 3 times in a row and is asked again in 7 h 00 min: down"),
    ],
    ids=["locked", "killed", "well", "failing"],
)
def test_the_end_of_a_round_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], code: int, failures: int, message: str
) -> None:
    opened = desk(config)
    checked: datetime = NOON - timedelta(hours=1)
    state = SourceState(
        source_id="daily", last_checked=checked, failures=failures, last_error="down"
    )
    opened.round_ended(RoundEnd(ids=("daily", "asleep"), code=code), {"daily": state}, 60.0)
    first = told(capsys)[0]
    assert message in first["message"]
    if failures:
        assert first["source"] == "daily"


def test_nobody_answers_prometheus_unless_asked(config: Path) -> None:
    opened = desk(config)
    opened.serve_metrics()
    opened.close()
    assert opened._metrics is None


def test_metrics_tell_the_lag_of_each_source(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = desk(config, "--metrics-port", "0")
    opened.serve_metrics()
    assert "metrics at http://127.0.0.1:" in told(capsys)[0]["message"]
    opened._states = {
        "daily": SourceState(
            source_id="daily",
            last_checked=NOON - timedelta(hours=9),
            last_success=NOON - timedelta(hours=9),
        )
    }
    (lag,) = opened.lags()
    opened.close()
    assert (lag.source_id, lag.overdue_s, lag.failures) == ("daily", 8 * 3600, 0)


def test_metrics_without_the_extra_are_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "crawler.watching.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(ConfigError, match=r"pip install .newsdesk\[metrics\]"):
        desk(config, "--metrics-port", "0").serve_metrics()
