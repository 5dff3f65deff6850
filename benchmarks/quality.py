"""Quality of ``newsdesk extract`` and of other extractors on the same pages, in the same run.

    python -m benchmarks.quality FOLDER…

Each folder holds ``manifest.jsonl`` and the pages it names; ``README.md`` here describes both the
folders and the measures.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.bootstrap import Drawings, draw_measures
from benchmarks.command_line import command_parser
from benchmarks.golds import Gold, read_golds, split_halves
from benchmarks.measures import Part, measure_page
from benchmarks.systems.environment import EnvironmentFailed, cache_folder, set_up
from benchmarks.systems.newsdesk import NewsdeskError, run_newsdesk
from benchmarks.systems.peers import (
    DEFAULT_PEERS,
    OWN_PEERS,
    PeerUnavailable,
    choose_peers,
    run_peer,
)
from benchmarks.systems.predictions import Results
from benchmarks.tables import format_difference, format_rejections, format_tables
from benchmarks.worst import format_worst

MAX_HEADLINE_REPEATED = 0.03
"""Share of pages on which the headline may stand again in the body."""
CHECK_FAILED = 4
RIVAL = "trafilatura"
"""The peer that newsdesk must not fall behind: its body starts from it."""

Measured = dict[str, dict[str, Drawings]]
"""The measures of each system."""
PageMeasures = Mapping[str, Mapping[str, Part]]
"""The measures of each page, by its id."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables of each folder; return 4 when newsdesk misses its mark on one of them."""
    arguments = _parser().parse_args(argv)
    peers = _find_peers(arguments.peers)
    below = False
    told: dict[str, object] = {}
    for folder in arguments.folders:
        try:
            golds = read_golds(folder, arguments.limit)
            results = _run_systems(folder, golds, peers, arguments.newsdesk_args)
        except (OSError, ValueError, NewsdeskError) as error:
            print(f"{folder}: {error}", file=sys.stderr)
            return 1
        pages = {result.system: _measure_pages(golds, result) for result in results}
        parts = {name: (part, _draw(part, pages)) for name, part in split_halves(golds).items()}
        for name, (part, measured) in parts.items():
            _print_part(f"{folder.name}, {name}: {len(part)} pages", part, results, measured)
        below = below or ("all" in parts and _is_below(parts["all"][1]))
        told[folder.name] = {name: _as_json(measured) for name, (_, measured) in parts.items()}
        if arguments.json:
            arguments.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        if arguments.worst:
            print(format_worst(golds, results[0].pages, arguments.worst))
    return CHECK_FAILED if below else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPeer:
    """A peer and the interpreter that it runs in."""

    name: str
    python: Path


def _find_peers(names: Sequence[str]) -> tuple[FoundPeer, ...]:
    """Return the peers with their interpreters; make their environment if one needs it."""
    own, other = Path(sys.executable), None
    if any(name not in OWN_PEERS for name in names):
        folder = cache_folder()
        print(f"Peers in {folder}; setting it up takes some minutes", file=sys.stderr)
        try:
            environment = set_up(folder)
            other = environment.python
            for requirement in environment.not_installed:
                print(f"{requirement} could not be installed", file=sys.stderr)
        except EnvironmentFailed as error:
            print(error, file=sys.stderr)
    pythons = {name: own if name in OWN_PEERS else other for name in names}
    return tuple(FoundPeer(name=name, python=python) for name, python in pythons.items() if python)


def _run_systems(
    folder: Path, golds: Sequence[Gold], peers: Sequence[FoundPeer], variants: Sequence[str]
) -> tuple[Results, ...]:
    """Return what each system gives; newsdesk as it comes stands first."""
    results = [run_newsdesk(folder, golds, arguments) for arguments in ("", *variants)]
    # Each peer is a process of its own.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = [pool.submit(run_peer, p.name, folder, golds, p.python) for p in peers]
        for peer in running:
            try:
                results.append(peer.result())
            except PeerUnavailable as reason:
                print(reason, file=sys.stderr)
    print(f"\n{folder.name}: {', '.join(_name_version(result) for result in results)}")
    return tuple(results)


def _name_version(result: Results) -> str:
    failures = f" ({result.failures} errors)" if result.failures else ""
    return f"{result.system} {result.version}{failures}"


def _measure_pages(golds: Sequence[Gold], result: Results) -> PageMeasures:
    return {gold.id: measure_page(gold, result.pages[gold.id]) for gold in golds}


def _draw(golds: Sequence[Gold], systems: Mapping[str, PageMeasures]) -> Measured:
    return {
        system: draw_measures([pages[gold.id] for gold in golds])
        for system, pages in systems.items()
    }


def _print_part(
    title: str, golds: Sequence[Gold], results: Sequence[Results], measured: Measured
) -> None:
    print(f"\n{title}\n{format_tables(measured)}")
    ours = measured[results[0].system]
    for result in results[1:]:
        told = format_difference(ours, measured[result.system], result.system)
        if told:
            print(told)
    for result in results:
        told = format_rejections(result, [gold.id for gold in golds])
        if told:
            print(told)


def _is_below(measured: Mapping[str, Mapping[str, Drawings]]) -> bool:
    ours = measured["newsdesk"]
    if "f1" not in ours:
        return False
    theirs = measured.get(RIVAL)
    is_behind = theirs is not None and ours["f1"].value < theirs["f1"].value
    return is_behind or ours["headline"].value > MAX_HEADLINE_REPEATED


def _as_json(measured: Mapping[str, Mapping[str, Drawings]]) -> dict[str, object]:
    return {
        system: {name: asdict(drawings.estimate()) for name, drawings in measures.items()}
        for system, measures in measured.items()
    }


def _peers(text: str) -> tuple[str, ...]:
    try:
        return choose_peers(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("quality", __doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", metavar="N", type=int, help="only N pages of each folder")
    parser.add_argument(
        "--worst", metavar="N", type=int, default=0, help="show the N worst pages of each folder"
    )
    parser.add_argument(
        "--peers",
        metavar="NAMES",
        type=_peers,
        default=DEFAULT_PEERS,
        help="all, none, or names parted by commas (default: trafilatura)",
    )
    parser.add_argument(
        "--newsdesk-args",
        metavar="ARGS",
        action="append",
        default=[],
        help="also measure newsdesk with these arguments, as in --newsdesk-args='--memory off'",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all numbers to a file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
