import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.configuration.entry_paths import EntryPaths
from crawler.discovery.xpath_entries import read_by_xpath
from pipelines.errors import SourceError
from pipelines.items import Entry
from tests.strategies import entry_paths, html_pages

URL = "https://harbour.example/notices/"
PAGE = b"""<html><head><title>Notices</title></head><body><ul>
<li class="notice" id="n1"><h3>Fog <i>over</i> the pier</h3><a href="fog.html">more</a>
 <em>03.02.2026 07:30</em><time datetime="2026-02-03T07:30Z">today</time>
 <p>Ferries wait.</p><p>Bells ring.</p><img src="/fog.png"><b>fog</b><b>ferry</b></li>
<li class="notice"><h3>Tide</h3><a href="/tide">more</a><em>soon</em></li>
<li class="notice"><h3>No link here</h3></li>
<li class="menu"><a href="/contact">Whom to ask</a></li>
</ul><a rel="next" href="?page=2">Next</a></body></html>"""
ITEM = "//li[@class='notice']"
XML = b"""<?xml version="1.0" encoding="iso-8859-1"?><t:table xmlns:t="urn:tides">
<t:row at="2026-02-03"><t:name>High &lt;b&gt;water&lt;/b&gt; at N\xf8rre</t:name>
<link>/norre</link></t:row><t:row><link href="/sondre"/></t:row></t:table>"""


def read(page: bytes, **paths: str) -> tuple[Entry, ...]:
    return read_by_xpath(page, None, URL, EntryPaths(**{"item": ITEM, **paths})).entries  # type: ignore[arg-type]  # by name


def test_every_field_is_read_where_its_path_says() -> None:
    entries = read(
        PAGE,
        title="h3",
        link="a/@href",
        summary="p",
        author='"Harbour office"',
        date="time",
        image="img",
        tags="b",
        guid="@id",
    )
    assert entries[0] == Entry(
        url="https://harbour.example/notices/fog.html",
        guid="n1",
        title="Fog over the pier",
        summary="Ferries wait. Bells ring.",
        date_raw="2026-02-03T07:30Z",
        authors=("Harbour office",),
        tags=("fog", "ferry"),
        image_url="https://harbour.example/fog.png",
    )
    assert entries[1] == Entry(
        url="https://harbour.example/tide", title="Tide", authors=("Harbour office",)
    )
    assert len(entries) == 2


def test_without_a_path_the_first_link_of_an_item_counts() -> None:
    assert [entry.url.rpartition("/")[2] for entry in read(PAGE)] == ["fog.html", "tide"]


@pytest.mark.parametrize(
    ("date_format", "text", "expected"),
    [
        ("%d.%m.%Y %H:%M", "03.02.2026 07:30", "2026-02-03T07:30"),
        ("%d.%m.%Y", "03.02.2026", "2026-02-03"),
        ("%d %b %Y %H:%M:%S %z", "3 Feb 2026 07:30:05 +0100", "2026-02-03T07:30:05+01:00"),
        ("%d.%m.%Y", "yesterday", "yesterday"),
    ],
    ids=["minutes", "day", "zone", "otherwise"],
)
def test_dates_are_read_by_their_format(date_format: str, text: str, expected: str) -> None:
    page = f"<ul><li class='notice'><a href='/1'>1</a><em>{text}</em></li></ul>".encode()
    assert read(page, date="em", date_format=date_format)[0].date_raw == expected


def test_xml_is_read_with_its_namespaces() -> None:
    paths = EntryPaths(item="//t:row", title="t:name", date="@at", parser="xml")
    found = read_by_xpath(XML, None, URL, paths)
    assert found.entries == (
        Entry(
            url="https://harbour.example/norre",
            title="High water at Nørre",
            date_raw="2026-02-03",
        ),
        Entry(url="https://harbour.example/sondre"),
    )


def test_packed_pages_are_unpacked_and_the_next_page_is_found() -> None:
    found = read_by_xpath(gzip.compress(PAGE), None, URL, EntryPaths(item=ITEM))
    assert (found.kind, found.title, len(found.entries)) == ("html", "Notices", 2)
    assert found.next_page == f"{URL}?page=2"


def test_paths_that_find_nothing_are_told() -> None:
    found = read_by_xpath(PAGE, None, URL, EntryPaths(item=ITEM, title="h2", summary="p"))
    assert found.problems == (f"{URL}: entries.title = 'h2' finds nothing in 3 items",)


def test_of_a_list_without_end_as_much_is_read_as_of_a_feed() -> None:
    rows = "".join(f"<li class='notice'><a href='/{n}'>x</a></li>" for n in range(2_003))
    page = f"<ul>{rows}</ul>".encode()
    found = read_by_xpath(page, None, URL, EntryPaths(item=ITEM))
    assert len(found.entries) == 2_000
    assert found.problems == (f"{URL}: 3 items behind the first 2000 are left out",)


XML_ITEM = {"parser": "xml", "item": "//t:row"}
FAILURES: dict[str, tuple[bytes, dict[str, str], str, str]] = {
    "no items": (PAGE, {"item": "//tr"}, "no-entries", "entries.item = '//tr' finds nothing"),
    "no addresses": (PAGE, {"link": "h6"}, "no-entries", "entries.link gives no address in any"),
    "texts": (PAGE, {"item": "//li/@class"}, "no-entries", "finds nothing"),
    "unknown prefix": (XML, {**XML_ITEM, "item": "//x:row"}, "bad-xpath", "entries.item"),
    "nothing": (b" ", {}, "empty-document", "is empty"),
    "no XML": (b"neither", XML_ITEM, "broken-xml", "no elements"),
    "entities": (b'<!DOCTYPE t [<!ENTITY a "b">]><t/>', XML_ITEM, "unsafe-xml", "entities"),
    "too much": (b"<t>" + b"<a/>" * 300_001 + b"</t>", XML_ITEM, "too-complex", "300000 at most"),
}


@pytest.mark.parametrize(
    ("page", "paths", "reason", "message"),
    FAILURES.values(),
    ids=FAILURES,
)
def test_what_cannot_be_read_is_told(
    page: bytes, paths: dict[str, str], reason: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message.replace("(", r"\(")) as error:
        read(page, **paths)
    assert error.value.reason == reason


@given(html_pages(), entry_paths())
def test_any_page_gives_entries_or_says_why_not(page: str, paths: EntryPaths) -> None:
    try:
        found = read_by_xpath(page.encode("utf-8", "replace"), None, URL, paths)
    except SourceError:
        return
    assert found.entries


@given(st.binary(max_size=200), st.sampled_from(("html", "xml")))
def test_any_bytes_give_entries_or_say_why_not(page: bytes, parser: str) -> None:
    with pytest.raises(SourceError):
        read(page, item="//notice", parser=parser)
