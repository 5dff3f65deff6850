import io
import json
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.console import ConsoleSettings
from crawler.cli.progress_line import ProgressLine
from tests.crawler.cli.screens import Screen, Terminal


@dataclass
class Clock:
    """A clock that a test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_progress_is_a_plain_line_now_and_then_without_a_terminal() -> None:
    screen, clock = Screen(), Clock()
    progress = ProgressLine(screen.console(), clock, plain_interval_s=10)
    for clock.seconds in range(1, 25):
        progress.update(done=int(clock.seconds) * 2, queued=7, errors=1)
    progress.finish()
    assert screen.err.getvalue().splitlines() == [
        "20 pages · 2.0/s · 7 queued · 1 error",
        "40 pages · 2.0/s · 7 queued · 1 error",
    ]


def test_progress_is_rewritten_on_a_terminal_and_taken_away_at_the_end() -> None:
    screen, clock = Screen(err=Terminal()), Clock()
    console = screen.console()
    progress = ProgressLine(console, clock, unit="files")
    clock.seconds = 10
    progress.update(done=50, total=1250)
    console.info("a message")
    progress.finish()
    line = "50/1,250 files · 5.0/s · 0 errors · 4 min 00 s left"
    clear = "\r\x1b[K"
    assert screen.err.getvalue() == f"{clear}{line}{clear}a message\n{line}{clear}"


def test_progress_is_silent_when_quiet() -> None:
    screen, clock = Screen(ConsoleSettings(is_quiet=True), Terminal()), Clock()
    progress = ProgressLine(screen.console(), clock)
    clock.seconds = 100
    progress.update(done=1)
    progress.finish()
    assert screen.err.getvalue() == ""


def test_progress_in_json_has_the_numbers_as_fields() -> None:
    screen, clock = Screen(ConsoleSettings(log_format="json")), Clock()
    progress = ProgressLine(screen.console(), clock, plain_interval_s=10)
    clock.seconds = 10
    progress.update(done=50, total=100)
    message = json.loads(screen.err.getvalue())
    assert (message["done"], message["total"], message["per_second"]) == (50, 100, 5.0)
    assert (message["queued"], message["seconds_left"]) == (None, 10)


def test_speed_is_that_of_the_last_seconds() -> None:
    screen, clock = Screen(), Clock()
    progress = ProgressLine(screen.console(), clock, plain_interval_s=100)
    for clock.seconds in range(1, 101):
        progress.update(done=int(min(clock.seconds, 50)))
    assert screen.err.getvalue() == "50 pages · 0.0/s · 0 errors\n"


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(0, 50), st.none() | st.integers(0, 900))),
    st.booleans(),
)
def test_progress_takes_any_counts(steps: list[tuple[float, int, int | None]], live: bool) -> None:
    screen, clock = Screen(err=Terminal() if live else io.StringIO()), Clock()
    progress = ProgressLine(screen.console(), clock)
    done = 0
    for seconds, more, total in steps:
        clock.seconds += seconds
        done += more
        progress.update(done=done, total=total)
    progress.finish()
    assert "-" not in screen.err.getvalue()
