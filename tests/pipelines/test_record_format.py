"""The page about the format; that its code loads a dataset is in ``test_dataset_libraries``."""

import re

from pipelines.record_format import record_format_markdown
from pipelines.serialization import FIELDS


def test_page_about_the_format_names_every_column_once() -> None:
    rows = [line.split(" | ")[0] for line in record_format_markdown().splitlines()]
    assert [row for row in rows if row[2:] in {field.name for field in FIELDS}] == [
        f"| {field.name}" for field in FIELDS
    ]


def test_readers_are_told_the_type_of_every_column() -> None:
    table = record_format_markdown().partition("COLUMNS = {\n")[2]
    told = dict(re.findall(r'"(\w+)": "(\w+)"', table))
    assert list(told) == [field.name for field in FIELDS]
    assert set(told.values()) == {"int", "bool", "string", "time", "list"}
