import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.configuration import values
from crawler.configuration.values import BadValueError, Reader

READERS: dict[str, Reader[object]] = {
    "text": values.text,
    "flag": values.flag,
    "identifier": values.identifier,
    "http_url": values.http_url,
    "host": values.host,
    "language": values.language,
    "timezone": values.timezone,
    "pattern": values.pattern,
    "selector": values.selector,
    "header_pairs": values.header_pairs,
    "environment_pairs": values.environment_pairs,
    "header_value": values.header_value,
    "choice": values.choice("DMY", "MDY"),
    "whole_number": values.whole_number(1, 9),
    "duration": values.duration(60, 90_000),
    "fractional_duration": values.fractional_duration(0, 60),
    "many": values.many(values.text),
}

GOOD: dict[str, tuple[Reader[object], object, object]] = {
    "text is stripped": (values.text, " a b ", "a b"),
    "url with port": (values.http_url, "http://127.0.0.1:8088/a", "http://127.0.0.1:8088/a"),
    "url in capitals": (values.http_url, "HTTPS://Example.com", "HTTPS://Example.com"),
    "url of another script": (
        values.http_url,
        "https://новости.example/",
        "https://новости.example/",
    ),
    "host in capitals": (values.host, "WWW.Example.COM.", "www.example.com"),
    "IPv6 address": (values.host, "[::1]", "::1"),
    "language": (values.language, "uk", "uk"),
    "language that records have, withdrawn": (values.language, "sh", "sh"),
    "zone": (values.timezone, "Asia/Kolkata", "Asia/Kolkata"),
    "pattern": (values.pattern, r"/\d{4}/", r"/\d{4}/"),
    "css": (values.selector, "div.a > p", "div.a > p"),
    "xpath": (values.selector, "//time/@datetime", "//time/@datetime"),
    "seconds": (values.duration(60, 9_000), 90, 90),
    "minutes": (values.duration(60, 9_000), "15m", 900),
    "hours with a space": (values.duration(60, 9_000), "2 h", 7_200),
    "half a day": (values.duration(60, 90_000), "0.5d", 43_200),
    "fraction": (values.fractional_duration(0, 60), 0.25, 0.25),
    "one of many": (values.many(values.text), "a", ("a",)),
    "many, each once": (values.many(values.text), ["a", "b", "a"], ("a", "b")),
    "headers": (values.header_pairs, {"X-A": "1"}, (("X-A", "1"),)),
}

BAD: dict[str, tuple[Reader[object], object, str]] = {
    "number for text": (values.text, 3, "in quotes"),
    "blank text": (values.text, "  ", "in quotes"),
    "half a character": (values.text, "\ud800", "lone surrogate"),
    "text for flag": (values.flag, "yes", "true or false"),
    "id with a space": (values.identifier, "my source", "hyphens"),
    "id with a slash": (values.identifier, "a/b", "hyphens"),
    "url without scheme": (values.http_url, "example.com/feed", "http://"),
    "url to complete": (
        values.http_url,
        "example.com:80/feed",
        "write https://example.com:80/feed",
    ),
    "url of ftp": (values.http_url, "ftp://example.com", "http://"),
    "url without host": (values.http_url, "https:///feed", "whole URL"),
    "url with a password": (values.http_url, "https://ida:x@example.com/", "headers_env"),
    "url with a space": (values.http_url, "https://example.com/a b", "whole URL"),
    "url with a bad port": (values.http_url, "https://example.com:x/", "no URL"),
    "host with scheme": (values.host, "https://example.com", "without scheme"),
    "host with path": (values.host, "example.com/news", "without scheme"),
    "regional language": (values.language, "pt-BR", 'write "pt"'),
    "language by name": (values.language, "German", "ISO 639-1"),
    "zone without region": (values.timezone, "berlin", "Europe/Berlin"),
    "zone misspelt": (values.timezone, "Europe/Belrin", "Europe/Berlin"),
    "zone outside the database": (values.timezone, "../etc/passwd", "time zone database"),
    "zone as a long path": (values.timezone, "Europe" + 500 * "/31.02.2025", "time zone database"),
    "huge repetition": (values.pattern, "a{9999999999999}", "no regular expression"),
    "open bracket": (values.pattern, "(a", "no regular expression"),
    "broken selector": (values.selector, "div[", "no selector"),
    "misspelt choice": (values.choice("listing", "sitemap"), "listings", "did you mean 'listing'?"),
    "truth for number": (values.whole_number(0, 9), True, "whole number"),
    "number out of bounds": (values.whole_number(1, 9), 10, "from 1 to 9"),
    "too short": (values.duration(60, 900), 5, "from 60 to 900 seconds, not 5"),
    "as long as no float": (values.duration(60, 900), 10**400, "from 60 to 900 seconds"),
    "unknown unit": (values.duration(60, 900), "5 fortnights", "duration"),
    "truth for duration": (values.duration(0, 900), True, "duration"),
    "no number": (values.fractional_duration(0, 900), math.nan, "duration"),
    "one of many": (values.many(values.language), ["de", "xx"], "'xx' must be"),
    "header as number": (values.header_pairs, {"X-A": 1}, "X-A: must be a text"),
    "headers as text": (values.header_pairs, "X-A: 1", "a table"),
    "header with a space": (values.header_pairs, {"X A": "1"}, "no name of an HTTP header"),
    "header with a line break": (values.header_pairs, {"X-A": "1\r\nX-B: 2"}, "no line break"),
    "secret for a name": (values.environment_pairs, {"A": "Bearer x"}, "not hold the secret"),
}


@pytest.mark.parametrize(("read", "value", "expected"), GOOD.values(), ids=GOOD)
def test_good_values_are_read(read: Reader[object], value: object, expected: object) -> None:
    assert read(value) == expected


@pytest.mark.parametrize(("read", "value", "advice"), BAD.values(), ids=BAD)
def test_bad_values_say_what_would_be_right(
    read: Reader[object], value: object, advice: str
) -> None:
    with pytest.raises(BadValueError) as error:
        read(value)
    assert advice in str(error.value)


@given(
    name=st.sampled_from(sorted(READERS)),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    ),
)
def test_readers_return_or_say_no_on_any_value(name: str, value: object) -> None:
    def outcome() -> object:
        try:
            return READERS[name](value)
        except BadValueError as error:
            return str(error)

    assert outcome() == outcome() != ""


def test_a_secret_is_not_repeated_in_the_message() -> None:
    with pytest.raises(BadValueError) as error:
        values.environment_pairs({"Authorization": "Bearer abc123"})
    assert "abc123" not in str(error.value)


def test_nearest_ignores_case_and_gives_up_on_far_words() -> None:
    assert values.nearest("LANGUAGE", ["language", "limit"]) == "language"
    assert values.nearest("xyz", ["language", "limit"]) is None


def test_alternatives_are_listed_as_people_do() -> None:
    assert values.one_of(["a"]) == '"a"'
    assert values.one_of(["a", "b", "c"]) == '"a", "b" or "c"'
