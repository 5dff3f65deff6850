"""Articles as records and records as lines: the owner of the schema and its version.

Every key is always present and never changes its type, because five of seven kinds of drift in
JSONL make ``datasets.load_dataset`` fail.
"""

import json
import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from pipelines import items
from pipelines.errors import RecordError
from pipelines.field_types import FieldType, fits_type
from pipelines.items import Article, Delivery, PublicationDate, Rejection, WarcPlace
from pipelines.normalization import without_surrogates

SCHEMA_VERSION = 2

Record = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of the record."""

    name: str
    type: FieldType
    value: Callable[[Article, Delivery], object]
    nullable: bool = False
    note: str = ""
    values: tuple[str, ...] = ()
    """Of an enum."""

    @property
    def meaning(self) -> str:
        """What stands in the column, for people: the values of an enum, then the note."""
        return "; ".join(part for part in (", ".join(self.values), self.note) if part)


def to_record(article: Article, delivery: Delivery) -> Record:
    """Return the record of a delivered article: every column, in the order of the schema."""
    return {field.name: field.value(article, delivery) for field in FIELDS}


def to_removed_record(article: Article, delivery: Delivery) -> Record:
    """Return the line of the side file that keeps what was cut from an article."""
    return {
        "id": article.id,
        "revision": delivery.revision,
        "url": article.url,
        "source_id": article.hints.source_id,
        "removed": [
            {
                "block": block.block,
                "start": block.start,
                "end": block.end,
                "rule": block.rule,
                "reason": block.reason,
                "text": block.text,
            }
            for block in article.removed
        ],
        "date_fetched": format_time(article.fetched_at),
        "run_id": delivery.run_id,
    }


def to_rejected_record(rejection: Rejection, run_id: str) -> Record:
    """Return the line of the side file that names a URL without an article, and why."""
    return {
        "url": rejection.url,
        "url_requested": rejection.url_requested,
        "source_id": rejection.hints.source_id,
        "source_type": rejection.hints.source_type,
        "source_url": rejection.hints.source_url,
        "reason": rejection.reason,
        "detail": rejection.detail,
        "http_status": rejection.http_status,
        "date_fetched": format_time(rejection.fetched_at),
        "run_id": run_id,
    }


def dumps(record: Mapping[str, object]) -> str:
    """Return a record as one line of JSON without the line break.

    Line separators inside strings are escaped, so that a line stays a line for every reader; lone
    surrogates, which UTF-8 cannot hold, become replacement characters (U+FFFD).
    """
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    line = _LINE_BREAK.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    return without_surrogates(line)


def loads(line: bytes | str, place: str = "record") -> Record:
    """Return the JSON object of a line; whether it is a whole record, ``check_record`` says.

    Raises:
        RecordError: the line is not a JSON object; the message begins with ``place``.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordError("not-json", f"{place}: not JSON: {error}") from error
    if not isinstance(record, dict):
        raise RecordError("not-a-record", f"{place}: not a JSON object")
    return record


def check_record(record: Mapping[str, object], place: str = "record") -> None:
    """Return when a record follows the schema: every column, no other, each of its type.

    Raises:
        RecordError: it does not; names the first column that is missing, wrong or unknown.
    """
    for field in FIELDS:
        if field.name not in record:
            raise RecordError("missing-column", f"{place}: {field.name} is missing")
        value = record[field.name]
        if not _has_type(field, value):
            # Shortened: a text may have many megabytes.
            wrong = f"{field.name} must be {_type_name(field)}, not {reprlib.repr(value)}"
            raise RecordError("wrong-type", f"{place}: {wrong}")
    for name in record:
        if name not in _NAMES:
            unknown = f"{name} is no column of schema version {SCHEMA_VERSION}"
            raise RecordError("unknown-column", f"{place}: {unknown}")


def read_record(line: Mapping[str, object], place: str) -> Record:
    """Return the record that a line of any schema version holds, as one of today's.

    Raises:
        RecordError: it is no record, or one of a newer newsdesk; the message begins with ``place``.
    """
    version = line.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        raise RecordError(
            "newer-schema",
            f"{place}: has schema version {version}, this newsdesk knows {SCHEMA_VERSION}: use a "
            "newer one",
        )
    record = upgrade(line)
    check_record(record, place)
    return record


def upgrade(record: Mapping[str, object]) -> Record:
    """Return a record of an earlier schema version as one of today's; any other one as it is.

    Columns that came later are ``null`` in it.
    """
    version = record.get("schema_version")
    if type(version) is not int or not 1 <= version < SCHEMA_VERSION:
        return dict(record)
    added = [name for since, names in _ADDED.items() if version < since for name in names]
    return {**record, "schema_version": SCHEMA_VERSION, **dict.fromkeys(added)}


def format_time(moment: datetime) -> str:
    """Return a moment as ``YYYY-MM-DDTHH:MM:SSZ``."""
    # Not strftime: it writes the year 987 with three digits.
    naive = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return f"{naive.isoformat()}Z"


def _of_published(
    read: Callable[[PublicationDate], object],
) -> Callable[[Article, Delivery], object]:
    return lambda article, _: None if article.published is None else read(article.published)


def _of_archive(read: Callable[[WarcPlace], object]) -> Callable[[Article, Delivery], object]:
    return lambda article, _: None if article.warc is None else read(article.warc)


def _of_modified(article: Article, _: Delivery) -> str | None:
    return None if article.modified is None else format_time(article.modified.value)


FIELDS: tuple[Field, ...] = (
    Field(name="schema_version", type="int", value=lambda a, d: SCHEMA_VERSION,
          note=str(SCHEMA_VERSION)),
    Field(name="id", type="string", value=lambda a, d: a.id,
          note="first 32 hex digits of SHA-256 of `url_canonical`"),
    Field(name="revision", type="int", value=lambda a, d: d.revision,
          note="1, 2, … per id; another one is written only when the text changed"),
    Field(name="change", type="enum", value=lambda a, d: d.change,
          values=get_args(items.ChangeKind)),
    Field(name="url", type="string", value=lambda a, d: a.url, note="final URL, after redirects"),
    Field(name="url_requested", type="string", value=lambda a, d: a.url_requested,
          note="URL as queued, or as the manifest has it"),
    Field(name="url_canonical", type="string", value=lambda a, d: a.url_canonical,
          note="identity: tracking parameters, fragment, default port and case removed; a declared "
               "canonical counts only on the same site, and for pages that tell one story"),
    Field(name="domain", type="string", value=lambda a, d: a.domain,
          note="registered domain; an empty text where `url_canonical` is that of a file"),
    Field(name="source_id", type="string", value=lambda a, d: a.hints.source_id,
          note="id from the configuration"),
    Field(name="source_type", type="enum", value=lambda a, d: a.hints.source_type,
          values=get_args(items.SourceType)),
    Field(name="source_url", type="string", nullable=True, value=lambda a, d: a.hints.source_url,
          note="the feed, sitemap or listing that named it"),
    Field(name="publisher", type="string", nullable=True, value=lambda a, d: a.publisher,
          note="name of the publication: as configured or declared, else as its titles tell it"),
    Field(name="title", type="string", nullable=True, value=lambda a, d: a.title,
          note="affixes with the name of the site removed"),
    Field(name="title_source", type="enum", nullable=True, value=lambda a, d: a.title_source,
          values=get_args(items.TitleSource)),
    Field(name="description", type="string", nullable=True, value=lambda a, d: a.description,
          note="standfirst; never repeated inside `text`"),
    Field(name="text", type="string", nullable=True, value=lambda a, d: a.text or None,
          note="the cleaned body; paragraphs are parted by an empty line, code keeps its lines"),
    Field(name="authors", type="list of string", value=lambda a, d: list(a.authors),
          note="people; where the page names none, the organisation that signs at the headline, "
          "or the name that the page declares twice"),
    Field(name="sections", type="list of string", value=lambda a, d: list(a.sections),
          note="as declared; else by links marked as categories, or the breadcrumbs"),
    Field(name="tags", type="list of string", value=lambda a, d: list(a.tags),
          note="as declared; else by links marked as tags"),
    Field(name="language", type="string", nullable=True, value=lambda a, d: a.language,
          note="ISO 639-1, of the text"),
    Field(name="image_url", type="string", nullable=True, value=lambda a, d: a.image_url),
    Field(name="word_count", type="int", value=lambda a, d: a.word_count),
    Field(name="date_published", type="time", nullable=True,
          value=_of_published(lambda p: format_time(p.value))),
    Field(name="date_published_raw", type="string", nullable=True,
          value=_of_published(lambda p: p.raw), note="as found"),
    Field(name="date_published_source", type="enum", nullable=True,
          value=_of_published(lambda p: p.source), values=get_args(items.DateSource)),
    Field(name="date_published_precision", type="enum", nullable=True,
          value=_of_published(lambda p: p.precision), values=get_args(items.DatePrecision),
          note="`day` also of a stamp whose zone nobody knows; its time is kept as if in UTC"),
    Field(name="date_published_ambiguous", type="bool",
          value=lambda a, d: a.published is not None and a.published.is_ambiguous,
          note="day/month order could not be decided from evidence"),
    Field(name="date_modified", type="time", nullable=True, value=_of_modified),
    Field(name="date_first_seen", type="time", value=lambda a, d: format_time(d.first_seen)),
    Field(name="date_fetched", type="time", value=lambda a, d: format_time(a.fetched_at)),
    Field(name="http_status", type="int", nullable=True, value=lambda a, d: a.http_status),
    Field(name="content_sha256", type="string", nullable=True, value=lambda a, d: a.content_sha256,
          note="of the payload bytes"),
    Field(name="text_sha256", type="string", nullable=True, value=lambda a, d: a.text_sha256,
          note="of the words of the text: case, punctuation and space make no difference"),
    Field(name="duplicate_of", type="string", nullable=True, value=lambda a, d: d.duplicate_of,
          note="id of the earlier exact copy (only written with `--keep-duplicates`)"),
    Field(name="cluster_id", type="string", nullable=True, value=lambda a, d: d.cluster_id,
          note="near-duplicate group: id of its first article, which has `null` here itself"),
    Field(name="page_type", type="enum", value=lambda a, d: a.page_type,
          values=get_args(items.PageType)),
    Field(name="is_paywalled", type="bool", nullable=True, value=lambda a, d: a.is_paywalled),
    Field(name="is_truncated", type="bool", nullable=True, value=lambda a, d: a.is_truncated),
    Field(name="quality_flags", type="list of string", value=lambda a, d: list(a.quality_flags),
          note="codes, see below"),
    Field(name="removed_blocks", type="int", value=lambda a, d: len(a.removed),
          note="the texts themselves are in the side file under `removed/`"),
    Field(name="removed_chars", type="int",
          value=lambda a, d: sum(len(block.text) for block in a.removed)),
    Field(name="extractor", type="string", value=lambda a, d: a.extractor,
          note="what chose the body: e.g. `trafilatura/2.3.1`, or `newsdesk-lines/1` where the "
               "page was clear without it, or `feed-content/1` for the text of a feed"),
    Field(name="cleaner", type="string", value=lambda a, d: a.cleaner, note="rule-set version"),
    Field(name="rule_id", type="string", nullable=True, value=lambda a, d: a.rule_id,
          note="name of the user's rules for the site: the host, or the file they stand in"),
    Field(name="ai_use", type="enum", value=lambda a, d: a.ai_use,
          values=get_args(items.AiUse),
          note="`disallowed`: robots.txt, which `crawl` and `fetch` read, keeps out a robot that "
               "gathers texts for the training of AI, or the page has a `noai` directive or a TDM "
               "reservation; `allowed`: it says that there is no reservation"),
    Field(name="license", type="string", nullable=True, value=lambda a, d: a.license),
    Field(name="run_id", type="string", value=lambda a, d: d.run_id),
    Field(name="warc_file", type="string", nullable=True, value=_of_archive(lambda w: w.file),
          note="archive that holds the page as it was served: relative to the folder of the "
               "dataset, or a whole path that `extract` was given; since schema version 2"),
    Field(name="warc_offset", type="int", nullable=True, value=_of_archive(lambda w: w.offset),
          note="first byte of the record of the answer there, a `response` or a `revisit`; since "
               "schema version 2"),
)  # fmt: skip

QUALITY_FLAGS: Mapping[str, str] = {
    "author-rule-not-matched": "the user's rule for the authors named nobody on the page; they "
    "were looked for in the general way",
    "body-rule-not-matched": "the user's rule for the body matched nothing with text, or fewer "
    "than 20 words of it; it was looked for in the general way",
    "cleaning-refused": "the cleaning rules wanted more than 85 % of the characters, so nothing "
    "was cut: the page is probably no article, or a rule errs",
    "date-rule-not-matched": "the user's rule for the date gave none that can be read and has "
    "passed; it was looked for in the general way",
    "title-rule-not-matched": "the user's rule for the title matched nothing on the page, or more "
    "than 500 characters; it was looked for in the general way",
    "paywall-declared": "the page declares that it is not free to read (`isAccessibleForFree`, "
    "content tier)",
    "paywall-prompt": "the text is short or breaks off, and a prompt to pay or to log in follows",
    "ends-in-ellipsis": "the text is for sale and ends in an ellipsis",
    "shorter-than-declared": "the page declares 1.5 times as many words as the text has "
    "(`wordCount`, `articleBody`)",
    "paid-part-missing": "the part that the page declares as paid (`hasPart`) is not on it",
    "text-from-feed": "the text is the one that the feed carries: the page could not be had, gave "
    "none, or under half of it",
}
"""Every code that can stand in ``quality_flags``, with its meaning."""

_ADDED: Mapping[int, tuple[str, ...]] = {2: ("warc_file", "warc_offset")}
"""By schema version, the columns that came with it."""
_NAMES = frozenset(field.name for field in FIELDS)
_LINE_BREAK = re.compile("[\u0085\u2028\u2029]")


def _has_type(field: Field, value: object) -> bool:
    if value is None:
        return field.nullable
    return fits_type(value, field.type) and (not field.values or value in field.values)


def _type_name(field: Field) -> str:
    name = f"one of {', '.join(field.values)}" if field.values else field.type
    return f"{name} or null" if field.nullable else name
