"""What a page gave before and what it gives now, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from pipelines.items import Article, ChangeKind, Delivery
from pipelines.serialization import FIELDS, Record, to_record, to_removed_record

IDENTITY = ("id", "url_canonical", "domain")
"""Other records refer to a story by these, so it keeps them."""
KEPT = frozenset(
    {
        *IDENTITY, "revision", "change", "date_first_seen", "date_fetched", "duplicate_of",
        "cluster_id", "run_id", "warc_file", "warc_offset",
    }
)  # fmt: skip
"""What the dataset added to the article, and what names the page that was archived."""
REMOVED = "removed"
"""Stands for the line of a story under ``removed/`` where fields are counted."""
_ORDER = (*(f.name for f in FIELDS), REMOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One change of one field; of what was removed, the cuts that the other version lacks."""

    url: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A page that turned from an article into none, or the other way round."""

    url: str
    detail: str


@dataclass(slots=True, kw_only=True)
class FieldChanges:
    """How often a field changed."""

    example: Example
    """The first one that was met."""
    records: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """A record and its removed line, before and now. ``None``: there is no such line."""

    record: Record
    new_record: Record
    removed: Record | None
    new_removed: Record | None

    @property
    def is_cut_otherwise(self) -> bool:
        """Whether something else was removed from the text."""
        return (self.removed or {}).get(REMOVED) != (self.new_removed or {}).get(REMOVED)

    def changed(self) -> tuple[str, ...]:
        """Return the names of the fields that changed, in the order of the schema."""
        names = {n for n, value in self.new_record.items() if self.record[n] != value}
        if self.is_cut_otherwise:
            names.add(REMOVED)
        return tuple(name for name in _ORDER if name in names)


@dataclass(slots=True, kw_only=True)
class Account:
    """What became of the records of a dataset when their pages were cleaned again."""

    records: int = 0
    identical: int = 0
    changed: int = 0
    unarchived: int = 0
    """Records whose page is in no archive."""
    failed: int = 0
    """Pages that could not be read or built: the fault may be the machine's."""
    other_identity: int = 0
    """Stories that would have another canonical URL now; they keep theirs."""
    fields: dict[str, FieldChanges] = field(default_factory=dict)
    lost: list[Turned] = field(default_factory=list)
    """Pages that are no article any more; the detail is the reason."""
    gained: list[Turned] = field(default_factory=list)
    """Pages that were rejected and are an article now; the detail is the title."""

    def add(self, versions: Versions, *, has_other_identity: bool) -> bool:
        """Count a page that is an article still; return whether anything changed."""
        names = versions.changed()
        self.other_identity += has_other_identity
        self.changed += bool(names)
        self.identical += not names
        for name in names:
            found = self.fields.get(name)
            if found is None:
                self.fields[name] = found = FieldChanges(example=_example(versions, name))
            found.records += 1
        return bool(names)

    def ordered_fields(self) -> Mapping[str, FieldChanges]:
        """Return the fields that changed in the order of the schema."""
        return {name: self.fields[name] for name in _ORDER if name in self.fields}


def versions_of(record: Record, removed: Record | None, article: Article) -> Versions:
    """Return what was written of an article, and what would be written of it now."""
    delivery = delivery_of(record)
    new_record = {**to_record(article, delivery), **{name: record[name] for name in KEPT}}
    new_removed = None
    if article.removed:
        new_removed = {**to_removed_record(article, delivery), "id": record["id"]}
    return Versions(record=record, new_record=new_record, removed=removed, new_removed=new_removed)


def delivery_of(record: Record) -> Delivery:
    """Return what the dataset added to the article of a record."""
    return Delivery(
        revision=cast(int, record["revision"]),
        change=cast(ChangeKind, record["change"]),
        first_seen=datetime.fromisoformat(str(record["date_first_seen"])),
        duplicate_of=cast(str | None, record["duplicate_of"]),
        cluster_id=cast(str | None, record["cluster_id"]),
        run_id=str(record["run_id"]),
    )


def _example(versions: Versions, name: str) -> Example:
    before: object = versions.record.get(name)
    after: object = versions.new_record.get(name)
    if name == REMOVED:
        old, new = _cuts(versions.removed), _cuts(versions.new_removed)
        before = [cut for cut in old if cut not in new]
        after = [cut for cut in new if cut not in old]
    return Example(url=str(versions.record["url"]), before=before, after=after)


def _cuts(line: Record | None) -> list[object]:
    """Return the rules and texts of a removed line."""
    cuts = cast(list[Record], (line or {}).get(REMOVED, []))
    return [[cut["rule"], cut["text"]] for cut in cuts]
