import pytest

from pipelines.cleaning.rules.no_words import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs


@pytest.mark.parametrize(
    "text", ["* * *", "•", "—", "|", "…", "🐝", ">>", "“”", "© |", "{{ article.date }}"]
)
def test_block_without_a_letter_or_digit_goes(text: str) -> None:
    assert claimed_between_paragraphs(RULE, text) == [text]


@pytest.mark.parametrize(
    "text",
    ["I.", "2024", "А", "я", "蜂", "ا", "٣", "½", "C++", "{{ article.date }} Lowmere", "{{}} bees"],
)
def test_block_with_a_letter_or_digit_stays(text: str) -> None:
    assert claimed_between_paragraphs(RULE, text) == []


def test_code_may_be_signs_alone() -> None:
    assert claimed_between_paragraphs(RULE, Block(text="{}", kind="code")) == []
