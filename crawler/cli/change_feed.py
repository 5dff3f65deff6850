"""What ``--changes-since`` says at its end: where to go on the next time."""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.report import DatasetLines

if TYPE_CHECKING:
    from pipelines.serialization import Record


class ChangeFeed:
    """One take-over of what came since a run, or none, where that was not asked for."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        """Look for the newest run that has ended.

        Before the segments are read: of a run that has ended by now, none is missing.
        """
        self._console = console
        self._wanted: str | None = args.changes_since
        self._next = self._wanted and (_newest_ended_run(args, console) or self._wanted)
        self._selected = 0

    def counted(self, records: "Iterable[Record]") -> "Iterator[Record]":
        """Yield the records that were selected."""
        for record in records:
            self._selected += 1
            yield record

    def tell(self, written: int) -> None:
        """Say with which run to go on, and how many records of this time will not come again."""
        if self._next is None:
            return
        left_out = self._selected - written
        if left_out:
            self._console.warning(
                f"{left_out:,} more records came than were written, and do not come the next time; "
                "a higher --limit lets all through"
            )
        self._console.info(f"next time: --changes-since {self._next}", run=self._next)


def _newest_ended_run(args: argparse.Namespace, console: Console) -> str | None:
    """Return the newest run that has written all it will; ``None`` if there is none."""
    newest_first = DatasetLines(folder=args.output, console=console).manifests(newest_first=True)
    return next((str(m["run_id"]) for m in newest_first if m.get("state") != "running"), None)
