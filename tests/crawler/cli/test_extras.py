import pytest

from crawler.cli.extras import extra_needed
from pipelines.errors import ConfigError


def missing(name: str) -> None:
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def test_missing_package_of_an_extra_is_told_with_the_way_out() -> None:
    with (
        pytest.raises(ConfigError, match=r'^newsdesk x needs `pip install "newsdesk\[y\]"`$'),
        extra_needed("newsdesk x", "y", "one", "other"),
    ):
        missing("other")


def test_any_other_missing_package_is_a_fault_of_ours() -> None:
    with pytest.raises(ModuleNotFoundError), extra_needed("newsdesk x", "y", "one"):
        missing("other")


def test_nothing_is_said_where_all_is_there() -> None:
    with extra_needed("newsdesk x", "y", "one"):
        pass
