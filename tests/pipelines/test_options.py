import ast
import dataclasses
from pathlib import Path

import pytest

from pipelines import options
from pipelines.options import DEFAULT_OPTIONS, DedupOptions, Options

SOURCE = Path(options.__file__).read_text(encoding="utf-8")
GROUPS = [field.name for field in dataclasses.fields(Options)]


@pytest.mark.parametrize("name", GROUPS)
def test_groups_are_frozen_and_take_names_only(name: str) -> None:
    group = getattr(DEFAULT_OPTIONS, name)
    assert all(field.kw_only for field in dataclasses.fields(group))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(group, dataclasses.fields(group)[0].name, 0)


@pytest.mark.parametrize("name", GROUPS)
def test_shares_lie_between_none_and_all(name: str) -> None:
    values = dataclasses.asdict(getattr(DEFAULT_OPTIONS, name))
    shares = {key: value for key, value in values.items() if isinstance(value, float)}
    assert all(0 < value <= 1 for value in shares.values()), shares


def test_every_number_is_explained() -> None:
    classes = [node for node in ast.parse(SOURCE).body if isinstance(node, ast.ClassDef)]
    missing = [
        f"{node.name}.{ast.unparse(field.target)}"
        for node in classes
        if node.name != "Options"
        for field, after in zip(node.body, [*node.body[1:], None], strict=True)
        if isinstance(field, ast.AnnAssign) and not _is_text(after)
    ]
    assert missing == []


def test_bands_fit_into_the_signature() -> None:
    dedup = DedupOptions()
    assert dedup.bands * dedup.band_rows <= dedup.permutations


def test_bands_find_near_copies_at_the_threshold() -> None:
    dedup = DedupOptions()

    def found(similarity: float) -> float:
        return float(1 - (1 - similarity**dedup.band_rows) ** dedup.bands)

    assert found(dedup.min_similarity) > 0.9
    assert found(0.1) < 0.03


def _is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
