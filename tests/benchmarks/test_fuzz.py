import random
import time
from pathlib import Path

import pytest

from benchmarks import fuzz
from benchmarks.fuzz import TARGETS, Target, main, mutate, try_parser
from pipelines.errors import PageError


def refuse(_data: bytes) -> None:
    raise PageError("not-html", "no page")


def break_down(data: bytes) -> None:
    raise KeyError(data[:1])


def sleep(_data: bytes) -> None:
    time.sleep(5)


def test_what_newsdesk_raises_on_purpose_is_no_finding() -> None:
    assert try_parser(refuse, b"x") is None
    assert try_parser(len, b"x") is None


def test_other_exceptions_and_too_much_time_are_findings() -> None:
    assert "KeyError" in (try_parser(break_down, b"x") or "")
    assert "TooSlowError" in (try_parser(sleep, b"x", limit_s=0.05) or "")


def test_changes_come_again_with_their_seed_and_are_many() -> None:
    seeds = [b"<p>The council of Lowmere</p>" * 9, b"{}"]
    found, again = (
        [mutate(random.Random(number), seeds) for number in range(50)]  # noqa: S311 - see fuzz.py
        for _ in range(2)
    )
    assert found == again
    assert len(set(found)) > 40


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_good_inputs_and_takes_them(name: str) -> None:
    target = TARGETS[name]
    seeds = target.read_seeds()
    assert seeds
    assert all(try_parser(target.parse, seed) is None for seed in seeds[:3])


def test_a_finding_is_kept_once_with_its_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Target(parse=break_down, seed=b"The bench")
    monkeypatch.setattr(fuzz, "TARGETS", {"broken": broken, "fine": Target(parse=len, seed=b"x")})
    arguments = ["--minutes", "0.002", "--findings", str(tmp_path / "kept")]
    assert main(["fine", *arguments]) == 0
    assert main(["broken", *arguments]) == 4
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "broken-0",
        "broken-0.txt",
    ]
    assert "1 findings" in capsys.readouterr().out


def test_an_unknown_target_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["feeds"])
    assert caught.value.code == 2
    assert "no target 'feeds'" in capsys.readouterr().err
