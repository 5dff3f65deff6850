from pathlib import Path

import pytest

from crawler.cli.main import main

pytestmark = pytest.mark.usefixtures("config")


def test_sources_are_listed_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "list"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["id", "kind", "interval", "url"],
        ["gazette", "auto", "1h", "https://gazette.example/feed.xml"],
        ["faro.example", "listing", "-", "https://faro.example/", "(not", "enabled)"],
    ]


def test_good_configuration_passes_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "check"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "all right: 2 sources, 1 of them not enabled, rules for 0 sites" in captured.err


def test_wrong_configuration_fails_the_check(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text('[[source]]\nurl = "https://a.example"\nlangauge = "en"\n', encoding="utf-8")
    assert main(["sources", "check"]) == 2
    assert capsys.readouterr().err == (
        'newsdesk: error: sources.toml: source "https://a.example": '
        'unknown key "langauge"; did you mean "language"?\n'
    )


def test_empty_configuration_is_right_but_worth_a_word(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("", encoding="utf-8")
    assert main(["sources", "check"]) == 0
    assert "lists no source yet" in capsys.readouterr().err
