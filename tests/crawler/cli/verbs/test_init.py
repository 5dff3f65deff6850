from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.configuration.source_file import load_configuration

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_file_is_written_and_passes_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert "wrote sources.toml" in capsys.readouterr().err
    assert main(["sources", "check"]) == 0


def test_next_step_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert capsys.readouterr().err == (
        "wrote sources.toml; next: `newsdesk sources add URL`, then `newsdesk crawl`\n"
    )
    assert main(["init", "--config", "my news.toml", "https://a.example/"]) == 0
    assert capsys.readouterr().err == (
        "wrote my news.toml; next: `newsdesk crawl --config 'my news.toml'`\n"
    )


def test_example_in_the_repository_is_what_init_writes() -> None:
    main(["init", "-q"])
    assert Path("sources.toml").read_bytes() == (ROOT / "sources.toml").read_bytes()


def test_file_is_not_overwritten_unless_forced(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sources.toml").write_text("# mine\n", encoding="utf-8")
    assert main(["init"]) == 1
    assert "--force" in capsys.readouterr().err
    assert Path("sources.toml").read_text(encoding="utf-8") == "# mine\n"
    assert main(["init", "--force"]) == 0
    assert Path("sources.toml").read_text(encoding="utf-8") != "# mine\n"


def test_named_urls_are_the_first_sources() -> None:
    assert main(["init", "--config", "my.toml", "https://a.example/feed", "https://b.example"]) == 0
    sources = load_configuration(Path("my.toml"), {}).sources
    assert [source.url for source in sources] == ["https://a.example/feed", "https://b.example"]


def test_wrong_url_writes_nothing() -> None:
    assert main(["init", "a.example"]) == 2
    assert not Path("sources.toml").exists()
