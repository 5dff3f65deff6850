"""The page about the format; that its code loads a dataset is in ``test_dataset_libraries``."""

import re

from pipelines.items import Delivery
from pipelines.record_format import record_format_markdown
from pipelines.serialization import FIELDS, to_rejected_record, to_removed_record
from tests.crawler.state.examples import NOON, article, rejection, with_removed_block


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


def test_page_names_every_key_of_the_side_files() -> None:
    delivery = Delivery(
        revision=1, change="new", first_seen=NOON, duplicate_of=None, cluster_id=None, run_id="run"
    )
    removed = to_removed_record(with_removed_block(article()), delivery)
    cuts = removed["removed"]
    assert isinstance(cuts, list)
    keys = {*removed, *cuts[0], *to_rejected_record(rejection(), "run")}
    section = record_format_markdown().partition("## The lines beside the records")[2]
    assert keys <= set(re.findall(r"`(\w+)`", section.partition("\n## ")[0]))
