"""Strategies of hypothesis that several tests share."""

import random
import re
from datetime import UTC
from typing import get_args

from hypothesis import strategies as st

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.outline_attributes import FRESHRSS
from pipelines.items import (
    AiUse,
    Article,
    DatePrecision,
    DateSource,
    Delivery,
    Entry,
    PageType,
    PublicationDate,
    RemovedBlock,
    SourceHints,
    SourceType,
    TitleSource,
    WarcPlace,
)
from pipelines.normalization import clean_text
from pipelines.site_memory import SiteMemory

_TAGS = (
    "article", "aside", "b", "blockquote", "button", "div", "em", "figcaption", "figure", "h1",
    "h2", "header", "li", "p", "pre", "script", "section", "span", "table", "td", "time",
    "tr", "ul",
)  # fmt: skip
_CLASSES = ("", "article-body", "related", "byline", "sr-only", "caption", "modal", "a b", "date")


def html_fragments() -> st.SearchStrategy[str]:
    """Return markup of any shape: nested, unclosed, with links, breaks, odd characters."""
    text = st.text(max_size=60)
    start = st.builds('<{} class="{}">'.format, st.sampled_from(_TAGS), st.sampled_from(_CLASSES))
    end = st.sampled_from(_TAGS).map("</{}>".format)
    link = text.map('<a href="/x">{}</a>'.format)
    parts = st.one_of(text, start, end, link, st.just("<br>"))
    return st.lists(parts, max_size=25).map("".join)


def html_pages() -> st.SearchStrategy[str]:
    """Return whole pages around markup of any shape."""
    return html_fragments().map("<html><head><title>T</title></head><body>{}</body></html>".format)


def tidy_texts() -> st.SearchStrategy[str]:
    """Return texts that ``clean_text`` leaves as they are, without commas and slashes."""
    letters = st.sampled_from("abcXYZ äöß привет 中 & < > \" ' # =")
    return st.text(letters, min_size=1, max_size=20).map(clean_text).filter(bool)


def said_texts() -> st.SearchStrategy[str]:
    """Return texts of any characters that can stand in ``sources.toml``, not empty."""
    return any_texts().map(lambda text: re.sub("[\ud800-\udfff]", "", text).strip()).filter(bool)


def entries(texts: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Entry]:
    """Return entries with any text in any of their fields, each there or not."""
    text = st.text(alphabet=st.characters(), min_size=1) if texts is None else texts
    some = st.none() | text
    several = st.lists(text, max_size=3).map(tuple)
    return st.builds(
        Entry,
        url=text,
        guid=some,
        title=some,
        summary=some,
        content_html=some,
        date_raw=some,
        date_modified_raw=some,
        authors=several,
        sections=several,
        tags=several,
        language=some,
        publisher=some,
        image_url=some,
    )


def entry_paths() -> st.SearchStrategy[EntryPaths]:
    """Return the XPaths of a source, each but the first there or not."""
    some = ("//article", ".//a/@href", '"Desk"', "descendant::p[. > '&<']", "concat('a', 'b')")
    names = ("link", "title", "summary", "author", "date", "image", "tags", "guid")
    return st.builds(
        EntryPaths,
        item=st.sampled_from(("//article", "(//li)[position() < 9]")),
        date_format=st.none() | st.sampled_from(("%d.%m.%Y", "%Y-%m-%d %H:%M")),
        parser=st.sampled_from(("html", "xml")),
        **{name: st.none() | st.sampled_from(some) for name in names},
    )


def source_tables() -> st.SearchStrategy[dict[str, object]]:
    """Return attributes of a ``Source`` but its id and the headers, each there or not."""
    day_s = 86_400
    return st.fixed_dictionaries(
        {
            "url": st.from_regex(
                r"https?://[a-z]{1,8}\.example/[a-z0-9/?=&%-]{0,20}", fullmatch=True
            )
        },
        optional={
            "kind": st.sampled_from(("auto", "feed", "sitemap", "listing", "url")),
            "language": st.sampled_from(("de", "en", "uk")),
            "timezone": st.sampled_from(("Europe/Berlin", "UTC", "America/New_York")),
            "date_order": st.sampled_from(("DMY", "MDY", "YMD")),
            "publisher": tidy_texts() | said_texts(),
            "interval_s": st.integers(60, 30 * day_s),
            "revisit_s": st.integers(60, 30 * day_s),
            "limit": st.integers(1, 10_000),
            "max_pages": st.integers(1, 100),
            "include": st.lists(tidy_texts(), max_size=3, unique=True).map(tuple),
            "exclude": st.lists(tidy_texts(), max_size=3, unique=True).map(tuple),
            "allowed_hosts": st.just(("stories.example",)),
            "allow_private": st.booleans(),
            "delay_s": st.floats(0, 3600),
            "opml": st.dictionaries(
                st.sampled_from(("htmlUrl", "isComment", f"{{{FRESHRSS}}}priority", "{urn:x}y")),
                tidy_texts(),
            ).map(lambda kept: tuple(kept.items())),
            "concurrency": st.integers(1, 64),
            "tags": st.lists(tidy_texts() | said_texts() | _paths(), max_size=3, unique=True).map(
                tuple
            ),
            "enabled": st.booleans(),
            "entries": entry_paths(),
        },
    ).map(_without_contradiction)


def _paths() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(("News", "a,b", "", " x")), min_size=2).map(
        lambda names: "/".join(names).strip() or "x"
    )


def _without_contradiction(table: dict[str, object]) -> dict[str, object]:
    """Return the attributes with a kind that goes with XPaths."""
    if "entries" not in table:
        return table
    kind = table.get("kind")
    return {**table, "kind": kind if kind in ("auto", "listing") else "listing"}


def any_texts() -> st.SearchStrategy[str]:
    """Return texts of any characters: line separators, NUL, lone surrogates, joined marks."""
    odd = '\n\r\t\0\x0b\x0c\x1c\x1e\x7f\x85\u2028\u2029\ufeff\u200b\u0301\ud800\udc00\U0001f600"\\'
    return st.text(st.sampled_from(odd) | st.characters(exclude_categories=()), max_size=40)


def prose(min_words: int = 60, max_words: int = 200) -> st.SearchStrategy[list[str]]:
    """Return the words of a text of its own: hardly two of them share five words in a row."""

    def spin(seed: int, count: int) -> list[str]:
        source = random.Random(seed)  # noqa: S311 - test data
        return ["".join(source.choices("abcdefghijklmnop", k=5)) for _ in range(count)]

    return st.builds(spin, st.integers(0, 2**32), st.integers(min_words, max_words))


def articles() -> st.SearchStrategy[Article]:
    """Return articles with every column filled or not, and texts of any characters."""
    text, maybe = any_texts(), st.none() | any_texts()
    moments = st.datetimes(timezones=st.just(UTC))
    dates = st.builds(
        PublicationDate,
        value=moments,
        raw=text,
        source=st.sampled_from(get_args(DateSource)),
        precision=st.sampled_from(get_args(DatePrecision)),
        is_ambiguous=st.booleans(),
    )
    names = st.lists(text, max_size=3).map(tuple)
    return st.builds(
        Article,
        id=text,
        url=text,
        url_requested=text,
        url_canonical=text,
        domain=text,
        hints=st.builds(
            SourceHints,
            source_id=text,
            source_type=st.sampled_from(get_args(SourceType)),
            source_url=maybe,
        ),
        publisher=maybe,
        title=maybe,
        title_source=st.none() | st.sampled_from(get_args(TitleSource)),
        description=maybe,
        text=text,
        blocks=st.just(()),
        removed=st.lists(
            st.builds(
                RemovedBlock,
                block=st.integers(0, 99),
                start=st.integers(0, 99),
                end=st.integers(0, 99),
                text=text,
                rule=text,
                reason=text,
            ),
            max_size=2,
        ).map(tuple),
        authors=names,
        sections=names,
        tags=names,
        language=maybe,
        image_url=maybe,
        word_count=st.integers(0, 10_000),
        published=st.none() | dates,
        modified=st.none() | dates,
        dates_considered=st.just(()),
        fetched_at=moments,
        http_status=st.none() | st.integers(100, 599),
        content_sha256=text,
        text_sha256=text,
        signature=st.just(()),
        page_type=st.sampled_from(get_args(PageType)),
        is_paywalled=st.none() | st.booleans(),
        is_truncated=st.none() | st.booleans(),
        quality_flags=names,
        extractor=text,
        cleaner=text,
        rule_id=maybe,
        ai_use=st.sampled_from(get_args(AiUse)),
        license=maybe,
        learned=st.just(SiteMemory()),
        warc=st.none() | st.builds(WarcPlace, file=text, offset=st.integers(0, 2**63 - 1)),
    )


def deliveries() -> st.SearchStrategy[Delivery]:
    """Return what a dataset may add to an article."""
    maybe = st.none() | any_texts()
    return st.builds(
        Delivery,
        revision=st.integers(1, 9),
        change=st.sampled_from(("new", "updated")),
        first_seen=st.datetimes(timezones=st.just(UTC)),
        duplicate_of=maybe,
        cluster_id=maybe,
        run_id=any_texts(),
    )
