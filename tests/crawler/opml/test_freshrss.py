from typing import Any

import pytest

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.outline_attributes import FRESHRSS
from crawler.configuration.site_rules import Site
from crawler.opml.freshrss import (
    agreed_sites,
    entry_attributes,
    read_freshrss,
    read_site,
    tell_freshrss,
)
from pipelines.items import SiteRules


def outline(kind: str = "rss", **attributes: str) -> dict[str, str]:
    return {"type": kind} | {f"{{{FRESHRSS}}}{name}": text for name, text in attributes.items()}


READ: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "a feed": (outline(), {}, ""),
    "a JSON Feed": (outline("JSONFeed"), {"kind": "feed"}, ""),
    "JSON": (outline("JSON+DotNotation"), {"enabled": False}, "not enabled"),
    "JSON in HTML": (outline("HTML+XPath+JSON+DotNotation"), {"enabled": False}, "not enabled"),
    "XPath": (
        outline("XML+XPath", xPathItem="//row", xPathItemUri="page"),
        {"kind": "listing", "entries": EntryPaths(item="//row", link="page", parser="xml")},
        "",
    ),
    "no XPath": (
        outline("HTML+XPath", xPathItem="//li["),
        {"kind": "listing", "enabled": False},
        "is no XPath 1.0",
    ),
    "no items": (
        outline("HTML+XPath"),
        {"kind": "listing", "enabled": False},
        "item is missing",
    ),
    "a date format": (
        outline("HTML+XPath", xPathItem="//li", xPathItemTimeFormat="j.n.Y"),
        {"kind": "listing", "entries": EntryPaths(item="//li", date_format="%d.%m.%Y")},
        "",
    ),
    "another date format": (
        outline("HTML+XPath", xPathItem="//li", xPathItemTimeFormat="U"),
        {"kind": "listing", "entries": EntryPaths(item="//li")},
        "'U' has no counterpart",
    ),
    "half a date format": (
        outline("HTML+XPath", xPathItem="//li", xPathItemTimeFormat="d.m."),
        {"kind": "listing", "entries": EntryPaths(item="//li")},
        "has no counterpart",
    ),
    "an interval": (outline(ttl="900"), {"interval_s": 900}, ""),
    "muted": (outline(ttl="-900"), {"interval_s": 900, "enabled": False}, ""),
    "no interval": (outline(ttl="5"), {}, ""),
    "a user agent": (outline(CURLOPT_USERAGENT="desk/1"), {"user_agent": "desk/1"}, ""),
    "a cookie": (outline(CURLOPT_COOKIE="a=b"), {}, "may hold secrets: CURLOPT_COOKIE"),
    "POST": (outline(CURLOPT_POST="1"), {}, "by GET only"),
}


@pytest.mark.parametrize(("said", "found", "message"), READ.values(), ids=READ)
def test_what_freshrss_says_is_read_or_told(
    said: dict[str, str], found: dict[str, Any], message: str
) -> None:
    assert read_freshrss(said) == found
    told = "; ".join(tell_freshrss(said))
    assert message in told
    assert bool(told) == bool(message)


def test_secrets_are_not_repeated_in_messages() -> None:
    assert "hidden" not in "".join(tell_freshrss(outline(CURLOPT_COOKIE="hidden")))


def test_paths_are_written_as_freshrss_reads_them() -> None:
    paths = EntryPaths(item="//li", title="h3", parser="xml")
    assert entry_attributes(paths) == outline("XML+XPath", xPathItem="//li", xPathItemTitle="h3")


def test_selectors_of_full_texts_are_rules_for_the_site_of_the_feed() -> None:
    said = outline(cssFullContent="div.story", cssContentFilter=".promo, aside")
    rules = SiteRules(id="a.example", body=("div.story",), remove=(".promo, aside",))
    site = Site(host="a.example", rules=rules)
    feed = "https://feeds.example/1"
    assert read_site({**said, "htmlUrl": "https://www.a.example/"}, feed) == site
    other = read_site(said, feed)
    assert other is not None
    assert other.host == "feeds.example"


@pytest.mark.parametrize(
    "said",
    [
        outline(),
        outline(cssFullContent="div["),
        outline(cssFullContent="div", cssFullContentConditions="intitle:a"),
    ],
    ids=["none", "no selector", "conditions"],
)
def test_what_is_no_clean_rule_makes_none(said: dict[str, str]) -> None:
    assert read_site(said, "https://a.example/") is None


def test_rules_are_added_where_feeds_agree_and_nothing_is_known() -> None:
    def site(host: str, body: str) -> Site:
        return Site(host=host, rules=SiteRules(id=host, body=(body,)))

    said = [
        *(site("a.example", "p"), site("a.example", "p")),
        *(site("b.example", "p"), site("b.example", "div"), site("sub.c.example", "p")),
    ]
    added, disputed = agreed_sites(said, [site("c.example", "main")])
    assert (added, disputed) == ((site("a.example", "p"),), {"b.example"})
