"""What came of the pages of one ``newsdesk extract``: delivered, counted and told."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.presentation import counted

if TYPE_CHECKING:
    from crawler.extracting.many_pages import Outcome
    from crawler.run import SourceResult
    from crawler.state.dataset import Dataset
    from crawler.state.deliveries import Delivered
    from pipelines.errors import RecordError
    from pipelines.items import Article, Rejection


@dataclass(slots=True, kw_only=True)
class Extraction:
    """The pages of one call on their way into a dataset, with the account of what came of them."""

    dataset: "Dataset"
    console: Console
    result: "SourceResult"
    write: Callable[[str], None] | None
    """Takes the line of each record; ``None`` when the dataset itself writes them."""
    broken: int = 0
    """Lines and files that could not be read."""
    faults: int = 0
    """Pages that gave no article through no fault of theirs."""

    @property
    def rejected(self) -> int:
        """Pages that gave no article."""
        return self.result.rejected.total()

    def take(self, outcome: "Outcome") -> None:
        """Deliver an article, or tell why there is none."""
        from pipelines.errors import RecordError
        from pipelines.items import Rejection

        # A signal between the delivery and its count would leave an account that is off by one.
        with _signals_put_off():
            if isinstance(outcome, RecordError):
                self._tell_broken(outcome)
            elif isinstance(outcome, Rejection):
                self._reject(outcome)
            else:
                self._deliver(outcome)

    def summary(self) -> str:
        """Return what came of the pages, in one line."""
        records = self.result.new + self.result.updated
        told = [
            counted(records, "record") if records else "",
            counted(self.result.duplicates, "duplicate") if self.result.duplicates else "",
            f"{self.result.unchanged:,} unchanged" if self.result.unchanged else "",
            f"{self.result.older:,} older than what is known" if self.result.older else "",
            f"{self.rejected:,} rejected" if self.rejected else "",
            f"{self.broken:,} unreadable" if self.broken else "",
        ]
        what = ", ".join(filter(None, told))
        return f"{counted(self.result.listed, 'page')}: {what}" if what else "no pages"

    def _tell_broken(self, error: "RecordError") -> None:
        from pipelines.errors import SkippedError

        if isinstance(error, SkippedError):
            self.console.warning(error.message, reason=error.reason)
            return
        self.broken += 1
        self.console.error(error.message, reason=error.reason)

    def _reject(self, rejection: "Rejection") -> None:
        from pipelines.errors import MACHINE_FAULTS

        self.result.listed += 1
        self.result.rejected[rejection.reason] += 1
        message = f"{rejection.url_requested}: {rejection.reason}: {rejection.detail}"
        fields = {"url": rejection.url_requested, "reason": rejection.reason}
        if self.write is None:
            self.dataset.reject(rejection)
            self.dataset.drain()
        if rejection.reason in MACHINE_FAULTS:
            self.faults += 1
            self.console.error(message, **fields)
        elif self.write is None:
            self.console.detail(message, **fields)
        else:
            self.console.warning(message, **fields)

    def _deliver(self, article: "Article") -> None:
        from pipelines.serialization import dumps

        self.result.listed += 1
        delivered = self.dataset.deliver(article)
        self.dataset.drain()
        self.result.count(delivered.outcome)
        if delivered.record is None:
            self._tell_copy(f"{article.url_requested}: {_why_unwritten(delivered)}")
        elif self.write is not None:
            self.write(dumps(delivered.record))

    def _tell_copy(self, message: str) -> None:
        if self.write is None:
            self.console.detail(message)
        else:
            self.console.info(message)


def _why_unwritten(delivered: "Delivered") -> str:
    if delivered.duplicate is not None:
        return f"a copy of article {delivered.duplicate.id}"
    if delivered.outcome == "older":
        return "older than what is known of its story, which no revision comes before"
    return "known, and its text is the same"


@contextmanager
def _signals_put_off() -> Iterator[None]:
    """Let SIGINT and SIGTERM wait until the block has ended."""
    caught: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {n: signal.signal(n, lambda number, _frame: caught.append(number)) for n in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for late in caught:
            signal.raise_signal(late)
