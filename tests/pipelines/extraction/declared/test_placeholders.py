import pytest

from pipelines.extraction.declared.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "{$plugin.news.site_name}", "{{ site.name }}", "${title}", "%site_name%", "<%= title %>",
        "[NAME]", "[SITE NAME]", "[object Object]", " undefined ", "NULL", "Not set",
    ],
)  # fmt: skip
def test_variables_of_templates_are_found(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Lowmere Courier", "Up by 20 % or 30 %", "[Review] The blue room", "{x} and {y}",
        "null and void", "Nan Hill", "100%", "[sic]", "",
    ],
)  # fmt: skip
def test_texts_are_none(text: str) -> None:
    assert not is_placeholder(text)
