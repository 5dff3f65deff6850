import pytest

from pipelines.extraction.metadata.descriptions import clean_descriptions
from pipelines.items import Candidate


def cleaned(*values: str) -> list[str]:
    told = (Candidate(value=value, source="meta") for value in values)
    return [item.value for item in clean_descriptions(told)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("<p>It is open.</p><p><br></p><p>Cars wait.</p>", "It is open. Cars wait."),
        ("The <strong>old</strong> bridge<sup>1</sup> is open.", "The old bridge1 is open."),
        ("Open at last. <a class='more' href='https://post.example/b'>Read on</a>",
         "Open at last. Read on"),
        ("Open at last. <a class='more' href='https://post", "Open at last."),
        ("Erste Zeile<br/>zweite Zeile", "Erste Zeile zweite Zeile"),
        ("Pressure is < 3 bar and > 2 bar", "Pressure is < 3 bar and > 2 bar"),
        ("Why <blink> is gone for good", "Why <blink> is gone for good"),
    ],
    ids=["paragraphs", "inline", "link", "cut off in a tag", "breaks", "signs", "no tag of texts"],
)  # fmt: skip
def test_markup_leaves_the_description(told: str, expected: str) -> None:
    assert cleaned(told) == [expected]


def test_what_says_nothing_is_no_description() -> None:
    assert cleaned("0", "Article", "<p>Article</p>", "{{ page.excerpt }}", "Not set") == []
    assert cleaned("Two words") == ["Two words"]


def test_the_source_stays() -> None:
    (item,) = clean_descriptions([Candidate(value="<i>Two words</i>", source="jsonld")])
    assert item == Candidate(value="Two words", source="jsonld")
