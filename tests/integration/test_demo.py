"""``newsdesk demo`` as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.newsdesk_runs import ROOT


def test_the_demo_needs_neither_network_nor_the_proxy_of_its_user(tmp_path: Path) -> None:
    folder = tmp_path / "the demo"
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli.main", "demo", "-q", "--output", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "http_proxy": "http://127.0.0.1:9"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert f"Next:    newsdesk report --output '{folder}'" in done.stdout
