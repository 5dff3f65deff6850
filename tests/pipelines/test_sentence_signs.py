import pytest

from pipelines.sentence_signs import ends_like_a_sentence


@pytest.mark.parametrize(
    "text",
    [
        "It sails.",
        "“It sails.” ",
        "Sails it? (No!)",
        "船が戻る。」",
        "（完了。）",
        "وہ آیا۔",
        "वह आया।",
    ],
)
def test_mark_ends_a_sentence_whatever_closes_behind_it(text: str) -> None:
    assert ends_like_a_sentence(text)


@pytest.mark.parametrize("text", ["", "It sails", "“It sails”", "船が戻る", "Quay:", "。x"])
def test_text_without_such_a_mark_ends_like_none(text: str) -> None:
    assert not ends_like_a_sentence(text)
