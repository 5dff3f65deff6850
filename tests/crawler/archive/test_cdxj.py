import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.cdxj import cdxj_line, cdxj_text, surt
from crawler.archive.stored_records import StoredRecord
from tests.strategies import any_texts

SURTS = {
    "https://www.Example.com/Story?b=2&a=1#top": "com,example)/story?a=1&b=2",
    "http://news.example.co.uk:80/": "uk,co,example,news)/",
    "http://example.com:8080/a/": "com,example:8080)/a",
    "https://user:word@example.com": "com,example)/",
    "http://www2.example.com/?": "com,example)/",
    "http://127.0.0.1:9/a": "1,0,0,127:9)/a",
    "http://example.com/%41//b?%7E=1": "com,example)/a/b?~=1",
    "http://example.com/a%20b": "com,example)/a%20b",
    "http://[::1]/a": "::1)/a",
    "urn:something:Else": "urn:something:else",
    "http://[broken/": "http://[broken/",
}


@pytest.mark.parametrize(("url", "key"), SURTS.items())
def test_keys(url: str, key: str) -> None:
    assert surt(url) == key


@given(url=any_texts())
def test_any_address_has_a_key_without_spaces(url: str) -> None:
    assert not set(surt(f"http://a.example/{url}")) & set(" \t\n")


@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_scheme_www_and_fragment_do_not_count(path: str) -> None:
    target = quote(path)
    assert surt(f"http://a.example/{target}") == surt(f"https://www.a.example/{target}#part")


def stored(kind: str = "response", **headers: str) -> StoredRecord:
    return StoredRecord(
        offset=3,
        length=9,
        headers={
            "warc-type": kind,
            "warc-date": "2025-11-20T12:00:00Z",
            "warc-target-uri": "https://gazette.example/a",
            "warc-payload-digest": "sha1:ABC",
            **headers,
        },
        block=b"HTTP/1.1 404 Gone\r\nContent-Type: Text/HTML; a=b\r\n\r\nbody",
    )


def test_a_line_says_where_and_what_an_answer_is() -> None:
    line = cdxj_line(stored(), "a.warc.gz")
    assert line is not None
    key, stamp, fields = line.split(" ", 2)
    assert (key, stamp) == ("example,gazette)/a", "20251120120000")
    assert json.loads(fields) == {
        "url": "https://gazette.example/a",
        "mime": "text/html",
        "status": "404",
        "digest": "sha1:ABC",
        "length": "9",
        "offset": "3",
        "filename": "a.warc.gz",
    }


def test_revisits_and_cut_answers_are_marked() -> None:
    assert '"mime": "warc/revisit"' in (cdxj_line(stored("revisit"), "a") or "")
    assert '"truncated": "length"' in (cdxj_line(stored(**{"warc-truncated": "length"}), "a") or "")


@pytest.mark.parametrize("kind", ["request", "metadata", "warcinfo"])
def test_other_records_have_no_line(kind: str) -> None:
    assert cdxj_line(stored(kind), "a") is None


@given(
    lines=st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1)
    )
)
def test_an_index_is_sorted_by_its_bytes(lines: list[str]) -> None:
    found = cdxj_text(lines).encode().split(b"\n")[:-1]
    assert found == sorted(line.encode() for line in lines)
