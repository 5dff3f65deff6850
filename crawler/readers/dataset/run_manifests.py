"""The manifests of runs as they stand in a dataset."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.errors import RecordError


def read_run_manifest(path: Path) -> Mapping[str, Any]:
    """Return a manifest, of which nothing is certain but that it names its run (``run_id``).

    Raises:
        RecordError: it cannot be read, or is none.
    """
    try:
        manifest = json.loads(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise no_manifest(path, str(error)) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("run_id"), str):
        raise no_manifest(path, "it names no run")
    return manifest


def no_manifest(path: Path, why: str) -> RecordError:
    """Return the error for a file that is not the manifest of a run, with the way out."""
    message = f"{path}: not the manifest of a run ({why}); without the file that run is unknown"
    return RecordError("bad-manifest", message)
