"""Floors under the quality on our own golden pages. A test fails when a number falls below.

python -m benchmarks.floors              # what is measured, beside its floor
python -m benchmarks.floors --update     # raise the floors to what is measured
python -m benchmarks.floors --update --lower recall --because "why it is worth it"
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.bootstrap import draw_measures
from benchmarks.command_line import command_parser
from benchmarks.golden_pages import FOLDERS, predict, read_golden_pages
from benchmarks.measures import HARMONIC_MEANS, MEASURES, measure_page

FILE = Path(__file__).parent / "quality_floors.json"
FLOORED = (
    "f1", "precision", "recall", "exact", "leak", "loss", "headline", "title", "authors_f1",
    "authors_invented", "utc_day",
)  # fmt: skip
"""The measures that have a floor. For those that get better downwards it is a ceiling."""
CHECK_FAILED = 4
_SCALE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A floor that was lowered on purpose, and why."""

    name: str
    before: float
    after: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """The content of the file."""

    pages: int
    """Golden pages that were measured. Fewer of them is a loss, too."""
    floors: Mapping[str, float]
    lowered: tuple[Lowered, ...] = ()


class FloorRefused(Exception):  # noqa: N818 - the message is the answer to a wish
    """A floor would fall without a reason; the message names it and the way out."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print or update the floors; return 4 when a number is below its floor."""
    arguments = _parser().parse_args(argv)
    measured = measure_golden_pages()
    floors = read_floors(arguments.file)
    if arguments.update:
        try:
            floors = update(floors, measured, arguments.lower, arguments.because)
        except FloorRefused as refusal:
            print(refusal, file=sys.stderr)
            return CHECK_FAILED
        write_floors(arguments.file, floors)
    for name, value in measured.floors.items():
        print(f"{name:18} {value:.4f}  floor {floors.floors.get(name, math.nan):.4f}")
    below = find_below(floors, measured)
    print("\n".join(below) or f"{measured.pages} golden pages, none below its floor")
    return CHECK_FAILED if below else 0


def measure_golden_pages(folders: Sequence[Path] = FOLDERS) -> Floors:
    """Return what newsdesk reaches on the golden pages now."""
    golden = [page for folder in folders for page in read_golden_pages(folder)]
    drawn = draw_measures([measure_page(page.gold, predict(page)) for page in golden], drawings=0)
    return Floors(
        pages=len(golden),
        floors={name: _round(name, drawn[name].value) for name in FLOORED if name in drawn},
    )


def read_floors(file: Path = FILE) -> Floors:
    """Return the floors of a file; none if there is no file."""
    if not file.exists():
        return Floors(pages=0, floors={})
    told = json.loads(file.read_text(encoding="utf-8"))
    return Floors(
        pages=told["pages"],
        floors=told["floors"],
        lowered=tuple(Lowered(**row) for row in told["lowered"]),
    )


def write_floors(file: Path, floors: Floors) -> None:
    """Write the floors to a file."""
    file.write_text(json.dumps(asdict(floors), indent=2) + "\n", encoding="utf-8")


def find_below(floors: Floors, measured: Floors) -> tuple[str, ...]:
    """Return a sentence for each number that is below its floor."""
    told = [
        f"{name}: {measured.floors.get(name, math.nan):.4f} is worse than its floor {floor:.4f}"
        for name, floor in floors.floors.items()
        if name not in measured.floors or _is_worse(name, measured.floors[name], floor)
    ]
    if measured.pages < floors.pages:
        told.append(f"pages: {measured.pages} golden pages are left of {floors.pages}")
    return tuple(told)


def update(
    floors: Floors, measured: Floors, lower: Sequence[str] = (), because: str | None = None
) -> Floors:
    """Return the floors raised to what is measured, and those lowered that may be.

    Args:
        floors: as they are.
        measured: what is reached now.
        lower: measures whose floor may fall; ``pages`` for the number of pages.
        because: why; kept in the file.

    Raises:
        FloorRefused: a floor would fall that is not named, or no reason is given.
    """
    before: dict[str, float] = {**floors.floors, "pages": floors.pages}
    after: dict[str, float] = {**measured.floors, "pages": measured.pages}
    reason = (because or "").strip()
    falling = [n for n, b in before.items() if n not in after or _is_worse(n, after[n], b)]
    for name in falling:
        if name not in lower or not reason:
            now = after.get(name, math.nan)
            raise FloorRefused(
                f"{name} would fall from {before[name]:g} to {now:g}: mend it, or lower the floor "
                f'with --lower {name} --because "reason"'
            )
    lowered = (
        Lowered(name=n, before=before[n], after=after.get(n, 0.0), because=reason) for n in falling
    )
    return Floors(pages=measured.pages, floors=measured.floors, lowered=(*floors.lowered, *lowered))


def _is_worse(name: str, value: float, floor: float) -> bool:
    return value > floor if _is_ceiling(name) else value < floor


def _is_ceiling(name: str) -> bool:
    return name not in HARMONIC_MEANS and MEASURES.get(name, "higher") == "lower"


def _round(name: str, value: float) -> float:
    """Return the number rounded to the side on which it is easier to hold."""
    scaled = round(value * _SCALE, 6)
    return (math.ceil(scaled) if _is_ceiling(name) else math.floor(scaled)) / _SCALE


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("floors", __doc__)
    parser.add_argument("--update", action="store_true", help="raise the floors to what is reached")
    parser.add_argument(
        "--lower", metavar="NAME", action="append", default=[], help="let this floor fall"
    )
    parser.add_argument("--because", metavar="REASON", help="why; kept in the file")
    parser.add_argument("--file", type=Path, default=FILE, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
