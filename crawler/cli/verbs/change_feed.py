"""What ``--changes-since`` says at its end: where to go on the next time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crawler.cli.console import Console

if TYPE_CHECKING:
    from pipelines.serialization import Record


class ChangeFeed:
    """One take-over of what came since a run, or none, where that was not asked for."""

    def __init__(self, wanted: str | None, until_run: str | None, console: Console) -> None:
        """Begin to count.

        Args:
            wanted: what was given as ``--changes-since``.
            until_run: the newest run that has ended; empty if there is none.
            console: to tell it.
        """
        self._console = console
        self._next = wanted and (until_run or wanted)
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
