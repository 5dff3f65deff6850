"""What the manifests of runs say about where records come from.

Apart from ``run_manifests``, which works without the libraries that built datasets need.
"""

from pathlib import Path

from crawler.readers.dataset.run_manifests import no_manifest, read_run_manifest
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
        manifest = read_run_manifest(path)
        return RunOrigin(
            configuration_sha256=manifest["configuration_sha256"],
            versions={str(name): str(value) for name, value in manifest["versions"].items()},
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise no_manifest(path, f"{type(error).__name__}: {error}") from error
