import pytest

from crawler.configuration.tables import Key, Problems, read_table, show, unknown_key
from crawler.configuration.values import text, whole_number
from pipelines.errors import ConfigError

KEYS = {
    "limit": Key(attribute="limit", read=whole_number(1, 9)),
    "url": Key(attribute="url", read=text),
    "headers": Key(attribute="headers", read=text),
}


def test_table_becomes_attributes() -> None:
    problems = Problems("f.toml")
    table = {"url": "a", "limit": 3}
    assert read_table(table, KEYS, "source", problems) == {"url": "a", "limit": 3}
    assert problems.lines == ()
    problems.raise_if_any()


def test_every_problem_is_noted_with_file_place_key_and_value() -> None:
    problems = Problems("f.toml")
    read_table({"limt": 3, "limit": 30}, KEYS, 'source "a"', problems)
    assert problems.lines == (
        'f.toml: source "a": unknown key "limt"; did you mean "limit"?',
        'f.toml: source "a": limit = 30: must be a whole number from 1 to 9, without quotes',
    )
    with pytest.raises(ConfigError) as error:
        problems.raise_if_any()
    assert error.value.reason == "bad-configuration"
    assert error.value.message == "\n".join(problems.lines)


def test_headers_are_never_shown() -> None:
    problems = Problems("f.toml")
    read_table({"headers": {"Authorization": "abc123"}}, KEYS, "", problems)
    assert len(problems.lines) == 1
    assert "abc123" not in problems.lines[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("xmlUrl", 'did you mean "url"?'), ("URL", 'did you mean "url"?'), ("qqq", "known are")],
)
def test_unknown_key_names_what_was_meant(name: str, expected: str) -> None:
    assert expected in unknown_key(name, KEYS)


def test_long_values_are_cut() -> None:
    assert len(show("x" * 500)) == 60


def test_password_in_an_address_is_not_shown() -> None:
    assert show("https://ida:s3cret@gazette.example/feed") == '"https://***@gazette.example/feed"'
    assert show("https://gazette.example/@ida") == '"https://gazette.example/@ida"'
