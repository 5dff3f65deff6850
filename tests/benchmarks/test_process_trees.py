import os
import subprocess
import sys

from benchmarks.process_trees import TreeSize, proportional_kb, session_members, size_of


def test_the_processes_of_a_session_are_found_until_they_end() -> None:
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    assert session_members(process.pid) == [process.pid]
    process.communicate()
    assert session_members(process.pid) == []
    assert size_of([process.pid]) == TreeSize()


def test_a_process_has_a_size() -> None:
    size = size_of([os.getpid()])
    assert size.processes == 1
    assert size.resident_kb > 1000
    assert size.descriptors >= 3


def test_what_is_shared_is_counted_once() -> None:
    alone = proportional_kb([os.getpid()])
    assert 1000 < alone <= size_of([os.getpid()]).resident_kb
    assert proportional_kb([2**22 + 1]) == 0  # no such process
