"""What a built dataset says of itself: counts, files, and where its records come from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from importlib.metadata import version

from pipelines.exporters.dataset.counts import UNKNOWN, Counts
from pipelines.exporters.dataset.data_files import DataFile
from pipelines.exporters.selection import Selection
from pipelines.serialization import SCHEMA_VERSION, format_time

_PACKAGES = ("newsdesk", "pyarrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrigin:
    """What the manifest of a run says that a built dataset passes on."""

    configuration_sha256: str | None
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the records of a built dataset come from."""

    selection: Selection
    """By which they were chosen."""
    read_run: Callable[[str], RunOrigin | None]
    """Gives what is known about a run, by its id."""


def selection_as_json(selection: Selection) -> dict[str, object]:
    """Return the wishes of a selection: whether revisions were left out, and what else is set."""
    default = Selection()
    values = ((item.name, getattr(selection, item.name)) for item in fields(Selection))
    wishes = {name: value for name, value in values if value != getattr(default, name)}
    return {"latest_only": selection.latest_only} | {
        name: _as_json(value) for name, value in wishes.items()
    }


def measured(counts: Counts, files: Iterable[DataFile]) -> dict[str, object]:
    """Return the part of the manifest that the data files alone decide."""
    return {
        "schema_version": SCHEMA_VERSION,
        "counts": counts.as_json(),
        "files": [
            {"path": file.path, "records": file.records, "bytes": file.packed_bytes}
            for file in files
        ],
    }


def manifest(counts: Counts, files: Iterable[DataFile], origin: Origin) -> dict[str, object]:
    """Return what ``manifest.json`` holds. No time stands in it: it is the same on any day."""
    runs = {run_id: origin.read_run(run_id) for run_id in sorted(counts.runs)}
    configurations: dict[str, list[str]] = defaultdict(list)
    versions: dict[str, set[str]] = defaultdict(set)
    for run_id, run in runs.items():
        configurations[(run and run.configuration_sha256) or UNKNOWN].append(run_id)
        for name, number in run.versions.items() if run else ():
            versions[name].add(number)
    return {
        **measured(counts, files),
        "selection": selection_as_json(origin.selection),
        "built_with": {name: version(name) for name in _PACKAGES},
        "crawled_with": {name: sorted(numbers) for name, numbers in sorted(versions.items())},
        "configurations": dict(sorted(configurations.items())),
    }


def _as_json(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return format_time(value) if isinstance(value, datetime) else value
