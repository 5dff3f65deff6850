from pathlib import Path

import pytest

from crawler.readers.dataset.run_origins import read_run_origin
from crawler.state.manifest import Manifest, write_manifest
from pipelines.errors import RecordError
from tests.crawler.state.examples import NOON


@pytest.mark.parametrize("sha256", ["c0ffee", None])
def test_manifest_tells_configuration_and_versions(tmp_path: Path, sha256: str | None) -> None:
    manifest = Manifest(
        run_id="run-1", command="crawl", configuration_sha256=sha256, started_at=NOON
    )
    write_manifest(tmp_path, manifest)
    found = read_run_origin(tmp_path, "run-1")
    assert found is not None
    assert found.configuration_sha256 == sha256
    assert {"newsdesk", "lxml", "python"} <= set(found.versions)


@pytest.mark.parametrize("run_id", ["run-2", "../state/run-1", "", "/run-1"])
def test_run_without_a_manifest_is_unknown(tmp_path: Path, run_id: str) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "run-1.json").write_text("{")
    assert read_run_origin(tmp_path, run_id) is None


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"configuration_sha256": null, "versions": 7}']
)
def test_file_that_is_no_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "runs").mkdir()
    path = tmp_path / "runs" / "run-1.json"
    path.write_text(content)
    with pytest.raises(RecordError, match=f"^{path}: not the manifest of a run"):
        read_run_origin(tmp_path, "run-1")
