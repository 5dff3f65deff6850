import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.watching.round_process import RoundOrder, RoundProcess

ORDER = RoundOrder(
    config_path="sources.toml", config_text="é = 1", ids=("a",), options={"limit": 3}
)
ECHO = """
import json, sys
print(json.dumps({"got": json.loads(sys.stdin.readline())}), flush=True)
print("no json", flush=True)
sys.stdin.read()
sys.exit(7)
"""
CHILD = """
import os, sys, time
from crawler.watching.round_process import ParentPipe
pipe = ParentPipe(0, grace_s=float(sys.argv[1]))
pipe.watch()
print("ready", flush=True)
while True:
    pipe.stop_if_closed(lambda: print("stop", flush=True))
    time.sleep(0.02)
"""


def news(running: RoundProcess) -> list[object]:
    found: list[object] = []
    end = time.monotonic() + 30
    while not found and time.monotonic() < end:
        found.extend(running.news())
        time.sleep(0.01)
    return found


def test_an_order_is_the_same_after_its_journey() -> None:
    assert RoundOrder.from_json(ORDER.to_json()) == ORDER
    assert "\n" not in ORDER.to_json()


def test_a_round_gets_its_order_and_tells_its_news_and_its_end() -> None:
    running = RoundProcess(ORDER, [sys.executable, "-c", ECHO])
    (told,) = news(running)
    assert told == {"got": {"config_path": "sources.toml", "config_text": "é = 1",
                            "ids": ["a"], "options": {"limit": 3}}}  # fmt: skip
    assert running.code() is None
    running.end()
    assert running.close() == 7
    assert running.is_cut_short
    assert running.descriptors() == []


def test_the_news_of_a_round_of_thousands_of_sources_is_heard() -> None:
    child = "import json; print(json.dumps({f'source-{n}': [0] * 100 for n in range(5000)}))"
    running = RoundProcess(ORDER, [sys.executable, "-c", child])
    (told,) = news(running)
    assert isinstance(told, dict)
    assert len(told) == 5000
    running.close()


JOINED = """
import json, sys, time
from crawler.watching.round_process import ParentPipe
sys.stdin.buffer.readline()
print(json.dumps({"found": []}), flush=True)
pipe = ParentPipe(0)
pipe.watch()
found = []
while len(found) < 2:
    found.extend(pipe.joining())
    time.sleep(0.02)
print(json.dumps({"found": found}), flush=True)
"""


def test_sources_join_a_round_that_runs() -> None:
    running = RoundProcess(ORDER, [sys.executable, "-c", JOINED])
    assert news(running) == [{"found": []}]
    running.join(("b", "c"))
    running.join(("é",))
    assert news(running) == [{"found": [["b", "c"], ["é"]]}]
    assert (running.joined, running.joinings) == (("b", "c", "é"), 2)
    running.close()


def test_a_round_that_dies_before_it_reads_its_order_is_a_round_that_ended() -> None:
    running = RoundProcess(ORDER, [sys.executable, "-c", "raise SystemExit(4)"])
    assert running.close() == 4
    assert list(running.news()) == []


def test_a_round_can_be_killed() -> None:
    running = RoundProcess(ORDER, [sys.executable, "-c", "import time; time.sleep(99)"])
    running.kill()
    assert running.close() == -signal.SIGKILL


@pytest.mark.parametrize("grace_s", [0.3])
def test_who_watches_a_pipe_is_asked_to_stop_once_and_killed_when_it_does_not(
    grace_s: float,
) -> None:
    read_end, write_end = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(grace_s)],
        stdin=read_end, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(read_end)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    os.close(write_end)
    assert child.stdout.read() == "stop\n"
    assert child.wait(30) == -signal.SIGKILL
    child.stdout.close()


ORPHAN = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], "600"], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_round_whose_watch_was_killed_does_not_take_its_time() -> None:
    quick = CHILD.replace("float(sys.argv[1])", "600.0, orphan_grace_s=0.3")
    watch = subprocess.run(
        [sys.executable, "-c", ORPHAN, quick], capture_output=True, text=True, check=False
    )
    child = int(watch.stdout)
    end = time.monotonic() + 30
    while Path(f"/proc/{child}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
