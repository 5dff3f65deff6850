from pathlib import Path

import pytest

from benchmarks.floors import (
    FILE,
    FLOORED,
    FloorRefused,
    Floors,
    Lowered,
    find_below,
    main,
    measure_golden_pages,
    read_floors,
    update,
    write_floors,
)

FLOORS = Floors(pages=20, floors={"f1": 0.9, "leak": 0.1})


def measured(f1: float = 0.9, leak: float = 0.1, pages: int = 20) -> Floors:
    return Floors(pages=pages, floors={"f1": f1, "leak": leak})


def test_newsdesk_is_nowhere_below_its_floors() -> None:
    """After a gain: ``python -m benchmarks.floors --update``."""
    floors = read_floors()
    assert set(floors.floors) == set(FLOORED)
    assert find_below(floors, measure_golden_pages()) == ()


def test_every_lowered_floor_has_its_reason() -> None:
    assert all(lowered.because for lowered in read_floors(FILE).lowered)


def test_a_number_below_its_floor_is_named() -> None:
    assert find_below(FLOORS, measured()) == ()
    assert find_below(FLOORS, measured(f1=0.95, leak=0.05)) == ()
    assert find_below(FLOORS, measured(f1=0.89)) == ("f1: 0.8900 is worse than its floor 0.9000",)
    assert find_below(FLOORS, measured(leak=0.11)) == (
        "leak: 0.1100 is worse than its floor 0.1000",
    )
    assert find_below(FLOORS, measured(pages=19)) == ("pages: 19 golden pages are left of 20",)


def test_a_measure_that_is_gone_is_below_its_floor() -> None:
    (told,) = find_below(FLOORS, Floors(pages=20, floors={"f1": 1.0}))
    assert told.startswith("leak: nan")


def test_floors_are_raised_to_what_is_reached() -> None:
    assert update(FLOORS, measured(f1=0.95, leak=0.02, pages=21)) == measured(
        f1=0.95, leak=0.02, pages=21
    )


@pytest.mark.parametrize(
    ("now", "name"),
    [(measured(f1=0.8), "f1"), (measured(leak=0.2), "leak"), (measured(pages=2), "pages")],
)
def test_no_floor_falls_silently(now: Floors, name: str) -> None:
    with pytest.raises(FloorRefused, match=f"{name} would fall from .* --lower {name} --because"):
        update(FLOORS, now)


@pytest.mark.parametrize("because", [None, "", "  "])
def test_a_floor_is_not_lowered_without_a_reason(because: str | None) -> None:
    with pytest.raises(FloorRefused, match="f1"):
        update(FLOORS, measured(f1=0.8), ["f1"], because)


def test_only_the_named_floor_is_lowered() -> None:
    with pytest.raises(FloorRefused, match="leak"):
        update(FLOORS, measured(f1=0.8, leak=0.2), ["f1"], "worth it")


def test_the_reason_is_kept() -> None:
    updated = update(FLOORS, measured(f1=0.8, leak=0.05), ["f1"], " worth it ")
    assert updated.floors == {"f1": 0.8, "leak": 0.05}
    assert updated.lowered == (Lowered(name="f1", before=0.9, after=0.8, because="worth it"),)
    assert update(updated, measured(leak=0.05)).lowered == updated.lowered


def test_floors_survive_their_file(tmp_path: Path) -> None:
    floors = Floors(
        pages=3,
        floors={"f1": 0.5},
        lowered=(Lowered(name="f1", before=0.6, after=0.5, because="worth it"),),
    )
    write_floors(tmp_path / "floors.json", floors)
    assert read_floors(tmp_path / "floors.json") == floors
    assert read_floors(tmp_path / "none.json") == Floors(pages=0, floors={})


def test_the_command_updates_refuses_and_lowers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floors.json"
    assert main(["--file", str(file), "--update"]) == 0
    reached = read_floors(file)
    assert reached == measure_golden_pages()
    write_floors(file, Floors(pages=reached.pages, floors={**reached.floors, "f1": 1.5}))
    assert main(["--file", str(file)]) == 4
    assert "f1: " in capsys.readouterr().out.splitlines()[-1]
    assert main(["--file", str(file), "--update"]) == 4
    assert "--lower f1" in capsys.readouterr().err
    assert main(["--file", str(file), "--update", "--lower", "f1", "--because", "a trial"]) == 0
    assert read_floors(file).lowered[0].because == "a trial"
