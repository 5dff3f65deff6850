"""The environment that the peers are installed in, apart from newsdesk's own.

It is set up once, in ``$XDG_CACHE_HOME/newsdesk-benchmarks`` (``~/.cache`` without it), and used
again until the requirements or the Python change.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "peers" / "requirements.txt"
_STAMP = ".requirements"

Run = Callable[[Sequence[str]], bool]
"""Runs a command; returns whether it succeeded."""


class EnvironmentFailed(Exception):  # noqa: N818 - the peers are reported and left out
    """No environment could be made; the message says how far it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerEnvironment:
    """An environment with the peers that could be installed."""

    python: Path
    not_installed: tuple[str, ...] = ()
    """Requirements that could not be installed."""


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that the environment of the peers is kept in."""
    base = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "newsdesk-benchmarks"


def run_quietly(command: Sequence[str]) -> bool:
    """Run a command without its output; return whether it succeeded."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def set_up(folder: Path, requirements: Path = REQUIREMENTS, run: Run = run_quietly) -> (
    PeerEnvironment
):  # fmt: skip
    """Return the environment in a folder, made anew unless it was made of the same requirements.

    If the requirements cannot be installed together, each is tried on its own.

    Raises:
        EnvironmentFailed: Python can make no environment here.
    """
    python = folder / "bin" / "python"
    wanted = _fingerprint(requirements)
    stamp = folder / _STAMP
    if stamp.is_file() and python.exists():
        made_of, *missing = stamp.read_text(encoding="utf-8").splitlines()
        if made_of == wanted:
            return PeerEnvironment(python=python, not_installed=tuple(missing))
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _make(folder, run)
    failed = _install(python, requirements, run)
    folder.mkdir(exist_ok=True)
    stamp.write_text("\n".join([wanted, *failed]) + "\n", encoding="utf-8")
    return PeerEnvironment(python=python, not_installed=failed)


def requirement_lines(requirements: Path) -> tuple[str, ...]:
    """Return the requirements of a file without its comments."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    bare = (line.partition("#")[0].strip() for line in lines)
    return tuple(line for line in bare if line)


def _fingerprint(requirements: Path) -> str:
    told = "\n".join([sys.version, sys.prefix, *requirement_lines(requirements)])
    return hashlib.sha256(told.encode()).hexdigest()


def _make(folder: Path, run: Run) -> None:
    # Debian's python3 comes without ensurepip: there, virtualenv does the same.
    if not any(run([sys.executable, "-m", tool, str(folder)]) for tool in ("venv", "virtualenv")):
        raise EnvironmentFailed(
            f"no environment for the peers in {folder}: neither venv nor virtualenv works"
        )


def _install(python: Path, requirements: Path, run: Run) -> tuple[str, ...]:
    """Install the requirements; return those that cannot be."""
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    # Pips before 25 cannot resolve the peers together.
    run([*pip, "--upgrade", "pip"])
    if run([*pip, "--requirement", str(requirements)]):
        return ()
    return tuple(line for line in requirement_lines(requirements) if not run([*pip, line]))
