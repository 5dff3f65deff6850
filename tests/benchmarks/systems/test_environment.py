"""The environment of the peers, with a pip that installs nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.systems.environment import (
    REQUIREMENTS,
    EnvironmentFailed,
    cache_folder,
    requirement_lines,
    set_up,
)


class FakeRun:
    """Makes an empty environment; fails on commands that hold one of the given words."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.commands: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str]) -> bool:
        self.commands.append(command)
        if any(word in part for part in command for word in self.failing):
            return False
        if command[2] in {"venv", "virtualenv"}:
            python = Path(command[3]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()
        return True


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("# peers\none==1\ntwo==2  # why\n", encoding="utf-8")
    return path


def test_it_is_made_once_and_used_again(tmp_path: Path, requirements: Path) -> None:
    first = set_up(tmp_path / "env", requirements, FakeRun())
    again = FakeRun()
    assert set_up(tmp_path / "env", requirements, again) == first
    assert again.commands == []
    assert first.python == tmp_path / "env" / "bin" / "python"
    assert first.not_installed == ()


def test_other_requirements_make_it_anew(tmp_path: Path, requirements: Path) -> None:
    set_up(tmp_path / "env", requirements, FakeRun())
    requirements.write_text("one==2\n", encoding="utf-8")
    again = FakeRun()
    set_up(tmp_path / "env", requirements, again)
    assert again.commands


def test_what_cannot_be_installed_is_told_and_remembered(
    tmp_path: Path, requirements: Path
) -> None:
    made = set_up(tmp_path / "env", requirements, FakeRun("--requirement", "two"))
    assert made.not_installed == ("two==2",)
    assert set_up(tmp_path / "env", requirements, FakeRun()) == made


def test_virtualenv_stands_in_for_venv(tmp_path: Path, requirements: Path) -> None:
    run = FakeRun()
    run.failing = ("venv", "virtualenv")
    with pytest.raises(EnvironmentFailed, match="neither venv nor virtualenv works"):
        set_up(tmp_path / "env", requirements, run)
    assert [command[2] for command in run.commands] == ["venv", "virtualenv"]


def test_the_cache_folder_follows_the_environment() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/newsdesk-benchmarks")
    assert cache_folder({}) == Path.home() / ".cache" / "newsdesk-benchmarks"


def test_every_peer_is_pinned() -> None:
    assert all("==" in line for line in requirement_lines(REQUIREMENTS))
