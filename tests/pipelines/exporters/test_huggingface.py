from pathlib import Path

from pipelines.exporters.huggingface import huggingface_yaml, write_huggingface_yaml
from pipelines.serialization import FIELDS


def test_every_column_has_its_type_in_order() -> None:
    lines = huggingface_yaml().splitlines()
    assert [line[10:] for line in lines if line.startswith("  - name: ")] == [
        field.name for field in FIELDS
    ]


def test_types_are_those_of_the_schema() -> None:
    text = huggingface_yaml()
    assert "  - name: revision\n    dtype: int64\n" in text
    assert "  - name: is_paywalled\n    dtype: bool\n" in text
    assert "  - name: authors\n    list: string\n" in text
    assert "  - name: date_fetched\n    dtype: timestamp[s, tz=UTC]\n" in text
    assert "  - name: date_published_raw\n    dtype: string\n" in text


def test_file_is_written_once(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    path = write_huggingface_yaml(folder)
    before = path.stat().st_mtime_ns

    assert write_huggingface_yaml(folder) == path == folder / ".huggingface.yaml"
    assert path.read_text(encoding="utf-8") == huggingface_yaml()
    assert path.stat().st_mtime_ns == before
    assert [file.name for file in folder.iterdir()] == [path.name]


def test_file_of_an_older_version_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / ".huggingface.yaml"
    path.write_text("# Written by newsdesk, record schema version 0", encoding="utf-8")
    write_huggingface_yaml(tmp_path)
    assert path.read_text(encoding="utf-8") == huggingface_yaml()


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".huggingface.yaml.part").write_text("dataset_in", encoding="utf-8")
    path = write_huggingface_yaml(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == huggingface_yaml()
