import pytest

from benchmarks.soak import Sample, report, trend


def sample(at_s: float, kb: int) -> Sample:
    return Sample(at_s=at_s, watch_kb=kb, watch_files=8, tree_kb=kb, tree_files=9, processes=1)


def test_a_number_that_grows_has_a_slope_an_hour() -> None:
    found = trend("kB", [sample(t, 1000 + 2 * t) for t in range(100)], lambda s: s.watch_kb)
    assert found.slope == pytest.approx(7200.0)
    assert (found.first, found.last) == (1009.0, 1189.0)


def test_what_happens_at_the_start_does_not_count_for_the_slope() -> None:
    samples = [sample(t, 5000 if t < 10 else 1000) for t in range(100)]
    assert trend("kB", samples, lambda s: s.watch_kb).slope == pytest.approx(0.0)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_samples_are_told(count: int) -> None:
    assert report([sample(t, 1) for t in range(count)]) == ["too few samples"]


def test_the_report_has_a_line_a_number() -> None:
    lines = report([sample(t, 1000) for t in range(60)])
    assert [line.split("  ")[0] for line in lines[1:3]] == [
        "watch: resident kB",
        "watch: open files",
    ]
