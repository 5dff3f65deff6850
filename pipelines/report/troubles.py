"""Which sources are in trouble, as the manifests of the runs tell."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.report.loose_values import number_at, text_at, texts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A source whose last run went wrong."""

    source_id: str
    problem: str
    run_id: str
    runs_in_a_row: int
    """How many runs, up to the last one, had a problem with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRun:
    """What troubles need of one run: little, for there may be a hundred thousand of them."""

    started_at: str
    run_id: str
    sources: frozenset[str]
    problems: Mapping[str, str]
    """By source id, of those with which something was wrong."""


def find_troubles(manifests: Iterable[Mapping[str, object]]) -> tuple[Trouble, ...]:
    """Return the sources whose newest run went wrong, by id. A manifest is that of one run.

    The manifests may come in any order; they are not kept.
    """
    return troubles_of(map(see_run, manifests))


def see_run(manifest: Mapping[str, object]) -> SeenRun:
    """Return what troubles need of the manifest of a run."""
    results = manifest.get("sources")
    found = {
        # The same few names and words come in every run.
        sys.intern(str(source_id)): _problem(result)
        for source_id, result in (results.items() if isinstance(results, dict) else ())
        if isinstance(result, dict)
    }
    return SeenRun(
        started_at=text_at(manifest, "started_at", ""),
        run_id=text_at(manifest, "run_id", ""),
        sources=_shared(frozenset(found)),
        problems={name: sys.intern(why) for name, why in found.items() if why is not None},
    )


@lru_cache(maxsize=256)
def _shared(names: frozenset[str]) -> frozenset[str]:
    """Return names as they came the first time: those of a crawl are the same each time."""
    return names


def troubles_of(runs: Iterable[SeenRun]) -> tuple[Trouble, ...]:
    """Return the sources whose newest run went wrong, by id. The runs may come in any order."""
    last: dict[str, SeenRun] = {}
    in_a_row: Counter[str] = Counter()
    for run in sorted(runs, key=lambda run: (run.started_at, run.run_id)):
        for source_id in run.sources:
            last[source_id] = run
            in_a_row[source_id] = in_a_row[source_id] + 1 if source_id in run.problems else 0
    return tuple(
        Trouble(
            source_id=source_id,
            problem=run.problems[source_id],
            run_id=run.run_id or "unknown",
            runs_in_a_row=in_a_row[source_id],
        )
        for source_id, run in sorted(last.items(), key=lambda pair: pair[0])
        if source_id in run.problems
    )


def _problem(result: Mapping[str, object]) -> str | None:
    """Return what was wrong with a source in one run; ``None`` when nothing was."""
    return _problem_of_source(result) or _problem_of_pages(result)


def _problem_of_source(result: Mapping[str, object]) -> str | None:
    error = text_at(result, "error", "")
    if error:
        return error
    is_read = number_at(result, "read") > 0
    warnings = texts_at(result, "warnings")
    if warnings and not is_read and not number_at(result, "not_modified"):
        return warnings[0]
    return "announced no story" if is_read and not number_at(result, "listed") else None


def _problem_of_pages(result: Mapping[str, object]) -> str | None:
    if any(number_at(result, name) for name in _GOOD_ENDS):
        return None
    reasons = result.get("rejected")
    rejected = sum(number_at(reasons, r) for r in reasons) if isinstance(reasons, dict) else 0
    if rejected:
        return (
            "its only page was rejected" if rejected == 1 else f"all {rejected} pages were rejected"
        )
    later = number_at(result, "retry_later")
    failed = "its only download" if later == 1 else f"all {later} downloads"
    return f"{failed} failed; the next run tries again" if later else None


_GOOD_ENDS = ("new", "updated", "unchanged", "duplicates")
