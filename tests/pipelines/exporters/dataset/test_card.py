from dataclasses import fields

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exporters.dataset.card import card, counts_section, front_matter
from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.dataset.data_files import DataFile
from pipelines.exporters.dataset.description import selection_as_json
from pipelines.exporters.selection import Selection
from pipelines.serialization import FIELDS
from tests.strategies import any_texts

FILES = [
    DataFile(path="data/a.parquet", records=2, packed_bytes=10, unpacked_bytes=100),
    DataFile(path="data/b.parquet", records=1, packed_bytes=7, unpacked_bytes=70),
]


def counts_of(records: int = 3, **tables: dict[str, int]) -> Counts:
    counts = Counts(records=records)
    for name, table in tables.items():
        getattr(counts, name).update(table)
    return counts


def test_front_matter_declares_columns_and_counts() -> None:
    found = front_matter(counts_of(languages={"no": 2, "de": 1, "unknown": 7, "zz-9": 1}), FILES)
    info = found["dataset_info"]
    assert isinstance(info, dict)
    assert [feature["name"] for feature in info["features"]] == [field.name for field in FIELDS]
    assert info["splits"] == [{"name": "train", "num_bytes": 170, "num_examples": 3}]
    assert (info["download_size"], info["dataset_size"]) == (17, 170)
    assert found["language"] == ["de", "no"]


@pytest.mark.parametrize(
    ("records", "size"),
    [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (10**6, "1M<n<10M"), (10**11, "10B<n<100B")],
)
def test_size_has_the_name_that_hugging_face_knows(records: int, size: str) -> None:
    assert front_matter(counts_of(records), FILES)["size_categories"] == [size]


def test_head_of_the_card_is_yaml_that_says_the_same() -> None:
    counts = counts_of(languages={"no": 3})
    before, head, _ = card(counts, FILES, {"latest_only": True}).split("---\n", 2)
    assert before == ""
    found = yaml.safe_load(head)
    assert found["license"] == "other"
    assert found.items() >= front_matter(counts, FILES).items()


def test_card_tells_every_column() -> None:
    text = card(counts_of(), FILES, {"latest_only": True})
    assert all(f"| `{field.name}` | {field.type} |" in text for field in FIELDS)


def test_counts_are_told_in_tables() -> None:
    lines = counts_section(counts_of(1234, sources={"b": 1000, "a": 234}))
    assert "1,234 records of 2 sources." in lines
    assert lines.index("| a | 234 |") + 1 == lines.index("| b | 1,000 |")


def test_long_table_shows_the_largest_counts_and_the_sum_of_the_others() -> None:
    sources = {f"source {number:02}": number for number in range(1, 61)}
    lines = counts_section(counts_of(sources=sources))
    assert "| source 60 | 60 |" in lines
    assert "| source 11 | 11 |" in lines
    assert "| source 10 | 10 |" not in lines
    assert "| 10 more, see `manifest.json` | 55 |" in lines


@given(any_texts())
def test_no_name_breaks_a_table(name: str) -> None:
    row, *_ = [line for line in counts_section(counts_of(sources={name: 5})) if "| 5 |" in line]
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 3
    assert len(row.splitlines()) == 1


@given(
    st.builds(
        Selection,
        sources=st.frozensets(any_texts(), max_size=2),
        min_words=st.integers(0, 2),
        latest_only=st.booleans(),
        unique_clusters=st.booleans(),
    )
)
def test_every_wish_of_a_selection_is_told(selection: Selection) -> None:
    wishes = selection_as_json(selection)
    text = card(counts_of(), FILES, wishes)
    told = text.split("## How the records were chosen\n\n")[1].split("\n\n")[0].splitlines()
    assert len(told) == len(wishes)


def test_every_wish_has_a_name() -> None:
    odd = {item.name: "odd" for item in fields(Selection)}
    assert card(counts_of(), FILES, odd).count(": odd\n") == len(odd) - 1
