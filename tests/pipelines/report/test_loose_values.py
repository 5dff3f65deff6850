from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.loose_values import number_at, tables_at, text_at, texts_at

_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=5,
)


def test_values_of_their_type_are_returned() -> None:
    line = {"text": "a", "number": 3, "list": ["a", 1, {"b": 2}]}
    assert text_at(line, "text", "?") == "a"
    assert number_at(line, "number") == 3
    assert texts_at(line, "list") == ["a"]
    assert tables_at(line, "list") == [{"b": 2}]


def test_absent_empty_and_odd_values_count_as_absent() -> None:
    line = {"empty": "", "true": True, "negative": -1}
    assert text_at(line, "none", "?") == text_at(line, "empty", "?") == "?"
    assert number_at(line, "true") == number_at(line, "negative") == number_at(line, "none") == 0


@given(_ANYTHING)
def test_any_value_can_be_asked_for(value: object) -> None:
    line = {"key": value}
    assert isinstance(text_at(line, "key", "?"), str)
    assert number_at(line, "key") >= 0
    assert all(isinstance(text, str) for text in texts_at(line, "key"))
    assert all(isinstance(table, dict) for table in tables_at(line, "key"))
