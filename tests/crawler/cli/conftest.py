from pathlib import Path

import pytest


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a ``sources.toml`` of two sources, in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[source]]\nid = "gazette"\nurl = "https://gazette.example/feed.xml"\ninterval = "1h"\n'
        '[[source]]\nurl = "https://faro.example/"\nkind = "listing"\nenabled = false\n',
        encoding="utf-8",
    )
    return path
