"""What the manifests of runs say about where records come from."""

import json
from pathlib import Path

from pipelines.errors import RecordError
from pipelines.exporters.dataset.description import RunOrigin


def read_run_origin(folder: Path, run_id: str) -> RunOrigin | None:
    """Return what the manifest of a run says; ``None`` when the dataset has none of it.

    Raises:
        RecordError: it is not the manifest of a run.
    """
    path = folder / "runs" / f"{run_id}.json"
    if path.parent != folder / "runs" or not path.is_file():
        return None
    try:
        manifest = json.loads(path.read_bytes())
        return RunOrigin(
            configuration_sha256=manifest["configuration_sha256"],
            versions={str(name): str(value) for name, value in manifest["versions"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RecordError(
            "bad-manifest",
            f"{path}: not the manifest of a run ({type(error).__name__}: {error}); without the "
            "file its configuration counts as unknown",
        ) from error
