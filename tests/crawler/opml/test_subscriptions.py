import re
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.configuration.outline_attributes import FRESHRSS, NEWSDESK
from crawler.configuration.source_file import read_configuration
from crawler.configuration.sources import Source
from crawler.configuration.toml_writer import write_toml
from crawler.opml.subscriptions import read_opml, write_opml
from pipelines.errors import ConfigError
from tests.strategies import any_texts, source_tables, tidy_texts

FIXTURES = Path(__file__).parents[3] / "fixtures" / "sources"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a made-up OPML file."""

    name: str
    children: "list[Folder | dict[str, str]]"


Tree = list[Folder | dict[str, str]]
Found = list[tuple[tuple[str, ...], dict[str, str]]]


def test_subscriptions_of_a_reader_are_read() -> None:
    found = read_opml((FIXTURES / "reader.opml").read_bytes(), "reader.opml")
    assert [(s.url, s.publisher, s.language, s.tags) for s in found.sources] == [
        ("https://hafenbote.example/feed?a=1&b=2", "Der Hafenbote", "de", ("News",)),
        ("https://faro.example/rss.xml", "El Faro", None, ("News/Coast", "es", "regional")),
        ("https://gazette.example/atom.xml", "Gazette", None, ()),
    ]
    assert found.skipped == (
        "reader.opml: gopher://old.example/news must begin with http:// or https://",
    )
    assert found.notes == (
        'reader.opml: outline "Gazette again": https://gazette.example/atom.xml stands there '
        "twice; only its tags are added",
    )


WRONG = {
    "nothing": (b"", "is no OPML"),
    "no XML": (b"https://a.example/", "is no OPML"),
    "a feed": (b"<rss version='2.0'/>", "is no OPML but <rss>"),
    "entities": ((FIXTURES / "entities.opml").read_bytes(), "is no OPML"),
    "unknown encoding": (b"<?xml version='1.0' encoding='x-none'?><opml/>", "is no OPML"),
}


@pytest.mark.parametrize(("data", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_opml_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        read_opml(data, "x.opml")
    assert error.value.reason == "bad-opml"


def file_of(attributes: str) -> bytes:
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declared}<opml><body><outline {attributes}/></body></opml>".encode()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Bread & Butter", "Bread & Butter"),
        ("Caf&eacute; &mdash; news", "Café — news"),
        ("R&D &amp; &#233; &lt;b&gt;", "R&D & é <b>"),
        ("&bogus; &#xzz;", "&bogus; &#xzz;"),
    ],
)
def test_ampersands_that_other_readers_let_pass_are_read(text: str, meant: str) -> None:
    data = file_of(f'title="{text}" xmlUrl="https://a.example/feed?a=1&b=2&lang=de"')
    (source,) = read_opml(data, "x.opml").sources
    assert source.publisher == meant
    assert source.url == "https://a.example/feed?a=1&b=2&lang=de"


def test_space_before_the_declaration_does_no_harm() -> None:
    data = b"\n\n  " + file_of('xmlUrl="https://a.example/feed"')
    assert len(read_opml(data, "x.opml").sources) == 1


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("feed://a.example/feed", "http://a.example/feed"),
        ("feed:https://a.example/feed", "https://a.example/feed"),
        (" FEED:http://a.example/feed", "http://a.example/feed"),
    ],
)
def test_an_address_that_a_reader_was_to_open_is_that_of_its_feed(address: str, url: str) -> None:
    found = read_opml(file_of(f'xmlUrl="{address}"'), "x.opml")
    assert [source.url for source in found.sources] == [url]
    assert f'xmlUrl="{url}"' in write_opml(found.sources).decode()


def test_a_file_that_is_cut_is_refused() -> None:
    with pytest.raises(ConfigError, match="is no OPML"):
        read_opml(file_of('title="R&D" xmlUrl="https://a.example/"')[:-12], "x.opml")


def test_id_that_stands_there_twice_is_made_anew() -> None:
    sources = (Source(id="a", url="https://a.example/"), Source(id="a", url="https://b.example/"))
    found = read_opml(write_opml(sources), "x.opml").sources
    assert [source.id for source in found] == ["a", "b.example"]


def test_a_feed_reader_finds_feeds_only() -> None:
    sources = (
        Source(id="a", url="https://a.example/", kind="feed"),
        Source(id="b", url="https://b.example/", kind="listing"),
    )
    assert write_opml(sources).count(b"xmlUrl=") == 1


def test_a_subscription_in_two_folders_has_the_tags_of_both() -> None:
    feed: dict[str, str] = {"text": "A", "xmlUrl": "https://a.example/feed"}
    data = opml([Folder("One", [feed]), Folder("Two", [feed | {"category": "x"}])])
    (source,) = read_opml(data, "x.opml").sources
    assert source.tags == ("One", "Two", "x")


def test_folders_stand_where_their_first_source_stands() -> None:
    tags = (("B/C",), ("A",), ("B",), (), ("B/C", "x"))
    sources = [Source(id=f"s{n}", url=f"https://{n}.example/", tags=t) for n, t in enumerate(tags)]
    order = [folders for folders, _ in subscriptions(write_opml(sources))]
    assert order == [("B", "C"), ("B", "C"), ("B",), ("A",), ()]


def test_other_files_that_an_outline_names_are_told_and_not_crawled() -> None:
    tree: Tree = [
        {"text": "More", "type": "include", "url": "https://lists.example/more.opml"},
        {"text": "Remote", f"{{{FRESHRSS}}}opmlUrl": "https://lists.example/remote.opml"},
    ]
    found = read_opml(opml(tree), "x.opml")
    assert (found.sources, len(found.notes)) == ((), 2)
    assert all("import" in note for note in found.notes)


def test_folders_without_end_are_cut() -> None:
    tree: Tree = [{"text": "A", "xmlUrl": "https://a.example/feed"}]
    for number in range(5_000):
        tree = [Folder(f"f{number}", tree)]
    (source,) = read_opml(opml(tree), "x.opml").sources
    assert source.tags[0].count("/") == 31
    assert read_opml(write_opml([source]), "x.opml").sources == (source,)


@settings(max_examples=100)
@given(st.lists(source_tables(), max_size=4, unique_by=lambda table: table["url"]))
def test_written_sources_are_read_back(tables: list[dict[str, object]]) -> None:
    sources = {
        f"s{n}": Source(id=f"s{n}", **table)  # type: ignore[arg-type]  # drawn from one strategy a key
        for n, table in enumerate(tables)
    }
    found = read_opml(write_opml(sources.values()), "x.opml", is_trusted=True)
    assert (found.skipped, found.notes) == ((), ())
    assert {source.id: source for source in found.sources} == sources


def test_headers_are_not_written_and_names_of_variables_are() -> None:
    source = Source(
        id="a",
        url="https://a.example/",
        headers=(("X-Plain", "hidden-1"), ("Authorization", "hidden-2")),
        headers_env=(("Authorization", "DESK_KEY"),),
    )
    data = write_opml([source])
    assert b"hidden" not in data
    (back,) = read_opml(data, "x.opml", is_trusted=True).sources
    assert back == replace(source, headers=())


def test_a_strange_file_opens_no_private_network_and_sends_no_secret() -> None:
    source = Source(
        id="a",
        url="https://a.example/",
        allow_private=True,
        headers_env=(("X-Key", "DESK_KEY"),),
    )
    found = read_opml(write_opml([source]), "x.opml")
    assert found.sources == (replace(source, allow_private=False, headers_env=()),)
    assert [note for note in found.notes if "--trust takes it" in note] == list(found.notes)
    assert len(found.notes) == 2


@pytest.mark.parametrize("name", ["exported.opml", "freshrss.opml", "reader.opml"])
def test_what_a_reader_wrote_comes_back(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert_comes_back(data, ignored={"gopher://old.example/news", "Gazette again", "session=abc"})


_ATTRIBUTES = {
    "text": tidy_texts(),
    "title": tidy_texts(),
    "type": st.sampled_from(("rss", "atom", "RSS", "link", "HTML+XPath", "JSONFeed", "odd")),
    "category": st.sampled_from(("x", "/x", "/News/Europe", "a, b,", "News", ",")) | tidy_texts(),
    "language": st.sampled_from(("de", "de-AT", "EN", "klingon")),
    "htmlUrl": st.just("https://a.example/?a=1&b=2"),
    "description": any_texts(),
    "version": st.just("RSS2"),
    f"{{{FRESHRSS}}}xPathItem": st.sampled_from(("//li", "//li[", "count(//li)")),
    f"{{{FRESHRSS}}}xPathItemTitle": st.sampled_from((".//h3", "'\"'")),
    f"{{{FRESHRSS}}}xPathItemTimeFormat": st.sampled_from(("d.m.Y", "D, jS", "U")),
    f"{{{FRESHRSS}}}ttl": st.sampled_from(("900", "-900", "5", "soon")),
    f"{{{FRESHRSS}}}CURLOPT_USERAGENT": tidy_texts(),
    f"{{{FRESHRSS}}}filtersActionRead": st.just("intitle:a\nintitle:b"),
    "{urn:example:own}mood": any_texts(),
    "isComment": st.just("false"),
}


def feeds() -> st.SearchStrategy[dict[str, str]]:
    """Return subscriptions with attributes of all kinds, each there or not."""
    address = st.sampled_from(("xmlUrl", "url"))
    attributes = st.fixed_dictionaries({}, optional=_ATTRIBUTES)
    return st.builds(lambda name, rest: {name: "", **rest}, address, attributes)


def trees() -> st.SearchStrategy[Tree]:
    """Return folders in folders with subscriptions; no folder stands there twice."""
    names = tidy_texts() | st.sampled_from(("News", "a/b", "\\", "a\\/b"))
    leaves = feeds() | st.builds(Folder, names, st.just([]))

    def unique(child: Folder | dict[str, str]) -> object:
        return child.name if isinstance(child, Folder) else id(child)

    def level(children: st.SearchStrategy[object]) -> st.SearchStrategy[Tree]:
        return st.lists(children, max_size=4, unique_by=unique)  # type: ignore[arg-type]  # of one kind

    nested = st.recursive(
        leaves, lambda children: st.builds(Folder, names, level(children)), max_leaves=8
    )
    return level(nested)


@settings(max_examples=150)
@given(trees())
def test_what_an_outline_says_comes_back_with_its_folders_and_order(tree: Tree) -> None:
    assert_comes_back(opml(tree))


def assert_comes_back(data: bytes, ignored: frozenset[str] | set[str] = frozenset()) -> None:
    """Check that OPML → ``sources.toml`` → OPML keeps every word about each subscription."""
    toml = write_toml(read_opml(data, "x.opml").sources)
    written = write_opml(read_configuration(toml, "f.toml").sources)
    before = [
        (folders, {name: value for name, value in said.items() if value not in ignored})
        for folders, said in subscriptions(data)
        if not ignored.intersection(said.values()) or "session=abc" in said.values()
    ]
    after = subscriptions(written)
    assert [folders for folders, _ in after] == [folders for folders, _ in before]
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert {name: new.get(name) for name in old} == old
    again = write_opml(read_opml(written, "x.opml").sources)
    assert again == written


def opml(tree: Tree) -> bytes:
    """Return an OPML file; each subscription gets an address of its own."""
    root = etree.Element("opml", {"version": "2.0"})
    stack = [(etree.SubElement(root, "body"), tree)]
    number = 0
    while stack:
        parent, children = stack.pop()
        for child in children:
            if isinstance(child, Folder):
                element = etree.SubElement(parent, "outline", {"text": child.name})
                stack.append((element, child.children))
                continue
            number += 1
            said = {name: _in_xml(value) for name, value in child.items()}
            for name in {"xmlUrl", "url"} & child.keys():
                said[name] = said[name] or f"https://{number}.example/"
            etree.SubElement(parent, "outline", said)
    return etree.tostring(root)


def _in_xml(text: str) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def subscriptions(data: bytes) -> Found:
    """Return what a file says of each subscription, in order, without our own namespace."""
    found: Found = []

    def walk(element: Element, folders: tuple[str, ...]) -> None:
        for child in element:
            names = {"xmlurl": "xmlUrl"}
            said = {names.get(k, k): v for k, v in child.attrib.items() if v.strip()}
            if "xmlUrl" in said or "url" in said:
                # Which of the two names an address has follows from the type.
                url = said.pop("xmlUrl", None) or said.pop("url", "")
                said = {k: v for k, v in said.items() if not k.startswith(f"{{{NEWSDESK}}}")}
                found.append((folders, {**said, "address": url}))
            else:
                walk(child, (*folders, child.get("text", "")))

    walk(fromstring(data).find("body"), ())
    return found


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_opml(data, "x.opml")
