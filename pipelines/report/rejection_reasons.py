"""What the reasons mean for which pages and sources gave nothing, for people.

The texts stand in ``rejection_reasons.toml``. Run as a module it prints the page of docs/ that is
made of them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_VARIES = "…"
"""Ends a slug whose last part varies, as ``http-…``."""
_HEAD = ("| reason | what it means | what to do |", "|---|---|---|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, in Markdown with `code` as its only markup."""

    slug: str
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Reasons of one kind."""

    title: str
    before: str
    after: str
    reasons: tuple[Reason, ...]


def reason_of(slug: str) -> Reason | None:
    """Return what is known of a reason; ``None`` for one that is not documented."""
    reasons = _reasons_by_slug()
    if slug in reasons:
        return reasons[slug]
    varying = (r for r in reasons.values() if r.slug.endswith(_VARIES))
    return next((r for r in varying if slug.startswith(r.slug.removesuffix(_VARIES))), None)


def rejection_reasons_markdown() -> str:
    """Return the page of docs/ on all reasons."""
    intro, sections = _read()
    lines = ["# Why a page or a source gave nothing", "", intro]
    for section in sections:
        rows = [f"| {r.slug} | {r.meaning} | {r.remedy} |" for r in section.reasons]
        before = [section.before, ""] if section.before else []
        after = ["", section.after] if section.after else []
        lines += ["", f"## {section.title}", "", *before, *_HEAD, *rows, *after]
    return "\n".join(lines) + "\n"


@cache
def _reasons_by_slug() -> Mapping[str, Reason]:
    """Return the reasons; of those that pages and sources share, what is said of pages."""
    _, sections = _read()
    return {r.slug: r for section in reversed(sections) for r in section.reasons}


@cache
def _read() -> tuple[str, tuple[Section, ...]]:
    text = files("pipelines.report").joinpath("rejection_reasons.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    sections = (
        Section(
            title=section["title"],
            before=section.get("before", "").strip(),
            after=section.get("after", "").strip(),
            reasons=tuple(Reason(**reason) for reason in section["reason"]),
        )
        for section in table["section"]
    )
    return table["intro"].strip(), tuple(sections)


if __name__ == "__main__":
    import sys

    sys.stdout.write(rejection_reasons_markdown())
