"""``newsdesk demo`` as a process of its own."""

import os
from pathlib import Path

from tests.integration.newsdesk_runs import TIMEOUT_S, newsdesk


def test_the_demo_needs_neither_network_nor_the_proxy_of_its_user(tmp_path: Path) -> None:
    folder = tmp_path / "the demo"
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9"}
    done = newsdesk("demo", "-q", "--output", str(folder), env=environment, timeout_s=4 * TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert f"Next:    newsdesk report --output '{folder}'" in done.stdout
