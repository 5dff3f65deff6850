"""Fixtures of the integration tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.local_site import LocalSite


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """A site with one host."""
    with LocalSite() as site:
        yield site


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the tests of one module share."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def offline_datasets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep ``datasets`` off the network and out of the home folder: it reads this when imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("huggingface")))
        for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            patch.setenv(name, "1")
        yield
