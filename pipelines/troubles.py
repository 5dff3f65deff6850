"""Which sources are in trouble, as the manifests of the runs tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.loose_values import number_at, text_at, texts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A source whose last run went wrong."""

    source_id: str
    problem: str
    run_id: str
    runs_in_a_row: int
    """How many runs, up to the last one, had a problem with it."""


def find_troubles(manifests: Iterable[Mapping[str, object]]) -> tuple[Trouble, ...]:
    """Return the sources whose newest run went wrong, by id. A manifest is that of one run."""
    problems: dict[str, list[tuple[str, str | None]]] = {}
    for manifest in sorted(manifests, key=_run_key):
        results = manifest.get("sources")
        for source_id, result in results.items() if isinstance(results, dict) else ():
            if isinstance(result, dict):
                run = (text_at(manifest, "run_id", "unknown"), _problem(result))
                problems.setdefault(str(source_id), []).append(run)
    found = (_trouble(source_id, runs) for source_id, runs in sorted(problems.items()))
    return tuple(trouble for trouble in found if trouble is not None)


def _run_key(manifest: Mapping[str, object]) -> tuple[str, str]:
    return text_at(manifest, "started_at", ""), text_at(manifest, "run_id", "")


def _trouble(source_id: str, runs: list[tuple[str, str | None]]) -> Trouble | None:
    last_run, problem = runs[-1]
    if problem is None:
        return None
    before = next(
        (n for n, (_, earlier) in enumerate(reversed(runs)) if earlier is None), len(runs)
    )
    return Trouble(source_id=source_id, problem=problem, run_id=last_run, runs_in_a_row=before)


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
