import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.urls import (
    canonicalize_url,
    choose_canonical_url,
    is_http_url,
    is_same_site,
    registered_domain,
    similar_urls,
    url_id,
)

TABLE = Path(__file__).parents[2] / "pipelines" / "tracking_parameters.toml"
STORY = "https://www.lowmere.example/news/harbour-crane-returns"

CANONICAL = {
    "scheme and host in lower case": ("HTTPS://News.Example/Path", "https://news.example/Path"),
    "default port": ("http://news.example:80/a", "http://news.example/a"),
    "default port of the other scheme": ("http://news.example:443/", "http://news.example:443/"),
    "empty port": ("http://news.example:/a", "http://news.example/a"),
    "no path": ("https://news.example", "https://news.example/"),
    "empty query": ("https://news.example/a?&&", "https://news.example/a"),
    "fragment": ("https://news.example/a#top", "https://news.example/a"),
    "hashbang": ("https://news.example/a#!/b/5", "https://news.example/a"),
    "dots around an international host": ("https://..é。/a", "https://xn--9ca/a"),
    "final dot of the host": ("https://news.example./a", "https://news.example/a"),
    "user name": ("https://me:pw@news.example/a", "https://news.example/a"),
    "dot segments": ("https://news.example/a/./b/../../c/..", "https://news.example/"),
    "escaped dot segments": ("https://news.example/a/%2e%2E/b", "https://news.example/b"),
    "slash at the end stays": ("https://news.example/a/", "https://news.example/a/"),
    "escapes in one form": ("https://n.example/%7ea%c3%a9/%2f", "https://n.example/~a%C3%A9/%2F"),
    "letters that need escapes": ("https://n.example/é ü?q=ö", "https://n.example/%C3%A9%20%C3%BC?q=%C3%B6"),
    "lone percent sign": ("https://n.example/100%", "https://n.example/100%25"),
    "international host": ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
    "sharp s is its own letter": ("https://faß.example/", "https://xn--fa-hia.example/"),
    "emoji host": ("https://☃.example/", "https://xn--n3h.example/"),
    "space around": (" \nhttps://news.example/a\t", "https://news.example/a"),
    "line break inside": ("https://news.example/lo\nng", "https://news.example/long"),
    "backslashes": ("https://news.example\\a\\b?q=\\", "https://news.example/a/b?q=%5C"),
    "IPv6": ("http://[::1]:80/a", "http://[::1]/a"),
    "tracking parameters": (
        "https://n.example/a?utm_source=x&id=5&fbclid=y&UTM_Medium=z",
        "https://n.example/a?id=5",
    ),
    "escaped name of a tracking parameter": ("https://n.example/?utm%5Fid=1", "https://n.example/"),
    "ampersands escaped twice": (
        "https://n.example/?a=1&amp;utm_source=x&amp;amp;b=2",
        "https://n.example/?a=1&b=2",
    ),
    "ampersands escaped as entities and then as addresses": (
        "https://n.example/?a=1&amp%3Butm_source=x&amp%3bamp;b=2",
        "https://n.example/?a=1&b=2",
    ),
    "order of parameters": ("https://n.example/?b=2&a=1&b=1", "https://n.example/?a=1&b=2&b=1"),
    "order of bare parameters stays": ("https://n.example/?z&b=2&a=1", "https://n.example/?z&b=2&a=1"),
    "session number in the path": (
        "https://n.example/a;jsessionid=A1.b?x=1",
        "https://n.example/a?x=1",
    ),
    "other path parameters stay": ("https://n.example/a;v=2/b", "https://n.example/a;v=2/b"),
    "other schemes": (" mailto:A@News.Example ", "mailto:A@News.Example"),
    "no host": ("http:///a", "http:///a"),
    "host of dots only": ("http://../a", "http://../a"),
    "impossible port": ("http://news.example:99999/#a", "http://news.example:99999/#a"),
    "torn IPv6": ("http://[::1/a", "http://[::1/a"),
    "no URL": ("not a URL", "not a URL"),
}  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), CANONICAL.values(), ids=CANONICAL.keys())
def test_url_gets_its_canonical_form(url: str, expected: str) -> None:
    assert canonicalize_url(url) == expected


UNEQUAL = {
    "scheme": ("http://n.example/a", "https://n.example/a"),
    "www": ("https://n.example/a", "https://www.n.example/a"),
    "case of the path": ("https://n.example/a", "https://n.example/A"),
    "page number": ("https://n.example/a?page=1", "https://n.example/a?page=2"),
    "escaped slash": ("https://n.example/a%2Fb", "https://n.example/a/b"),
    "escaped ampersand": ("https://n.example/?a=1%26b=2", "https://n.example/?a=1&b=2"),
    "order of equal names": ("https://n.example/?a=1&a=2", "https://n.example/?a=2&a=1"),
}


@pytest.mark.parametrize(("a", "b"), UNEQUAL.values(), ids=UNEQUAL.keys())
def test_addresses_that_can_be_two_pages_stay_apart(a: str, b: str) -> None:
    assert canonicalize_url(a) != canonicalize_url(b)


_PIECES = st.sampled_from(
    ["/", "//", "..", ".", "%", "%2e", "%41", "&", "amp;", "=", "?", "#", ";", ":", "@", "\\", " ",
     "\n", "[", "]", "utm_x", "jsessionid", "é", "ß", "。", "\udc80", "\u2028", "xn--", "aZ1"]
)  # fmt: skip
_URLS = st.builds(
    lambda scheme, pieces: scheme + "".join(pieces),
    st.sampled_from(["http://", "HTTPS://", "http://n.example/", "https://n.example/?", ""]),
    st.lists(_PIECES | st.text(max_size=4), max_size=12),
)


@given(_URLS | st.text())
@example("http://a/%%34%31")
@example("http://a/;jsessi;jsessionid=onid=1")
@example("http://a/..;jsessionid=1/b")
@settings(max_examples=300)
def test_canonical_form_of_any_text_is_canonical(url: str) -> None:
    canonical = canonicalize_url(url)

    assert canonicalize_url(canonical) == canonical
    assert is_http_url(canonical) == is_http_url(url)
    if is_http_url(url):
        assert canonical.encode("utf-8")
        assert "#" not in canonical


@given(_URLS | st.text())
@example("http://..é")
def test_any_text_has_a_domain_and_an_id(url: str) -> None:
    assert registered_domain(url) == registered_domain(canonicalize_url(url))
    assert len(url_id(url)) == 32


@given(st.lists(st.sampled_from(["utm_source=a", "gclid=1", "mc_eid=b", "fbclid="]), max_size=5))
def test_tracking_never_changes_the_identity(trackers: list[str]) -> None:
    assert (
        canonicalize_url(f"{STORY}?{'&'.join([*trackers, 'id=5', *trackers])}") == f"{STORY}?id=5"
    )


DOMAINS = {
    "host below": ("https://www.news.lowmere.co.uk/a", "lowmere.co.uk"),
    "bare host": ("WWW.lowmere.com.", "lowmere.com"),
    "blog host": ("https://crane.blogspot.com/", "crane.blogspot.com"),
    "suffix alone": ("https://co.uk/", "co.uk"),
    "unknown suffix": ("https://news.lowmere.invalid/", "lowmere.invalid"),
    "one word": ("http://localhost:8000/", "localhost"),
    "IPv4": ("http://127.0.0.2:81/", "127.0.0.2"),
    "IPv6": ("http://[2001:db8::1]/", "2001:db8::1"),
    "international": ("https://www.bücher.de/", "xn--bcher-kva.de"),
    "nothing": ("", ""),
    "torn": ("http://[", ""),
}


@pytest.mark.parametrize(("url", "expected"), DOMAINS.values(), ids=DOMAINS.keys())
def test_url_has_a_registered_domain(url: str, expected: str) -> None:
    assert registered_domain(url) == expected


def test_hosts_of_one_domain_are_one_site() -> None:
    assert is_same_site("https://amp.lowmere.co.uk/a", "http://lowmere.co.uk")


def test_hosts_under_one_suffix_are_two_sites() -> None:
    assert not is_same_site("https://lowmere.co.uk", "https://highmere.co.uk")


def test_texts_without_a_host_are_no_site() -> None:
    assert not is_same_site("", "")


CHOICES: dict[str, tuple[str, list[str], str]] = {
    "none declared": (STORY + "?utm_source=x", [], STORY),
    "AMP view below": (STORY + "/amp/", [STORY], STORY),
    "AMP view as parameter": (STORY + "?amp=1", [STORY], STORY),
    "AMP host": (STORY.replace("www", "amp"), [STORY], STORY),
    "AMP folder": (STORY.replace("/news/", "/amp/news/"), [STORY], STORY),
    "print view": (STORY + "/print.html", [STORY], STORY),
    "second page": (STORY + "/2", [STORY], STORY),
    "host-relative link": (STORY + "?amp=1", ["/news/harbour-crane-returns#top"], STORY),
    "link of another scheme": (STORY.replace("https", "http"), [STORY], STORY),
    "another site": (STORY, ["https://highmere.example/copy"], STORY),
    "the home page": (STORY, ["https://www.lowmere.example/"], STORY),
    "the home page of a script": (
        "https://lowmere.example/?p=7",
        ["https://lowmere.example"],
        "https://lowmere.example/?p=7",
    ),
    "the section above": (STORY, ["https://www.lowmere.example/news/"], STORY),
    "the index of the site": (STORY, ["https://www.lowmere.example/index.php"], STORY),
    "the index of the section": (STORY, ["https://www.lowmere.example/news/Index.html"], STORY),
    "the section without a slash": (STORY, ["https://www.lowmere.example/news"], STORY),
    "the script without the number": (
        "https://lowmere.example/show.php?newsID=7",
        ["https://lowmere.example/show.php"],
        "https://lowmere.example/show.php?newsID=7",
    ),
    "the script without a part of no meaning": (
        "https://lowmere.example/a?highlight=crane",
        ["https://lowmere.example/a"],
        "https://lowmere.example/a",
    ),
    "a torn link": (STORY, ["//[", "http://[", "/\\["], STORY),
    "a page with a torn address": ("http://[", ["/", STORY], "http://["),
    "a saved file": ("file:///home/me/a.html", [STORY], "file:///home/me/a.html"),
    "a placeholder": (STORY, ["{{url}}", "null", "", "javascript:void(0)"], STORY),
    "the second is sound": (STORY + "/amp", ["https://highmere.example/x", STORY], STORY),
    "slash at the end": (STORY, [STORY + "/"], STORY + "/"),
    "the home page itself": (
        "https://lowmere.example/index.html",
        ["https://lowmere.example/"],
        "https://lowmere.example/index.html",
    ),
}


@pytest.mark.parametrize(("url", "declared", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_declared_link_counts_only_where_it_can_be_the_story(
    url: str, declared: list[str], expected: str
) -> None:
    assert choose_canonical_url(url, declared) == expected


@given(_URLS, st.lists(_URLS | st.text(), max_size=3))
@example("http://[", ["/"])
@example("http://n.example/a", ["//["])
def test_chosen_url_is_canonical_and_of_the_same_site(url: str, declared: list[str]) -> None:
    chosen = choose_canonical_url(url, declared)

    assert canonicalize_url(chosen) == chosen
    assert registered_domain(chosen) == registered_domain(url)


def test_id_is_a_prefix_of_the_hash_of_the_canonical_url() -> None:
    assert url_id(STORY) == hashlib.sha256(STORY.encode()).hexdigest()[:32]


def test_table_of_tracking_parameters_is_sorted_sourced_and_without_repetition() -> None:
    groups = tomllib.loads(TABLE.read_text(encoding="utf-8"))["group"]
    names = [name for group in groups for name in group["names"]]

    assert all(group["owner"] and group["source"] for group in groups)
    assert [group["owner"] for group in groups] == sorted(group["owner"] for group in groups)
    assert all(group["names"] == sorted(group["names"]) for group in groups)
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_similar_urls_differ_in_scheme_www_and_final_slash() -> None:
    similar = set(similar_urls("https://a.example/x"))
    assert {"http://a.example/x", "https://www.a.example/x", "https://a.example/x/"} <= similar
    assert "https://a.example/x" not in similar


@pytest.mark.parametrize(
    "url", ["a.example/x", "a.example/x/", "127.0.0.1:8000/x/", "www.a.example"]
)
def test_url_without_scheme_is_similar_to_those_of_both_schemes(url: str) -> None:
    similar = list(similar_urls(url))
    assert similar[:2] == [f"https://{url}", f"http://{url}"]
    assert len(similar) == len(set(similar))
    for whole in similar[:2]:
        assert {whole, *similar_urls(whole)} == set(similar)
