"""Strategies of hypothesis that several tests share."""

from hypothesis import strategies as st

from pipelines.normalization import clean_text

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
            "publisher": tidy_texts(),
            "interval_s": st.integers(60, 30 * day_s),
            "revisit_s": st.integers(60, 30 * day_s),
            "limit": st.integers(1, 10_000),
            "max_pages": st.integers(1, 100),
            "include": st.lists(tidy_texts(), max_size=3, unique=True).map(tuple),
            "exclude": st.lists(tidy_texts(), max_size=3, unique=True).map(tuple),
            "delay_s": st.floats(0, 3600),
            "concurrency": st.integers(1, 64),
            "tags": st.lists(tidy_texts(), max_size=3, unique=True).map(tuple),
            "enabled": st.booleans(),
        },
    )
