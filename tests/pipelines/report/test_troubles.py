from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from pipelines.report.troubles import Trouble, find_troubles, see_run

Line = dict[str, Any]


def manifest(run_id: str, **sources: Mapping[str, object]) -> Line:
    return {"run_id": run_id, "started_at": run_id, "sources": sources}


RESULTS: dict[str, tuple[Line, str | None]] = {
    "error": ({"error": "http-500: http://a/"}, "http-500: http://a/"),
    "all rejected": ({"rejected": {"http-404": 2, "too-large": 1}}, "all 3 pages were rejected"),
    "some rejected": ({"rejected": {"http-404": 2}, "new": 1}, None),
    "known pages rejected": ({"rejected": {"http-404": 2}, "unchanged": 1}, None),
    "downloads failed": (
        {"retry_later": 2},
        "all 2 downloads failed; the next run tries again",
    ),
    "some downloads failed": ({"retry_later": 2, "new": 1}, None),
    "all parts unreadable": (
        {"warnings": ["http-500: http://a/2"], "read": 0},
        "http-500: http://a/2",
    ),
    "one part unreadable": ({"warnings": ["http-500: http://a/2"], "read": 1, "listed": 1}, None),
    "empty": ({"read": 1, "listed": 0}, "announced no story"),
    "not modified": ({"not_modified": 1, "read": 0, "listed": 0}, None),
    "nothing new": ({"read": 1, "listed": 5, "new": 0}, None),
    "strange": ({"error": 3, "rejected": [1], "new": "x"}, None),
}


@pytest.mark.parametrize(("result", "problem"), RESULTS.values(), ids=RESULTS)
def test_trouble_is_told_from_success(result: Line, problem: str | None) -> None:
    found = [trouble.problem for trouble in find_troubles([manifest("1", gazette=result)])]
    assert found == ([] if problem is None else [problem])


BAD = {"error": "gone"}
GOOD = {"new": 1}
HISTORIES: dict[str, tuple[Sequence[Line], int]] = {
    "since the last run": ([GOOD, BAD], 1),
    "for two runs": ([BAD, GOOD, BAD, BAD], 2),
    "always": ([BAD, BAD], 2),
    "no longer": ([BAD, GOOD], 0),
}


@pytest.mark.parametrize(("results", "in_a_row"), HISTORIES.values(), ids=HISTORIES)
def test_newest_run_of_a_source_counts(results: Sequence[Line], in_a_row: int) -> None:
    runs = [manifest(str(number), gazette=result) for number, result in enumerate(results)]
    last = str(len(runs) - 1)
    expected = Trouble(source_id="gazette", problem="gone", run_id=last, runs_in_a_row=in_a_row)
    assert find_troubles([*reversed(runs), manifest("9", other=GOOD)]) == (
        (expected,) if in_a_row else ()
    )


def test_manifest_of_another_shape_is_passed_over() -> None:
    assert find_troubles([{}, {"sources": 3}, {"sources": {"a": 3}}]) == ()


def test_of_many_runs_little_is_kept() -> None:
    runs = [see_run(manifest(str(number), gazette=BAD, herald=GOOD)) for number in range(3)]
    assert runs[0].sources is runs[2].sources
    assert runs[0].problems == {"gazette": "gone"}
