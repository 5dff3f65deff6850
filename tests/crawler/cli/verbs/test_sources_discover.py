"""Order and form of what was found. The search: tests/integration/test_sources_discover.py."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from crawler.cli.main import main
from crawler.configuration.source_file import read_configuration
from crawler.discovery.discovered import FoundKind
from crawler.short_crawls import discovering
from crawler.short_crawls.discovering import Finding, FoundSource, NoSource

_PAGE = "https://courier.example/"


def _found(kind: FoundKind, name: str, stories: int, *, is_aside: bool = False) -> FoundSource:
    return FoundSource(
        url=f"{_PAGE}{name}", kind=kind, stories=stories, title=None, is_aside=is_aside
    )


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what makes the search find something."""

    def find(*findings: Finding) -> None:
        def search(
            url: str, overrides: Mapping[str, object], take: Callable[[Finding], None]
        ) -> None:
            for finding in findings:
                take(finding)

        monkeypatch.setattr(discovering, "discover_sources", search)

    return find


def test_feeds_stand_before_lists_and_what_is_aside_last(
    finds: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    finds(
        _found("listing", "", 30),
        _found("feed", "comments.xml", 40, is_aside=True),
        _found("feed", "sport.xml", 5),
        FoundSource(
            url=f"{_PAGE}feed.xml", kind="feed", stories=20, title="All", newest=date(2026, 11, 23)
        ),
    )
    assert main(["sources", "discover", _PAGE]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["kind", "stories", "newest", "url", "title"],
        ["feed", "20", "2026-11-23", f"{_PAGE}feed.xml", "All"],
        ["feed", "5", "-", f"{_PAGE}sport.xml", "-"],
        ["listing", "30", "-", _PAGE, "-"],
        ["feed", "40", "-", f"{_PAGE}comments.xml", "-"],
    ]


def test_printed_toml_reads_each_source_as_it_was_found(
    finds: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    finds(_found("listing", "", 30), _found("feed", "feed.xml", 20))
    assert main(["sources", "discover", _PAGE, "--format", "toml"]) == 0
    sources = read_configuration(capsys.readouterr().out, "stdout", {}).sources
    assert [(source.kind, source.url) for source in sources] == [
        ("auto", f"{_PAGE}feed.xml"),
        ("listing", _PAGE),
    ]


def test_nothing_found_is_a_failure_that_says_why(
    finds: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    finds(NoSource(url=_PAGE, reason="http-404", detail="not found", is_asked_for=True))
    assert main(["sources", "discover", _PAGE]) == 1
    said = capsys.readouterr().err
    assert f"{_PAGE}: http-404: not found" in said
    assert said.endswith("no source was found; -v tells what was tried\n")


def test_a_page_without_stories_is_told_what_may_help(
    finds: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    finds(NoSource(url=_PAGE, reason="no-entries", detail="no stories", is_asked_for=True))
    assert main(["sources", "discover", _PAGE]) == 1
    assert "`entries` says by XPath where" in capsys.readouterr().err


def test_address_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "discover", "courier"]) == 2
    assert "courier" in capsys.readouterr().err
