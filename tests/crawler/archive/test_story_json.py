import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.story_json import FORMAT, dump_story, load_story
from pipelines.errors import RecordError
from pipelines.items import Entry, Page, SiteRules, SourceHints, WarcPlace
from tests.crawler.archive.exchanges import NOON, URL
from tests.strategies import any_texts

PLACE = WarcPlace(file="run-1.warc.gz", offset=9)
PAGE = Page(
    url=URL,
    url_requested=f"{URL}?from=feed",
    status=200,
    headers={"content-type": "text/html"},
    body=b"<p>one",
    fetched_at=NOON.replace(microsecond=123456),
    entry=Entry(url=URL, title="A headline", authors=("A. Writer",), date_raw="yesterday"),
    hints=SourceHints(
        source_id="gazette", source_type="feed", source_url="https://gazette.example/feed.xml",
        publisher="The Gazette", language="en", timezone="Europe/Berlin", date_order="DMY",
    ),
    warc=PLACE,
)  # fmt: skip
SECOND = Page(
    url=f"{URL}/2",
    url_requested=PAGE.url_requested,
    status=200,
    headers={"content-type": "text/plain"},
    body=b"<p>two",
    fetched_at=NOON,
    warc=WarcPlace(file="run-1.warc.gz", offset=99),
)
BYTES = {page.warc: (page.body, page.headers) for page in (PAGE, SECOND)}


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        replace(PAGE, entry=None, status=None),
        replace(PAGE, further_pages=(SECOND,)),
        replace(PAGE, status=403, failure=("http-403", "the server answered 403")),
        replace(PAGE, is_closed_to_ai=True),
    ],
    ids=["page", "bare", "two pages", "failure", "closed to AI"],
)
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    text = dump_story(page)
    assert text is not None
    assert load_story(text).filled(lambda place: BYTES[place]) == page


@given(title=any_texts(), raw=any_texts(), publisher=any_texts())
def test_any_entry_and_any_hints_come_back(title: str, raw: str, publisher: str) -> None:
    entry = Entry(url=URL, title=title or None, date_raw=raw or None, tags=(title,))
    hints = SourceHints(publisher=publisher or None)
    text = dump_story(replace(PAGE, entry=entry, hints=hints))
    assert text is not None
    page = load_story(text).page
    assert (page.entry, page.hints) == (entry, hints)


def test_folders_rules_and_bytes_are_not_archived() -> None:
    rules = SiteRules(id="gazette", body=("//secret-selector",))
    page = replace(
        PAGE,
        hints=replace(PAGE.hints, rules=rules),
        warc=replace(PLACE, file="/home/me/warc/run-1.warc.gz"),
    )
    text = dump_story(page)
    assert text is not None
    assert "secret" not in text
    assert "home" not in text
    assert "<p>one" not in text
    assert load_story(text).place == PLACE


def test_every_hint_but_rules_is_archived() -> None:
    names = {field.name for field in fields(SourceHints)} - {"rules"}
    assert set(json.loads(dump_story(PAGE) or "")["hints"]) == names


def test_what_is_not_archived_in_full_is_not_described() -> None:
    assert dump_story(replace(PAGE, warc=None)) is None
    assert dump_story(replace(PAGE, further_pages=(replace(SECOND, warc=None),))) is None


BAD = ["", "[]", "{}", "nonsense", '{"format": "other/1"}', f'{{"format": "{FORMAT}"}}']


@pytest.mark.parametrize("text", BAD)
def test_anything_else_is_an_error_that_names_its_place(text: str) -> None:
    with pytest.raises(RecordError, match=r"^a\.warc\.gz:5: no story of newsdesk"):
        load_story(text, "a.warc.gz:5")


@pytest.mark.parametrize("name", ["../run-1.warc.gz", "/etc/a.warc.gz", "..", ""])
def test_no_story_leads_out_of_its_folder(name: str) -> None:
    story = json.loads(dump_story(PAGE) or "")
    with pytest.raises(RecordError, match="is no name of a file"):
        load_story(json.dumps({**story, "file": name}))


@given(values=st.dictionaries(st.sampled_from(["url", "hints", "entry", "status"]), st.none()))
def test_missing_values_are_errors_of_ours(values: dict[str, None]) -> None:
    story = json.loads(dump_story(PAGE) or "")
    for name in values:
        del story[name]
    if values:
        with pytest.raises(RecordError):
            load_story(json.dumps(story))


FORGED: list[dict[str, object]] = [
    {"offset": float("inf")},
    {"offset": 2**63},
    {"offset": -1},
    {"offset": "9"},
    {"status": {}},
    {"url": 5},
    {"url": "\ud800"},
    {"url_requested": "\ud800"},
    {"fetched_at": "2025-11-20T12:00:00"},
    {"fetched_at": "0001-01-01T00:00:00+23:00"},
    {"hints": {"rules": {"body": ["//p"]}}},
    {"hints": {"source_type": "other"}},
    {"hints": {"timezone": 5}},
    {"further_pages": [{}] * 100},
    {"failure": "http-403"},
    {"failure": ["http-403"]},
    {"failure": ["http-403", 5]},
]


@pytest.mark.parametrize("values", FORGED, ids=str)
def test_forged_values_are_errors_of_ours(values: dict[str, object]) -> None:
    story = json.loads(dump_story(PAGE) or "")
    with pytest.raises(RecordError, match="no story of newsdesk"):
        load_story(json.dumps({**story, **values}))
