import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from benchmarks.memory import Course, Sample, course_of, format_course, main, watch
from tests.benchmarks.test_crawl import folder as folder  # noqa: PLC0414 - a fixture


def samples(*sizes: float) -> list[Sample]:
    return [Sample(proportional=size, resident=2 * size) for size in sizes]


def course(peak: float = 600, last_tenth: float = 500) -> Course:
    return Course(
        peak=Sample(proportional=peak, resident=900), second_tenth=500, last_tenth=last_tenth
    )


def test_the_start_is_no_part_of_the_drift() -> None:
    found = course_of(samples(*[10] * 10, *[400] * 80, *[500] * 10))
    assert (found.second_tenth, found.last_tenth, found.drift) == (400, 500, 0.25)
    assert found.peak == Sample(proportional=500, resident=1000)


def test_one_sample_is_enough() -> None:
    assert course_of(samples(300)).drift == 0


@pytest.mark.parametrize(
    ("found", "misses"),
    [
        (course(), []),
        (course(peak=701), ["701 MB, at most 700"]),
        (course(last_tenth=550), ["+10.0% from the second tenth to the last"]),
        (course(last_tenth=400), []),
    ],
    ids=["none", "large", "growing", "shrinking"],
)
def test_what_is_beyond_the_limits_is_told(found: Course, misses: list[str]) -> None:
    assert found.misses == misses


def test_both_ways_to_count_are_told() -> None:
    told = format_course(course(), records=1234)
    assert told.splitlines() == [
        "1,234 records",
        "shared memory counted once: peak 600 MB, second tenth 500 MB, last tenth 500 MB (+0.0%)",
        "counted in each process: peak 900 MB",
    ]


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(CalledProcessError):
        watch([sys.executable, "-c", "raise SystemExit(3)"])


@pytest.mark.parametrize("verb", ["crawl", "extract"])
def test_pages_become_records(folder: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([verb, "--count", "5", str(folder)])
    assert capsys.readouterr().out.startswith("5 records\n")
