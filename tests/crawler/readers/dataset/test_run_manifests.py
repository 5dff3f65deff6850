import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.readers.dataset.run_manifests import read_run_manifest
from pipelines.errors import RecordError


def test_a_manifest_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "run-1.json"
    path.write_text(json.dumps({"run_id": "run-1", "else": [1]}))
    assert read_run_manifest(path) == {"run_id": "run-1", "else": [1]}


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"run_id": 7}', "[" * 99_999])
def test_what_is_no_manifest_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run-1.json"
    path.write_text(content)
    with pytest.raises(RecordError, match=f"^{path}: not the manifest of a run"):
        read_run_manifest(path)


def test_a_manifest_that_has_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file"):
        read_run_manifest(tmp_path / "run-1.json")


def test_reports_and_the_server_need_no_library_of_built_datasets() -> None:
    code = "import sys; sys.modules['pyarrow'] = None; import crawler.serving.counting"
    subprocess.run([sys.executable, "-c", code], check=True)
