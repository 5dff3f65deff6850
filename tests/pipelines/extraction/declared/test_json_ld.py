import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.declared.json_ld import (
    choose_article_node,
    people_of,
    read_json_ld,
    texts_of,
    types_of,
    urls_of,
)
from pipelines.extraction.tree.markup import parse

NODE = '{"@type": "NewsArticle", "headline": "Bridge opens"}'

READABLE = {
    "plain": NODE,
    "list": f"[{NODE}]",
    "graph": f'{{"@context": "https://schema.org", "@graph": [{NODE}]}}',
    "graph in a list": f'[{{"@graph": [[{NODE}]]}}]',
    "HTML comment": f"<!-- {NODE} -->",
    "CDATA": f"//<![CDATA[\n{NODE}\n//]]>",
    "CDATA in a comment": f"/*<![CDATA[*/{NODE}/*]]>*/",
    "semicolon at the end": f"{NODE};",
    "trailing commas": '{"@type": ["NewsArticle",], "headline": "Bridge opens",}',
    "comments": (
        '{/* a */ "@type": "NewsArticle", // see https://a.example\n "headline": "Bridge opens"}'
    ),
    "raw line break in a text": '{"@type": "NewsArticle", "headline": "Bridge\nopens"}',
    "bad escape": '{"@type": "NewsArticle", "headline": "Bridge opens", "x": "\\d \\u12"}',
    "several values in a row": f"{NODE}\n{{}}",
    "escaped markup": NODE.replace('"', "&quot;"),
    "byte order mark": f"\ufeff{NODE}",
    "main entity": f'{{"@type": "WebPage", "mainEntity": {NODE}}}',
}  # fmt: skip

BROKEN = {
    "empty": "",
    "half": '{"@type": "NewsArticle", "head',
    "script": "var a = 1;",
    "number": "5",
    "text": '"NewsArticle"',
    "deep": "[" * 100_000,
    "deep objects": '{"@graph":' * 5_000,
}

ARTICLES = {
    "article before web page": [{"@type": "WebPage"}, {"@type": "Article", "n": 1}],
    "article before video": [{"@type": "VideoObject"}, {"@type": "NewsArticle", "n": 1}],
    "live blog before article": [{"@type": "NewsArticle"}, {"@type": "LiveBlogPosting", "n": 1}],
    "type with its vocabulary": [
        {"@type": "WebPage"}, {"@type": "https://schema.org/Report", "n": 1},
    ],
    "several types": [{"@type": ["Thing", "BlogPosting"], "n": 1}, {"@type": "WebSite"}],
    "headline of the page": [
        {"@type": "NewsArticle", "headline": "Ferry stops", "author": "A", "articleBody": "b"},
        {"@type": "NewsArticle", "headline": "Bridge opens", "n": 1},
    ],
    "the one that says more": [
        {"@type": "NewsArticle"}, {"@type": "NewsArticle", "datePublished": "2025", "n": 1},
    ],
}  # fmt: skip


def nodes_in(*scripts: str) -> tuple[Mapping[str, object], ...]:
    page = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    tree = parse(f"<html><head><title>t</title>{page}</head><body></body></html>")
    return read_json_ld(tree.iter("script"))


@pytest.mark.parametrize("script", READABLE.values(), ids=READABLE.keys())
def test_json_is_read_as_pages_write_it(script: str) -> None:
    node = choose_article_node(nodes_in(script))
    assert texts_of(node.get("headline")) == ("Bridge opens",)


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_script_does_not_harm_the_next(script: str) -> None:
    assert nodes_in(script, NODE) == nodes_in(NODE)


def test_other_scripts_are_not_read() -> None:
    page = f"<html><head><script>{NODE}</script></head><body><p>a</p></body></html>"
    assert read_json_ld(parse(page).iter("script")) == ()


@pytest.mark.parametrize("nodes", ARTICLES.values(), ids=ARTICLES.keys())
def test_the_node_of_the_article_is_chosen(nodes: list[Mapping[str, object]]) -> None:
    assert choose_article_node(tuple(nodes), "Bridge opens - Lowmere Post").get("n") == 1


@pytest.mark.parametrize("key", ["liveBlogUpdate", "comment", "hasPart", "itemListElement"])
def test_texts_inside_another_text_are_no_article(key: str) -> None:
    nodes = nodes_in(json.dumps({"@type": "WebSite", key: [{"@type": "Article", "headline": "x"}]}))
    assert choose_article_node(nodes) == {}


def test_no_article_is_an_empty_node() -> None:
    assert choose_article_node(nodes_in('{"@type": "Organization", "name": "Post"}')) == {}


TEXTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "text": ("  Ada\n Long ", ("Ada Long",)),
    "entities": ("Long &amp; Short", ("Long & Short",)),
    "entities escaped twice": ("Long&amp;amp;#39;s", ("Long's",)),
    "number": (2025, ("2025",)),
    "node": ({"@type": "Person", "name": "Ada Long"}, ("Ada Long",)),
    "value": ({"@value": "Ada"}, ("Ada",)),
    "list with repeats": (["Ada", {"name": ["Ada", "Ben"]}], ("Ada", "Ben")),
    "nothing": (None, ()),
    "Boolean": (True, ()),
    "empty": ("", ()),
}


@pytest.mark.parametrize(("value", "texts"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_are_read_from_any_shape(value: object, texts: tuple[str, ...]) -> None:
    assert texts_of(value) == texts


def test_addresses_are_read_from_any_shape() -> None:
    value = ["/a", {"url": "/b"}, {"@id": "/c"}, {"contentUrl": "/d"}, {"url": ["/e"]}, 5, None]
    assert urls_of(value) == ("/a", "/b", "/c", "/d", "/e")


def test_types_lose_their_vocabulary() -> None:
    assert types_of({"@type": ["schema:Person", "https://schema.org/Thing"]}) == ("Person", "Thing")


@given(st.text(max_size=80))
def test_any_script_is_survived(script: str) -> None:
    tree = parse(
        "<html><head><script type='application/ld+json'></script></head><body></body></html>"
    )
    element = next(tree.iter("script"))
    element.text = "".join(c for c in script if c.isprintable())
    assert isinstance(read_json_ld(tree.iter("script")), tuple)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", "name", "url", "headline"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_survived(value: object) -> None:
    script = json.dumps(value).replace("<", " ")
    nodes = nodes_in(script)
    assert all("@type" in node for node in nodes)
    assert choose_article_node(nodes) in (*nodes, {})
    assert all(texts_of(value))
    assert all(urls_of(value))


ADA: dict[str, object] = {"@type": "Person", "@id": "#ada", "name": "Ada Long"}

PEOPLE: dict[str, tuple[list[dict[str, object]], list[str]]] = {
    "by value": ([{"@type": "Article", "author": ADA}], ["Ada Long"]),
    "by text": ([{"@type": "Article", "author": "Ada Long"}], ["Ada Long"]),
    "by reference": ([{"@type": "Article", "author": [{"@id": "#ada"}]}, ADA], ["Ada Long"]),
    "reference to nothing": ([{"@type": "Article", "author": {"@id": "#ben"}}], []),
    "creator": ([{"@type": "Article", "creator": ADA}], ["Ada Long"]),
    "other description of the page": (
        [{"@type": "Article"}, {"@type": "WebPage", "author": ADA}], ["Ada Long"],
    ),
    "only person of the page": ([{"@type": "Article"}, ADA], ["Ada Long"]),
    "several persons": ([{"@type": "Article"}, ADA, {"@type": "Person", "name": "Ben"}], []),
    "nobody": ([{"@type": "Article"}], []),
}  # fmt: skip


@pytest.mark.parametrize(("nodes", "names"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_found_by_value_and_by_reference(
    nodes: list[dict[str, object]], names: list[str]
) -> None:
    found = people_of(nodes[0], tuple(nodes))
    assert [name for person in found for name in texts_of(person)] == names
