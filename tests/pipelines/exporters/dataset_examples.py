"""Built datasets for the tests of what they hold and of how they are checked."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.exporters.dataset.build import build_dataset
from pipelines.exporters.dataset.checksums import write_checksums
from pipelines.exporters.dataset.description import Origin, RunOrigin
from pipelines.exporters.parquet.files import ParquetLimits
from pipelines.exporters.selection import Selection
from pipelines.serialization import Record
from tests.pipelines.exporters.record_examples import story

STORIES = (
    story("a", language="de", date_published="2026-10-31T08:00:00Z"),
    story("b", language=None, source_id="faro"),
    story("c", language="de", date_published="2026-11-01T08:00:00Z", run_id="run-2"),
)
ORIGIN = Origin(
    selection=Selection(latest_only=True),
    read_run=lambda run_id: (
        RunOrigin(configuration_sha256="c0ffee", versions={"lxml": "6.1"})
        if run_id == "run"
        else None
    ),
)
TWO_A_FILE = ParquetLimits(group_rows=2, file_bytes=1)


def built(target: Path, records: Sequence[Record] = STORIES) -> Path:
    """Return a folder with a dataset of some records, two in each file."""
    build_dataset(records, target, ORIGIN, limits=TWO_A_FILE)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder with their bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def change(path: Path, old: str, new: str) -> None:
    """Change the text of a file of a built dataset, and the sums so that they agree with it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    write_checksums(path.parent)
