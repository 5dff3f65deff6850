"""The manifest of a run, ``runs/<run>.json``: what ran, with what, and what came of it."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pipelines.serialization import format_time

RunState = Literal["running", "finished", "interrupted", "killed"]

_STAMP = "%Y%m%dT%H%M%SZ"
_PACKAGES = ("newsdesk", "scrapy", "trafilatura", "feedparser", "dateparser", "rensa", "lxml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One run. Written when it starts and again when it ends."""

    run_id: str
    command: str
    configuration_sha256: str | None
    started_at: datetime
    state: RunState = "running"
    ended_at: datetime | None = None
    exit_code: int | None = None
    ended_by: str | None = None
    """Which limit of the run's budget ended it; ``None`` when it came to its own end."""
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Per source id: what it was, what it gave, why it failed."""


def run_id(now: datetime, suffix: str) -> str:
    """Return the name of a run: sortable by time, made unique by a random suffix."""
    return f"{now.astimezone(UTC):{_STAMP}}-{suffix}"


def next_run_id(folder: Path, now: datetime, suffix: str) -> str:
    """Return the name of a run that sorts behind those of all runs of a dataset.

    Who takes over what came since a run goes by names: after a clock was set back, runs that are
    named by it would be passed over until it has caught up.
    """
    name = run_id(now, suffix)
    newest = max(_names(folder / "runs"), default="").removesuffix(".json")
    if name > newest:
        return name
    try:
        at = datetime.strptime(newest[:16], _STAMP).replace(tzinfo=UTC)
        return run_id(at + timedelta(seconds=1), suffix)
    except (ValueError, OverflowError):  # not named by newsdesk
        return name


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write a manifest into a dataset folder, in place of an earlier one of the same run."""
    path = folder / "runs" / f"{manifest.run_id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, _as_json(manifest))
    return path


def mark_killed_runs(folder: Path) -> None:
    """Call those runs killed that still count as running; the caller holds the dataset's lock.

    Each run does so when it begins, so only the newest can be meant. When they ended nobody knows.
    """
    runs = folder / "runs"
    for name in sorted(_names(runs), reverse=True):
        path = runs / name
        values = _read(path)
        if values is None:
            continue
        if values.get("state") != "running":
            return
        _write(path, {**values, "state": "killed"})


def _names(runs: Path) -> list[str]:
    """Return the names of all manifests; years of watching leave some hundred thousand."""
    if not runs.is_dir():
        return []
    with os.scandir(runs) as files:  # a ``Path`` for each would take seconds, every round
        return [file.name for file in files if file.name.endswith(".json")]


def _read(path: Path) -> dict[str, object] | None:
    """Return a manifest as it stands; ``None`` when a machine that went down left no whole one."""
    try:
        values = json.loads(path.read_bytes())
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _write(path: Path, values: Mapping[str, object]) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def _as_json(manifest: Manifest) -> dict[str, object]:
    values = asdict(manifest)
    for name in ("started_at", "ended_at"):
        values[name] = None if values[name] is None else format_time(values[name])
    values["versions"] = {name: version(name) for name in _PACKAGES}
    values["versions"]["python"] = platform.python_version()
    return values
