"""``docs/record-format.md``, out of the schema itself: the columns, and how others read them."""

from collections.abc import Mapping

from pipelines.field_types import FieldType
from pipelines.serialization import FIELDS, QUALITY_FLAGS, SCHEMA_VERSION, Field

_SHOWN_TYPES: Mapping[FieldType, str] = {
    "int": "int",
    "bool": "bool",
    "string": "string",
    "time": "time",
    "enum": "string",
    "list of string": "list",
}
"""What readers outside need to tell apart."""


def record_format_markdown() -> str:
    """Return ``docs/record-format.md``."""
    return "\n".join(
        [
            _INTRODUCTION,
            "| field | type | null | note |\n|---|---|---|---|",
            *map(_row, FIELDS),
            "",
            _FLAGS_INTRODUCTION,
            "| flag | meaning |\n|---|---|",
            *(f"| {flag} | {meaning} |" for flag, meaning in QUALITY_FLAGS.items()),
            "",
            _SIDE_FILES,
            _READING,
            "```python\nCOLUMNS = {",
            *(f'    "{field.name}": "{_SHOWN_TYPES[field.type]}",' for field in FIELDS),
            "}\n```",
            "",
        ]
    )


def _row(field: Field) -> str:
    is_nullable = "yes" if field.nullable else "no"
    return f"| {field.name} | {field.type} | {is_nullable} | {field.meaning} |"


_INTRODUCTION = f"""# The record, schema version {SCHEMA_VERSION}

One line of JSON an article. Flat, snake_case. **Every key is always present and never changes its
type.** Unknown is `null`; lists are `[]`. Times are `YYYY-MM-DDTHH:MM:SSZ` (UTC). Text is NFC,
paragraphs parted by an empty line, no trailing space. New columns only come with a higher
`schema_version`. This page is made from `pipelines/serialization.py`.
"""
_FLAGS_INTRODUCTION = """## Quality flags

Codes that can stand in `quality_flags`. Most records have none.
"""
_SIDE_FILES = """## The lines beside the records

`removed/` and `rejected/` have segments as `articles/` has. What was cut from a revision is one
line with its `id`, `revision`, `url`, `source_id`, `date_fetched`, `run_id` and the list `removed`:
of each cut `block` (the number of the block on the page, from 0), `start` and `end` (characters in
it), `rule` ([cleaning-rules.md](cleaning-rules.md)), `reason` and `text`. From a revision without a
line nothing was cut.

A page that gave no article is one line with `url`, `url_requested`, `source_id`, `source_type`,
`source_url`, `reason` ([rejection-reasons.md](rejection-reasons.md)), `detail`, `http_status`,
`date_fetched` and `run_id`. So is a copy; `detail` names the article that it copies. So is a story
that was had before and that its publisher has taken away since (`http-404`, `http-410`, `soft-404`,
where `revisit` or its source had it fetched again): its records stay, and have the same
`url_requested`.
"""
_READING = """## Reading a dataset

`output` stands for the folder of the dataset. Segments may be compressed (`.jsonl.gz`,
`.jsonl.zst`) and all sorts may stand side by side; for `.zst` pandas wants the package `zstandard`.
`COLUMNS` is the table at the end.

```python
import datasets, duckdb, pandas as pd, polars as pl
from pathlib import Path

DUCKDB = {
    "int": "BIGINT",
    "bool": "BOOLEAN",
    "string": "VARCHAR",
    "time": "TIMESTAMPTZ",
    "list": "VARCHAR[]",
}
POLARS = {
    "int": pl.Int64,
    "bool": pl.Boolean,
    "string": pl.String,
    "time": pl.String,
    "list": pl.List(pl.String),
}

stories = datasets.load_dataset("output")["train"]
stories = duckdb.read_json(
    "output/articles/**/*.jsonl*", columns={name: DUCKDB[kind] for name, kind in COLUMNS.items()}
)
stories = pl.read_ndjson(
    "output/articles/**/*.jsonl*", schema={name: POLARS[kind] for name, kind in COLUMNS.items()}
)
files = sorted(Path("output/articles").glob("**/*.jsonl*"))
stories = pd.concat(
    [pd.read_json(file, lines=True, dtype=False) for file in files], ignore_index=True
)
```

Without being told, each of them guesses the types of the columns from what it happens to see, and
another night it guesses others:

- **DuckDB** looks into 32 files and 20,480 records. A column that is `null` in all of them is
  `null` in all records, **without a word**; one that looks like times there stops at the first
  text that is none.
- **Polars** and **Hugging Face `datasets`** look into the first file alone and stop at the first
  text where it has `null`, or read lists of text as lists of `null`. `datasets` is told the types
  by `.huggingface.yaml` in the folder of the dataset: name the folder, not the files. Texts of a
  file that all look like times (`date_published_raw`) it still writes in its own way.
- **pandas** makes numbers of texts that look like some (a headline "1984"), file by file, unless
  `dtype=False`.

DuckDB adds a column `date` from the names of the folders; it is the day of `date_fetched`.

**Only what is new.** A segment appears whole and never changes: keep the names of the files that
were read, and no record is missed or seen twice. `newsdesk export --changes-since` does it by runs.
A later revision of a story has its `id`, a higher `revision` and `change = "updated"`; the last one
of each story, in SQL: `… QUALIFY row_number() OVER (PARTITION BY id ORDER BY revision DESC) = 1`.
"""

if __name__ == "__main__":
    import sys

    sys.stdout.write(record_format_markdown())
