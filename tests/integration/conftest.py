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
