"""Records under the column names of other tools, so that what reads those reads newsdesk.

A profile is data: its columns in order, each with what it takes from a record. Where a tool wants
what newsdesk does not keep, the column is there and empty; nothing is made up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from pipelines.exporters.feeds.json_feed import feed_item
from pipelines.serialization import FIELDS, Record

Take = Callable[[Record], object]
"""Gives the value of one column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The columns of another tool."""

    name: str
    summary: str
    columns: Mapping[str, Take]
    """In the order of the output."""
    omits_unknown: bool = False
    """Whether the tool leaves out what it does not know; else it is ``null``."""
    prepare: Callable[[Record], Record] | None = None
    """Makes of a record what the columns take their values from; ``None`` leaves it as it is."""

    def row(self, record: Record) -> Record:
        """Return a record under the names of the profile."""
        prepared = record if self.prepare is None else self.prepare(record)
        values = {name: take(prepared) for name, take in self.columns.items()}
        if not self.omits_unknown:
            return values
        return {name: value for name, value in values.items() if value not in (None, [])}


def _column(name: str) -> Take:
    return lambda record: record[name]


def _text(name: str) -> Take:
    """Return a taker of a column whose tool writes an empty text for what it does not know."""
    return lambda record: record[name] or ""


def _always(value: object) -> Take:
    return lambda _record: value


def _host(record: Record) -> str | None:
    """Return the host of the page, as CC-News and news-please name a site."""
    try:
        return urlsplit(str(record["url"])).hostname
    except ValueError:  # what a page calls its address may be none
        return None


def _names(record: Record, column: str) -> list[str]:
    value = record[column]
    return [str(name) for name in value] if isinstance(value, list) else []


def _joined(column: str, separator: str) -> Take:
    return lambda record: separator.join(_names(record, column))


def _objects(column: str) -> Take:
    return lambda record: [{"name": name} for name in _names(record, column)]


def _clock_time(column: str) -> Take:
    """Return a taker of a time as ``2026-11-24 12:00:00``, in UTC as all times of a record."""
    return lambda record: record[column] and str(record[column])[:19].replace("T", " ")


def _day(column: str) -> Take:
    return lambda record: record[column] and str(record[column])[:10]


def _published_or_modified(record: Record) -> object:
    return record["date_published"] or record["date_modified"]


def _image(record: Record) -> object:
    return record["image_url"] and {"url": record["image_url"]}


def _schema_authors(record: Record) -> list[Record]:
    """Return the authors; one that bears the name of the publisher is an organisation."""
    return [
        {"@type": "Organization" if name == record["publisher"] else "Person", "name": name}
        for name in _names(record, "authors")
    ]


def _schema_publisher(record: Record) -> object:
    return record["publisher"] and {"@type": "Organization", "name": record["publisher"]}


def _is_free(record: Record) -> object:
    return None if record["is_paywalled"] is None else not record["is_paywalled"]


def _optional(name: str) -> Take:
    return lambda item: item.get(name)


# https://docs.zyte.com/zyte-data/schemas/article/1.0.html and zyte-common-items 0.31
# (zyte_common_items.Article): where no publication is known, it gives the date of the change.
_ZYTE: Mapping[str, Take] = {
    "headline": _column("title"),
    "datePublished": _published_or_modified,
    "datePublishedRaw": _column("date_published_raw"),
    "dateModified": _column("date_modified"),
    "authors": _objects("authors"),
    "breadcrumbs": _objects("sections"),
    "inLanguage": _column("language"),
    "mainImage": _image,
    "description": _column("description"),
    "articleBody": _column("text"),
    "canonicalUrl": _column("url_canonical"),
    "url": _column("url"),
    "metadata": lambda record: {"dateDownloaded": record["date_fetched"]},
}
# https://schema.org/NewsArticle, as JSON-LD.
_SCHEMAORG: Mapping[str, Take] = {
    "@context": _always("https://schema.org"),
    "@type": _always("NewsArticle"),
    "@id": _column("url_canonical"),
    "identifier": _column("id"),
    "url": _column("url"),
    "headline": _column("title"),
    "description": _column("description"),
    "articleBody": _column("text"),
    "articleSection": _column("sections"),
    "keywords": _column("tags"),
    "author": _schema_authors,
    "publisher": _schema_publisher,
    "datePublished": _column("date_published"),
    "dateModified": _column("date_modified"),
    "inLanguage": _column("language"),
    "image": _column("image_url"),
    "wordCount": _column("word_count"),
    "isAccessibleForFree": _is_free,
    "license": _column("license"),
}
# https://huggingface.co/datasets/vblagoje/cc_news: seven columns of text, empty where unknown
# (cc_news.py); domain is the host, as news-please has it.
_CCNEWS: Mapping[str, Take] = {
    "title": _text("title"),
    "text": _text("text"),
    "domain": lambda record: _host(record) or "",
    "date": lambda record: _clock_time("date_published")(record) or "",
    "description": _text("description"),
    "url": _text("url"),
    "image_url": _text("image_url"),
}
# trafilatura 2.3.1, trafilatura/xml.py, build_json_output: lists are joined by semicolons, dates
# are days. The fingerprint is a hash of its own.
_TRAFILATURA: Mapping[str, Take] = {
    "title": _column("title"),
    "author": lambda record: _joined("authors", "; ")(record) or None,
    "hostname": _column("domain"),
    "date": _day("date_published"),
    "fingerprint": _always(None),
    "id": _column("id"),
    "license": _column("license"),
    "raw_text": _column("text"),
    "language": _column("language"),
    "image": _column("image_url"),
    "pagetype": _column("page_type"),
    "filedate": _day("date_fetched"),
    "source": _column("url"),
    "source-hostname": _column("publisher"),
    "excerpt": _column("description"),
    "categories": _joined("sections", ";"),
    "tags": _joined("tags", ";"),
    "text": _column("text"),
    "comments": _always(""),
}
# news-please 1.6.16, newsplease/NewsArticle.py, get_dict. It names a file by the address.
_NEWSPLEASE: Mapping[str, Take] = {
    "authors": _column("authors"),
    "date_download": _clock_time("date_fetched"),
    "date_modify": _clock_time("date_modified"),
    "date_publish": _clock_time("date_published"),
    "description": _column("description"),
    "filename": lambda record: f"{quote_plus(str(record['url']), errors='replace')}.json",
    "image_url": _column("image_url"),
    "language": _column("language"),
    "localpath": _always(None),
    "maintext": _column("text"),
    "source_domain": _host,
    "text": _always(None),
    "title": _column("title"),
    "title_page": _always(None),
    "title_rss": _always(None),
    "url": _column("url"),
}
# https://www.jsonfeed.org/version/1.1/, "items".
_JSONFEED: Mapping[str, Take] = {
    name: _optional(name)
    for name in (
        "id", "url", "title", "content_html", "summary", "image", "date_published",
        "date_modified", "authors", "tags", "language", "_newsdesk",
    )
}  # fmt: skip

RECORD = Profile(
    name="record",
    summary="the columns of newsdesk's own record",
    columns={field.name: _column(field.name) for field in FIELDS},
)
PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(name="ccnews", summary="CC-News of Hugging Face", columns=_CCNEWS),
        Profile(
            name="jsonfeed",
            summary="item of a JSON Feed 1.1",
            columns=_JSONFEED,
            omits_unknown=True,
            prepare=feed_item,
        ),
        Profile(name="newsplease", summary="news-please 1.6", columns=_NEWSPLEASE),
        Profile(
            name="schemaorg",
            summary="schema.org NewsArticle, JSON-LD",
            columns=_SCHEMAORG,
            omits_unknown=True,
        ),
        Profile(name="trafilatura", summary="JSON of trafilatura 2.3", columns=_TRAFILATURA),
        Profile(
            name="zyte", summary="Article of zyte-common-items", columns=_ZYTE, omits_unknown=True
        ),
    )
}
"""By name, the profiles a user can ask for."""
