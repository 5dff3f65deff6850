"""The shape of the project: what CONVENTIONS promises and no other tool checks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "pipelines")
MAX_LINES = 400
NO_CONCEPT = {"common.py", "helpers.py", "misc.py", "util.py", "utils.py"}
RULES = Path("pipelines/cleaning/rules")

# Modules with logic and no test file of their own, each with the reason.
TESTED_ELSEWHERE: dict[str, str] = {
    "crawler/discovery/listing_fields.py": "fields of a row: test_listings.py and its pages",
    "crawler/discovery/listing_rows.py": "rows of a page: test_listings.py and its pages",
    "crawler/discovery/listing_scores.py": "choice of links: test_listings.py and its pages",
}


def _modules() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def _is_logic(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function does more than stand for its signature (as in a protocol)."""
    return any(
        not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in function.body
    )


def _has_logic(module: Path) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_logic(node)
        for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
    )


def _tested() -> list[Path]:
    return [
        module
        for module in _modules()
        if module.name != "__init__.py" and module.parent != RULES and _has_logic(module)
    ]


def _test_of(module: Path) -> Path:
    return ROOT / "tests" / module.parent / f"test_{module.name}"


@pytest.mark.parametrize("module", _tested(), ids=str)
def test_module_has_a_test_file_of_its_name(module: Path) -> None:
    if str(module) not in TESTED_ELSEWHERE:
        assert _test_of(module).exists(), f"{_test_of(module).relative_to(ROOT)} is missing"


def test_exceptions_are_still_needed() -> None:
    gone = [name for name in TESTED_ELSEWHERE if not (ROOT / name).exists()]
    tested = [name for name in TESTED_ELSEWHERE if _test_of(Path(name)).exists()]
    assert (gone, tested) == ([], [])


def test_every_cleaning_rule_is_named_in_a_test_of_the_rules() -> None:
    """Rules that are data or a few lines share test files."""
    folder = ROOT / "tests" / RULES
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    rules = [path.stem for path in (ROOT / RULES).glob("*.py") if path.stem != "__init__"]
    unnamed = [
        name
        for name in sorted(rules)
        if not re.search(rf"\b{name}\b|\b{name.replace('_', '-')}\b", texts)
    ]
    assert unnamed == []


def test_test_folders_mirror_the_packages() -> None:
    folders = {
        path.parent.relative_to(ROOT / "tests")
        for package in PACKAGES
        for path in (ROOT / "tests" / package).rglob("test_*.py")
    }
    assert sorted(str(folder) for folder in folders if not (ROOT / folder).is_dir()) == []


@pytest.mark.parametrize("module", _modules(), ids=str)
def test_module_is_short_enough_to_read(module: Path) -> None:
    lines = len((ROOT / module).read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{module} has {lines} lines"


def _all_python() -> Iterator[Path]:
    for folder in (*PACKAGES, "tests", "benchmarks"):
        yield from (ROOT / folder).rglob("*.py")


def test_no_module_is_a_place_for_anything() -> None:
    assert [path for path in _all_python() if path.name in NO_CONCEPT] == []


@pytest.mark.parametrize(
    "module", [module for module in _modules() if module.name == "__init__.py"], ids=str
)
def test_package_file_holds_a_docstring_only(module: Path) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_modules_is_a_package(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert sorted(str(f) for f in folders if not (f / "__init__.py").exists()) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_package_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()
