"""The documentation says what the code does; ``docs/cli.md`` is compared in its own test."""

import argparse
import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from crawler import settings
from crawler.cli.selection_options import add_selection_options
from crawler.cli.verbs import clean, diff, doctor, reprocess
from crawler.cli.verbs.export_formats import FORMATS
from crawler.health import Health
from crawler.reprocessing.comparing import Account
from crawler.run import SourceResult
from crawler.state.frontier_rows import FrontierRow
from crawler.state.manifest import Manifest
from crawler.state.site_memories import SiteFacts
from crawler.state.trail import Trail
from pipelines.cleaning.all_rules import ALL_RULES
from pipelines.exporters.profiles import PROFILES
from pipelines.extraction.kinds.page_kind import REASONS
from pipelines.record_format import record_format_markdown
from pipelines.report.counts import Report
from pipelines.report.rejection_reasons import rejection_reasons_markdown
from pipelines.serialization import QUALITY_FLAGS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SLUG = re.compile(r"[a-z]+(?:-[a-z0-9…]+)*")
# What is called with a reason slug: by position, or as ``reason=``.
CALLS_WITH_REASON = {
    "DownloadFailure",
    "PageError",
    "PageKind",
    "Rejection",
    "SourceError",
    "_rejection",
    "of",
}


def test_record_format_is_what_the_schema_says() -> None:
    """After a change of the schema: ``make docs``."""
    assert (DOCS / "record-format.md").read_text(encoding="utf-8") == record_format_markdown()


def test_rejection_reasons_are_what_the_code_shows() -> None:
    """After a change of ``rejection_reasons.toml``: ``make docs``."""
    page = (DOCS / "rejection-reasons.md").read_text(encoding="utf-8")
    assert page == rejection_reasons_markdown()


def test_every_reason_of_a_rejection_is_documented() -> None:
    undocumented = _reasons() - _rows_of("rejection-reasons.md")
    assert undocumented == set(), "pipelines/report/rejection_reasons.toml: add each of these"


def test_no_documented_reason_has_gone() -> None:
    gone = _rows_of("rejection-reasons.md") - _reasons()
    assert gone == set(), "pipelines/report/rejection_reasons.toml: nothing gives these any more"


def test_reasons_are_found_where_they_are_given() -> None:
    """Else the two tests above would compare nothing."""
    assert {"no-article-body", "http-…", "duplicate-…", "host-not-found"} <= _reasons()


def test_every_key_that_programs_read_is_documented() -> None:
    row = {field.name for field in fields(FrontierRow)} - {"trail"}
    others = {field.name for field in fields(Trail)} - {"row"}
    result = set(SourceResult().as_json())
    manifest = {field.name for field in fields(Manifest)} | {"versions"}
    assert _keys_of("The manifest of a run") == manifest | result
    assert _keys_of("newsdesk report") == {f.name for f in fields(Report)} | {"run", "troubles"}
    health = {field.name for field in fields(Health)}
    assert _keys_of("newsdesk doctor") == set(doctor._as_json([])) | health
    assert _keys_of("newsdesk explain") == row | others | {"removed"}
    assert _keys_of("newsdesk diff") == set(diff._as_json("id", (), ()))
    assert _keys_of("newsdesk reprocess") == set(reprocess._as_json(Account(), None))
    assert _keys_of("newsdesk sources memory") == {field.name for field in fields(SiteFacts)}
    cleaned = clean.CleanedFile(title=None, blocks=(), removed=(), flags=())
    assert _keys_of("newsdesk clean") == set(cleaned.as_json("-"))


def test_every_setting_of_our_own_is_documented() -> None:
    own = {name for name in vars(settings) if name.startswith("NEWSDESK_")}
    assert {name for name in _words_of("running.md") if name.startswith("NEWSDESK_")} >= own


def test_every_cleaning_rule_is_documented() -> None:
    undocumented = {rule.name for rule in ALL_RULES} - _words_of("cleaning-rules.md")
    assert undocumented == set(), "docs/cleaning-rules.md: name each of these in `backticks`"


def test_every_quality_flag_is_documented() -> None:
    undocumented = _flags() - set(QUALITY_FLAGS)
    assert undocumented == set(), "pipelines.serialization.QUALITY_FLAGS: add these"
    assert set(QUALITY_FLAGS) <= _rows_of("record-format.md")


def test_no_documented_quality_flag_has_gone() -> None:
    assert set(QUALITY_FLAGS) - _flags() == set(), "QUALITY_FLAGS: nothing sets these any more"


def test_every_format_profile_and_filter_of_an_export_is_documented() -> None:
    filters = argparse.ArgumentParser(add_help=False)
    add_selection_options(filters)
    names = {word.split()[0] for word in _words_of("exporting.md")}
    options = set(re.findall(r"--[a-z-]+", filters.format_usage()))
    assert ({*FORMATS, *PROFILES, *options} - names) == set(), "docs/exporting.md: add these"


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def _rows_of(page: str) -> set[str]:
    """Return the first cells of the tables of a page, but for their heads."""
    path = DOCS / page
    if not path.exists():
        return set()
    cells = re.findall(r"^\| `?([^|`]+?)`? \|", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {cell for cell in cells if SLUG.fullmatch(cell)} - {"field", "flag", "reason"}


def _keys_of(section: str) -> set[str]:
    """Return the keys in the first cells of the tables of a section of ``json.md``."""
    (text,) = re.findall(
        rf"^## `?{section}(?: --json)?`?$(.*?)(?=^## |\Z)",
        (DOCS / "json.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    cells = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    return {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def _words_of(page: str) -> set[str]:
    """Return what stands in backticks on a page."""
    path = DOCS / page
    return set(re.findall(r"`([^`\n]+)`", path.read_text("utf-8"))) if path.exists() else set()


@cache
def _modules() -> tuple[tuple[Path, ast.Module], ...]:
    paths = [p for package in ("crawler", "pipelines") for p in (ROOT / package).rglob("*.py")]
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(paths))


@cache
def _reasons() -> set[str]:
    """Return the slugs in code by which pages and sources fail; ``…`` for a part that varies."""
    found: set[str] = set(REASONS.values())
    walls = (ROOT / "pipelines" / "extraction" / "kinds" / "walls.toml").read_text(encoding="utf-8")
    found.update(wall["reason"] for wall in tomllib.loads(walls)["wall"])
    for path, tree in _modules():
        for node in ast.walk(tree):
            if path.name == "failures.py" and isinstance(node, ast.Constant | ast.JoinedStr):
                found.update(_slugs(node))
            elif isinstance(node, ast.Call) and _name(node.func) in CALLS_WITH_REASON:
                for argument in [
                    *node.args,
                    *(k.value for k in node.keywords if k.arg == "reason"),
                ]:
                    found.update(slug for slug in _slugs(argument) if "-" in slug)
            elif isinstance(node, ast.Assign) and _name(node.targets[0]) == "reason":
                found.update(slug for slug in _slugs(node.value) if "-" in slug)
    return found - {"http-"}


def _slugs(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "…" for p in node.values]
        text = "".join(str(part) for part in parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    else:
        return
    if SLUG.fullmatch(text):
        yield text


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _flags() -> set[str]:
    """Return the codes that are given as ``flags`` or ``quality_flags``, also through a name."""
    found: set[str] = set()
    told = (item for _, tree in _modules() for item in _constants(tree).items())
    public = {name: value for name, value in told if name[0] != "_"}
    for path, tree in _modules():
        if "cli" in path.parts[-3:-1]:
            continue
        constants = public | _constants(tree)
        for part in (part for value in _given_flags(tree) for part in ast.walk(value)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found.add(part.value)
            elif isinstance(part, ast.Name) and isinstance(constants.get(part.id), str):
                found.add(str(constants[part.id]))
    return found


def _given_flags(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what is given under the names of flags, and the tables that have such a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"flags", "quality_flags"}:
            yield node.value
        is_table = isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        if isinstance(node, ast.Assign) and is_table and _name(node.targets[0]) == "flags":
            yield node.value


def _constants(tree: ast.Module) -> dict[str, object]:
    return {
        _name(target): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
    }
