from dataclasses import replace

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.outline_attributes import FOLDER, FRESHRSS, MAX_KEPT, NEWSDESK
from crawler.configuration.sources import Source
from crawler.opml.outlines import (
    Outline,
    address_of,
    known_names,
    read_outline,
    write_outline,
)

URL = "https://a.example/feed"
TTL = f"{{{FRESHRSS}}}ttl"


def read(folders: tuple[str, ...] = (), **attributes: str) -> Source:
    said = {"xmlUrl": URL, **attributes}
    return read_outline(Outline(folders=folders, attributes=said), URL, is_trusted=False).source


def written(source: Source) -> dict[str, str]:
    return dict(write_outline(source).attributes)


def test_names_are_read_in_any_case_and_empty_values_say_nothing() -> None:
    said = {"XMLURL": URL, "htmlurl": "x", "text": " ", "isComment": "false"}
    assert known_names(said) == {"xmlUrl": URL, "htmlUrl": "x", "isComment": "false"}
    assert address_of(known_names(said)) == URL
    assert address_of({"text": "News"}) is None


def test_a_plain_source_needs_few_words() -> None:
    source = Source(id="a", url=URL, publisher="The A", tags=("News/Europe", "x", "Sea/Ferries"))
    outline = write_outline(source)
    assert outline.folders == ("News", "Europe")
    assert outline.attributes == {
        "type": "rss",
        "text": "The A",
        "title": "The A",
        "xmlUrl": URL,
        "category": "x,/Sea/Ferries",
        f"{{{NEWSDESK}}}id": "a",
    }


def test_what_opml_has_no_word_for_goes_through_our_namespace() -> None:
    source = Source(id="a", url=URL, kind="sitemap", interval_s=900, include=("/a",), limit=5)
    own = {k.rpartition("}")[2]: v for k, v in written(source).items() if NEWSDESK in k}
    assert own == {
        "id": "a",
        "include": '["/a"]',
        "interval": "15m",
        "kind": "sitemap",
        "limit": "5",
    }


def test_only_what_the_source_does_not_say_is_kept() -> None:
    source = read(("News",), text="A", title="A", language="de", htmlUrl="https://a.example/")
    assert source.opml == (("htmlUrl", "https://a.example/"),)
    assert read(title="The A", text="A", language="de-AT").opml == (
        ("text", "A"),
        ("language", "de-AT"),
    )


def test_a_category_without_a_folder_stays_so() -> None:
    source = read(category="x")
    assert (source.tags, source.opml) == (("x",), ((FOLDER, ""),))
    assert write_outline(source).folders == ()
    assert written(source)["category"] == "x"


def test_a_slash_in_the_name_of_a_folder_makes_no_folder() -> None:
    source = read(("A/B", "C\\"))
    assert source.tags == ("A/B/C\\",)
    assert write_outline(source).folders == ("A/B", "C\\")


def test_kept_words_give_way_to_what_was_changed_in_the_source() -> None:
    source = read(
        ("A/B",),
        title="The A",
        text="A",
        language="de-AT",
        type="atom",
        category="/x",
        **{TTL: "900"},
    )
    changed = replace(
        source, publisher="B", language="fr", kind="listing", tags=("y",), interval_s=None
    )
    outline = write_outline(changed)
    said = outline.attributes
    assert outline.folders == ("y",)
    assert (said["title"], said["text"], said["language"]) == ("B", "A", "fr")
    assert (said["type"], said["url"]) == ("link", URL)
    assert "category" not in said
    assert TTL not in said
    assert read_outline(outline, URL, is_trusted=False).source.interval_s is None


def test_a_source_that_is_read_by_xpaths_is_so_for_other_readers_too() -> None:
    source = Source(id="a", url=URL, entries=EntryPaths(item="//li", date_format="%d.%m.%Y"))
    said = written(source)
    assert (said["type"], said[f"{{{FRESHRSS}}}xPathItem"]) == ("HTML+XPath", "//li")
    assert said["xmlUrl"] == URL
    assert "date_format" in said[f"{{{NEWSDESK}}}entries"]


def test_values_of_our_namespace_are_checked() -> None:
    said = {
        "xmlUrl": URL,
        f"{{{NEWSDESK}}}limit": "many",
        f"{{{NEWSDESK}}}mood": "calm",
        f"{{{NEWSDESK}}}user_agent": "123",
    }
    found = read_outline(Outline(folders=(), attributes=said), URL, is_trusted=True)
    assert (found.source.limit, found.source.user_agent) == (None, "123")
    assert [note.partition(":")[2].partition(" ")[0] for note in found.notes] == ["limit", "mood"]


def test_a_kind_that_is_not_read_by_xpath_is_told() -> None:
    said = {
        "xmlUrl": URL,
        "type": "HTML+XPath",
        f"{{{FRESHRSS}}}xPathItem": "//li",
        f"{{{NEWSDESK}}}kind": "feed",
    }
    found = read_outline(Outline(folders=(), attributes=said), URL, is_trusted=True)
    assert found.source.kind == "listing"
    assert found.notes == ("kind 'feed' is not read by XPath; it is taken as listing",)


def test_xpaths_of_our_namespace_need_no_kind() -> None:
    source = read((), **{f"{{{NEWSDESK}}}entries": '{"item": "//li"}'})
    assert (source.kind, source.entries) == ("auto", EntryPaths(item="//li"))


def test_what_is_kept_has_bounds() -> None:
    said = {"xmlUrl": URL, "description": "x" * 10_001, **{f"a{n}": "x" for n in range(99)}}
    found = read_outline(Outline(folders=(), attributes=said), URL, is_trusted=False)
    assert len(found.source.opml) == MAX_KEPT
    assert len(found.notes) == 1 + 99 - MAX_KEPT
