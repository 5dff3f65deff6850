"""The file by which Hugging Face ``datasets`` reads a dataset folder without options.

``datasets`` takes the type of a column from the first file alone and stops where a column that is
``null`` there has text in a later file (measured with 5.2.0). Types that are declared spare it the
guess. They stand in ``.huggingface.yaml``, which is read beside the ``README.md`` of a folder and
wins over it, so that a README stays the user's own.
"""

from pathlib import Path

from pipelines.field_types import FieldType
from pipelines.serialization import FIELDS, SCHEMA_VERSION

FILE_NAME = ".huggingface.yaml"

_TYPES: dict[FieldType, str] = {
    "int": "dtype: int64",
    "bool": "dtype: bool",
    "string": "dtype: string",
    # As text, what pyarrow took for a time would come back in another form.
    "time": "dtype: timestamp[s, tz=UTC]",
    "enum": "dtype: string",
    "list of string": "list: string",
}


def huggingface_yaml() -> str:
    """Return the description of a dataset folder: where its records are, and their columns."""
    features = [f"  - name: {field.name}\n    {_TYPES[field.type]}" for field in FIELDS]
    return "\n".join(
        [
            f"# Written by newsdesk, record schema version {SCHEMA_VERSION}: lets",
            '# datasets.load_dataset("<this folder>") know the types of the columns.',
            "configs:",
            "- config_name: default",
            '  data_files: "articles/**/*.jsonl*"',
            "dataset_info:",
            "  features:",
            *features,
            "",
        ]
    )


def write_huggingface_yaml(folder: Path) -> Path:
    """Write the description into a dataset folder where it is missing or old; return its path."""
    path = folder / FILE_NAME
    text = huggingface_yaml()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        folder.mkdir(parents=True, exist_ok=True)
        # One name: what a killed run left is written over by the next one.
        part = path.with_name(f"{path.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return path
