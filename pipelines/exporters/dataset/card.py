"""The ``README.md`` of a built dataset: the card that Hugging Face shows, and reads types from."""

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.dataset.data_files import FOLDER, PATTERN, SPLIT, DataFile
from pipelines.field_types import FieldType
from pipelines.serialization import FIELDS, QUALITY_FLAGS, SCHEMA_VERSION, Field

_TYPES: Mapping[FieldType, Mapping[str, str]] = {
    "int": {"dtype": "int64"},
    "bool": {"dtype": "bool"},
    "string": {"dtype": "string"},
    "time": {"dtype": "timestamp[us, tz=UTC]"},
    "enum": {"dtype": "string"},
    "list of string": {"list": "string"},
}
_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
)
_LARGEST = "10B<n<100B"
_OWN_HEAD: Mapping[str, object] = {
    "pretty_name": "News stories collected with newsdesk",
    "license": "other",
    "tags": ["news"],
}
"""What stands in the head as well; who hands the dataset on may know better."""
_LANGUAGE = re.compile("[a-z]{2,3}")
_MOST_ROWS = 50
"""Of a table of counts; ``manifest.json`` has them all."""


def front_matter(counts: Counts, files: Iterable[DataFile]) -> dict[str, object]:
    """Return what the head of the card declares: where the data is, its columns, its counts."""
    files = tuple(files)
    unpacked = sum(file.unpacked_bytes for file in files)
    return {
        "language": [name for name in sorted(counts.languages) if _LANGUAGE.fullmatch(name)],
        "size_categories": [_size(counts.records)],
        "configs": [{"config_name": "default", "data_files": [{"split": SPLIT, "path": PATTERN}]}],
        "dataset_info": {
            "features": [{"name": field.name, **_TYPES[field.type]} for field in FIELDS],
            "splits": [{"name": SPLIT, "num_bytes": unpacked, "num_examples": counts.records}],
            "download_size": sum(file.packed_bytes for file in files),
            "dataset_size": unpacked,
        },
    }


def counts_section(counts: Counts) -> list[str]:
    """Return the lines of the card that tell the counts."""
    return [
        "## What it holds",
        "",
        f"{counts.records:,} records of {len(counts.sources):,} sources.",
        *_table("source", counts.sources),
        *_table("language", counts.languages),
        *_table("month of publication", counts.months),
    ]


def card(counts: Counts, files: Iterable[DataFile], selection: Mapping[str, object]) -> str:
    """Return the whole card."""
    declared = {**_OWN_HEAD, **front_matter(counts, files)}
    head = yaml.safe_dump(declared, sort_keys=False, allow_unicode=True, width=100)
    chosen = [_wish(name, value) for name, value in selection.items()]
    return "\n".join(
        [
            f"---\n{head}---\n\n{_INTRODUCTION}",
            *counts_section(counts),
            f"\n{_COLUMNS}",
            *map(_column, FIELDS),
            f"\n{_FLAGS}",
            *(f"| {flag} | {meaning} |" for flag, meaning in QUALITY_FLAGS.items()),
            f"\n{_SELECTION}",
            *chosen,
            f"\n{_END}",
        ]
    )


def _size(records: int) -> str:
    return next((name for limit, name in _SIZES if records < limit), _LARGEST)


def _table(name: str, counts: Mapping[str, int]) -> list[str]:
    """Return a table of counts: the largest, in the order of their names."""
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]
    rows = [f"| {_cell(value)} | {count:,} |" for value, count in sorted(largest)]
    more = len(counts) - len(largest)
    rest = [f"| {more:,} more, see `manifest.json` | {_rest(counts, largest):,} |"] if more else []
    return ["", f"| {name} | records |", "|---|---:|", *rows, *rest]


def _rest(counts: Mapping[str, int], largest: Sequence[tuple[str, int]]) -> int:
    return sum(counts.values()) - sum(count for _, count in largest)


def _column(field: Field) -> str:
    is_nullable = "yes" if field.nullable else "no"
    return f"| `{field.name}` | {field.type} | {is_nullable} | {field.meaning} |"


def _wish(name: str, value: object) -> str:
    if name == "latest_only":
        return f"- {'the last revision' if value else 'all revisions'} of each story"
    shown = ", ".join(map(_cell, value if isinstance(value, list) else [value]))
    return f"- {_WISHES[name]}" if value is True else f"- {_WISHES[name]}: {shown}"


def _cell(value: object) -> str:
    """Return a value as a table can hold it, whatever a page or a configuration put into it."""
    return re.sub(r"([\\`|<>\[\]*_])", r"\\\1", " ".join(str(value).split()))


_INTRODUCTION = f"""# News stories collected with newsdesk

One record a news story: the text without navigation, advertising and notices, its title, authors
and times, and where it was found. Made by `newsdesk dataset build` from pages newsdesk crawled;
record schema version {SCHEMA_VERSION}.

```python
import datasets, duckdb, pandas as pd, polars as pl

stories = datasets.load_dataset("path/to/this/folder")["{SPLIT}"]
stories = duckdb.read_parquet("path/to/this/folder/{PATTERN}")
stories = pd.read_parquet("path/to/this/folder/{FOLDER}")
stories = pl.read_parquet("path/to/this/folder/{PATTERN}")
```

## Licence

**The texts belong to those who published them.** Nothing here grants a right to use them. `url`
leads to each story, `license` holds what its page declared, and `ai_use` what the page and its site
said about use by machines that learn. Look at the law where you are, and at the terms of each
source, before you pass this dataset on or train on it.
"""
_COLUMNS = f"""## Columns

Times are UTC. `schema.json` says the same of a record as a line of JSON, where times are text. The
split `{SPLIT}` has all records in the order of the days on which they were fetched.

| column | type | null | meaning |
|---|---|---|---|"""
_FLAGS = """## Quality flags

| flag | meaning |
|---|---|"""
_SELECTION = """## How the records were chosen
"""
_END = """`manifest.json` names the runs they come from, their configurations and the versions of
the software. `sha256sum -c SHA256SUMS` checks the files, `newsdesk dataset verify` the rows, too.
"""
_WISHES: Mapping[str, str] = {
    "since": "not before",
    "until": "not after",
    "by": "by the date they were",
    "sources": "sources",
    "languages": "languages",
    "domains": "domains",
    "authors": "authors",
    "phrases": "with the words",
    "min_words": "words at least",
    "excluded_flags": "without the quality flags",
    "without_ai_disallowed": "without what its publisher keeps from the training of AI",
    "after_run": "of runs after",
    "until_run": "of runs up to",
    "unique_clusters": "one record of stories that are nearly the same",
}
"""What the card calls the wishes of a selection."""
