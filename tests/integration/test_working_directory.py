"""Modules in the working directory are the user's, whatever they are called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.prose import page

_COMMAND = """
import sys
from crawler.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
"""
"""What pip writes: the folder of the command stands in the path of modules, not the working one."""
_SHADOWING = ("crawler/__init__.py", "html.py", "pipelines/__init__.py", "signal.py")


@pytest.mark.parametrize("verb", ["demo", "extract"])
def test_modules_of_the_working_directory_are_not_taken(tmp_path: Path, verb: str) -> None:
    for name in _SHADOWING:
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise SystemExit('taken')", encoding="utf-8")
    (tmp_path / "project" / "story.htm").write_bytes(page("The crane"))
    (tmp_path / "newsdesk").write_text(_COMMAND, encoding="utf-8")
    arguments = ["story.htm", "--workers", "1"] if verb == "extract" else ["-q"]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "newsdesk"), verb, *arguments],
        cwd=tmp_path / "project",
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"},
    )
    assert done.returncode == 0, done.stderr
    assert "taken" not in done.stdout + done.stderr
    assert verb == "demo" or "1 page: 1 record" in done.stderr
