"""The peers: other extractors, each run by ``benchmarks/peers/run_peer.py`` in a process.

The script is handed a manifest, a JSON object a line with ``id``, ``url`` and ``html_path``, and
writes a JSON object a line: first ``{"system", "version"}``, then one for each page with ``id``,
``text``, ``title``, ``authors``, ``date`` (ISO 8601, with its offset if it is known) and ``error``.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.golds import Gold
from benchmarks.systems.predictions import MISSING, Prediction, Results

SCRIPT = Path(__file__).parents[1] / "peers" / "run_peer.py"
OWN_PEERS = ("trafilatura", "trafilatura-precision", "trafilatura-recall")
"""Peers that live in newsdesk's own environment, of which trafilatura is a part."""
OTHER_PEERS = ("newspaper4k", "readability-lxml", "goose3", "news-please")
"""Peers that need an environment of their own."""
DEFAULT_PEERS = ("trafilatura",)

_LAST_LINE_ERROR = "no error was told"


class PeerUnavailable(Exception):  # noqa: N818 - it is reported and left out, not a failure
    """A peer cannot be run here; the message says why."""


def choose_peers(names: str) -> tuple[str, ...]:
    """Return the peers of ``all``, ``none`` or a list of names parted by commas.

    Raises:
        ValueError: there is no peer of that name; the message lists those that there are.
    """
    known = (*OWN_PEERS, *OTHER_PEERS)
    if names in {"all", "none"}:
        return known if names == "all" else ()
    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise ValueError(f"no peer {unknown[0]!r}: choose of all, none, {', '.join(known)}")
    return chosen


def run_peer(
    name: str, folder: Path, golds: Sequence[Gold], python: Path, script: Path = SCRIPT
) -> Results:
    """Return what a peer gives for the pages.

    Args:
        name: of the peer.
        folder: the folder of the pages.
        golds: the pages.
        python: the interpreter of the environment that the peer is installed in.
        script: what is run; another one speaks the same protocol.

    Raises:
        PeerUnavailable: the peer is not installed there, or its process failed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        manifest, output = Path(scratch) / "manifest.jsonl", Path(scratch) / "output.jsonl"
        rows = [
            {"id": g.id, "url": g.url, "html_path": str((folder / g.html).resolve())} for g in golds
        ]
        manifest.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        done = subprocess.run(
            [str(python), str(script), name, str(manifest), str(output)],
            check=False, capture_output=True, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        if done.returncode != 0:
            told = done.stderr.strip().splitlines() or [_LAST_LINE_ERROR]
            raise PeerUnavailable(f"{name} left out: {told[-1]}")
        head, *lines = output.read_text(encoding="utf-8").split("\n")
    answers = [json.loads(line) for line in lines if line]
    pages = {answer["id"]: _prediction(answer) for answer in answers}
    return Results(
        system=name,
        version=json.loads(head)["version"],
        pages={gold.id: pages.get(gold.id, MISSING) for gold in golds},
        failures=sum(1 for answer in answers if answer["error"]),
    )


def days_of(date: str | None) -> tuple[str | None, str | None]:
    """Return the day as printed and the day in UTC of an ISO 8601 date; ``None`` if it is none."""
    try:
        moment = datetime.fromisoformat(date or "")
    except ValueError:
        return None, None
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.date().isoformat(), utc.date().isoformat()


def _prediction(answer: Mapping[str, Any]) -> Prediction:
    day, utc_day = days_of(answer["date"])
    return Prediction(
        text=answer["text"] or "",
        title=answer["title"],
        authors=tuple(answer["authors"]),
        day=day,
        utc_day=utc_day,
        rejection=None if answer["text"] else answer["error"] or "empty",
    )
