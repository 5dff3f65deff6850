from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import DatasetDiffersError, DatasetError
from pipelines.exporters.dataset.checksums import write_checksums
from pipelines.exporters.dataset.verify import first_difference, verify_dataset
from pipelines.serialization import Record
from tests.pipelines.exporters.dataset_examples import STORIES, built, change

LAST_FILE = "data/train-00001-of-00002.parquet"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return built(tmp_path / "set")


def test_built_dataset_is_all_right(folder: Path) -> None:
    seen: list[Record] = []
    assert verify_dataset(folder, seen.append).records == 3
    assert tuple(seen) == STORIES


def test_texts_of_the_user_are_left_to_the_user(folder: Path) -> None:
    change(folder / "README.md", "license: other", "license: cc-by-4.0\nannotations: none")
    change(folder / "README.md", "## Licence", "## Thanks\n\nTo all who write.\n\n## Licence")
    change(folder / "manifest.json", "{", '{"note": "mine",')
    verify_dataset(folder)


CHANGES: dict[str, tuple[str, str, str, str]] = {
    "count of the card": (
        "README.md", "num_examples: 3", "num_examples: 4",
        r"dataset_info\.splits\[0\]\.num_examples must be 3, not 4",
    ),
    "column of the card": (
        "README.md", "dtype: bool", "dtype: string",
        r'dataset_info\.features\[26\]\.dtype must be "bool", not "string"',
    ),
    "languages of the card": (
        "README.md", "language:\n- de\n", "language: []\n", r'language\[0\] must be "de", not mis',
    ),
    "table of the card": (
        "README.md", "| faro | 1 |", "| faro | 2 |", r"must have the line '\| faro \| 1 \|'",
    ),
    "front matter gone": ("README.md", "---\n", "", "does not begin with front matter"),
    "front matter torn": ("README.md", "configs:", "configs: [", "front matter is not YAML"),
    "front matter with no day": ("README.md", "- news", "- 2026-02-31", "front matter is not YAML"),
    "front matter of one word": ("README.md", "---\n", "---\nword\n---\n", "holds no object"),
    "count of the manifest": (
        "manifest.json", '"faro": 1', '"faro": 2', r"counts\.sources\.faro must be 1, not 2",
    ),
    "source of the manifest": (
        "manifest.json", '"faro": 1', '"faro": 1, "x": 1', r"counts\.sources\.x must be missing",
    ),
    "run of the manifest": (
        "manifest.json", '"run-2": 1', '"run-3": 1', r"counts\.runs\.run-2 must be 1, not missing",
    ),
    "file of the manifest": (
        "manifest.json", '"records": 2,', '"records": 1,', r"files\[0\]\.records must be 2, not 1",
    ),
    "version of the manifest": (
        "manifest.json", '"schema_version": 2', '"schema_version": 3',
        "schema_version must be 2, not 3; verify it with the newsdesk of built_with",
    ),
    "manifest torn": ("manifest.json", "}", "", "not JSON"),
    "schema": (
        "schema.json", '"boolean"', '"string"',
        r'properties\.date_published_ambiguous\.type must be "boolean", not "string"',
    ),
    "card that holds itself": (
        "README.md", "size_categories:\n", "size_categories: &a\n  all: *a\nmore:\n",
        r"size_categories must be ",
    ),
    "card that grows": (
        "README.md", "size_categories:\n",
        "bulk: [" + ", ".join(
            f"&a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 0}]" for n in range(40)
        ) + "]\nsize_categories: {all: *a39}\nmore:\n",
        r"size_categories must be ",
    ),
    "schema a list": ("schema.json", "{", "[] {", "not JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), CHANGES.values(), ids=CHANGES.keys())
def test_what_does_not_agree_with_the_data_is_named(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    change(folder / name, old, new)
    with pytest.raises(DatasetDiffersError, match=f"^{folder / name}:.*{message}") as caught:
        verify_dataset(folder)
    assert "build the dataset anew" in caught.value.message


def test_sums_are_checked_first(folder: Path) -> None:
    (folder / LAST_FILE).write_bytes((folder / LAST_FILE).read_bytes()[:1000])
    with pytest.raises(DatasetDiffersError, match=f"{LAST_FILE}: was changed or cut short"):
        verify_dataset(folder)
    write_checksums(folder)
    with pytest.raises(DatasetDiffersError, match=f"{LAST_FILE}: cannot be read"):
        verify_dataset(folder)


@pytest.mark.parametrize("name", [LAST_FILE, "manifest.json", "README.md", "schema.json"])
def test_missing_file_is_missed_even_if_the_sums_do_not_name_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    write_checksums(folder)
    with pytest.raises(DatasetDiffersError):
        verify_dataset(folder)


def test_folder_that_is_not_there_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=f"^{tmp_path}/none: no such folder") as caught:
        verify_dataset(tmp_path / "none")
    assert not isinstance(caught.value, DatasetDiffersError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from("ab"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
)


@given(JSON, JSON)
def test_difference_is_found_where_there_is_one(one: object, other: object) -> None:
    assert first_difference(one, one) is None
    # Yes is no 1, and what is not there is as good as null.
    is_same = _without_nulls(one) == _without_nulls(other)
    assert (first_difference(one, other) is None) == is_same


def _without_nulls(value: object) -> object:
    """Return a value in which equal things are the same for JSON."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        inner = [_without_nulls(item) for item in value]
        while inner and inner[-1] is None:
            inner.pop()
        return inner
    return None if value is None else (type(value), value)
