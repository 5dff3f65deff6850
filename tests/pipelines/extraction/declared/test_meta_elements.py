from pipelines.extraction.declared import meta_tables
from pipelines.extraction.declared.meta_elements import (
    gather_elements,
    pick,
    read_card_labels,
    read_meta_elements,
)
from pipelines.extraction.tree.markup import parse
from pipelines.items import Candidate

PAGE = """<html><head>
<meta property="og:title" content=" Bridge  opens "><meta name="Author" content="Ada Long">
<meta name="author" content="Ben Short"><meta name="author" content="Ada Long">
<meta itemprop="datePublished" content="2025-02-03">
<meta http-equiv="Content-Language" content="en">
<meta name="empty" content=""><meta content="no name"><meta charset="utf-8">
</head><body></body></html>"""


def test_values_are_clean_and_stand_once_under_lower_case_names() -> None:
    assert read_meta_elements(parse(PAGE).iter("meta")) == {
        "og:title": ("Bridge opens",),
        "author": ("Ada Long", "Ben Short"),
        "datepublished": ("2025-02-03",),
        "content-language": ("en",),
    }


def test_candidates_follow_the_order_of_the_names() -> None:
    metas = {"b": ("2", "3"), "a": ("1",)}
    expected = tuple(Candidate(value=value, source="meta") for value in ("1", "2", "3"))
    assert pick(metas, ("a", "none", "b")) == expected


def test_names_in_the_tables_are_lower_case_and_stand_in_one_table_once() -> None:
    tables = [value for value in vars(meta_tables).values() if isinstance(value, tuple)]
    names = [name for table in tables for name in table]
    assert names
    assert all(name == name.lower().strip() for name in names)
    assert len(names) == len(set(names))


def test_labelled_fields_of_a_card_give_the_author() -> None:
    metas = {
        "twitter:label1": ("Time to read",),
        "twitter:data1": ("5 minutes",),
        "twitter:label2": ("Written by",),
        "twitter:data2": ("Ada Long",),
    }
    assert read_card_labels(metas) == ("Ada Long",)
    assert read_card_labels({"twitter:label1": ("Written by",)}) == ()
    assert read_card_labels({}) == ()


def test_labels_are_casefolded() -> None:
    assert all(label == label.casefold() for label in meta_tables.CARD_AUTHOR_LABELS)


def test_declaring_elements_are_gathered_in_document_order() -> None:
    found = gather_elements(
        parse(
            "<title>T</title><meta name=a><link rel=canonical><script></script>"
            "<h1>One</h1><a rel=license>L</a><a>No</a><h1>Two</h1><meta name=b>"
        )
    )
    assert [item.get("name") for item in found.metas] == ["a", "b"]
    assert [item.get("rel") for item in found.links] == ["canonical", "license"]
    assert [item.text for item in found.headlines] == ["One", "Two"]
    assert (len(found.scripts), len(found.titles)) == (1, 1)
