from pathlib import Path

import pytest

from benchmarks import duplicates
from benchmarks.duplicates import Step, fill, format_step, main


@pytest.mark.parametrize("batch", [1, 100])
def test_all_articles_are_put_in_and_nearly_all_copies_are_found(
    tmp_path: Path, batch: int
) -> None:
    steps = list(fill(tmp_path / "index.sqlite", 2000, batch))
    assert [step.articles for step in steps] == list(range(200, 2001, 200))
    copies = sum(step.copies for step in steps)
    assert 100 < copies < 300
    assert sum(step.found for step in steps) >= 0.95 * copies
    assert all(step.size_bytes > 0 and step.a_second > 0 for step in steps)


@pytest.mark.parametrize(("a_second", "size", "code"), [(4e3, 1, 0), (2e3, 1, 4), (4e3, 2**31, 4)])
def test_the_exit_code_tells_whether_the_targets_are_met(
    a_second: float,
    size: int,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    step = Step(
        articles=100,
        a_second=a_second,
        cpu_us=200,
        found=9,
        copies=10,
        size_bytes=size,
        resident_kb=1,
    )
    monkeypatch.setattr(duplicates, "fill", lambda *_: iter([step, step]))
    assert main(["--articles", "200"]) == code
    assert f"mean {a_second:,.0f} a second" in capsys.readouterr().out


def test_a_step_is_told_in_one_line() -> None:
    step = Step(
        articles=1000,
        a_second=4000,
        cpu_us=210,
        found=9,
        copies=10,
        size_bytes=3 << 20,
        resident_kb=40 << 10,
    )
    assert format_step(step) == (
        "     1,000 articles    4,000 a second   210 µs CPU  "
        "9 of 10 copies found  3 MB  40 MB resident"
    )
