import pytest

from pipelines.report.rejection_reasons import reason_of, rejection_reasons_markdown


@pytest.mark.parametrize(
    ("slug", "documented"),
    [
        ("no-article-body", "no-article-body"),
        ("http-404", "http-…"),
        ("duplicate-canonical-url", "duplicate-…"),
    ],
)
def test_a_reason_is_known_by_its_slug(slug: str, documented: str) -> None:
    reason = reason_of(slug)
    assert reason is not None
    assert reason.slug == documented
    assert reason.meaning
    assert reason.remedy


@pytest.mark.parametrize("slug", ["", "http", "…", "unknown", "no-such-reason"])
def test_other_words_are_no_reason(slug: str) -> None:
    assert reason_of(slug) is None


def test_what_is_said_of_pages_goes_before_what_is_said_of_sources() -> None:
    reason = reason_of("too-complex")
    assert reason is not None
    assert "tags" in reason.meaning


def test_page_has_a_row_for_each_reason() -> None:
    page = rejection_reasons_markdown()
    assert page.startswith("# ")
    assert "\n| http-… | the server answered" in page
    assert "## The source could not be read\n\nThese end a source" in page
