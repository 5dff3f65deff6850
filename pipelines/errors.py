"""The exceptions of newsdesk, named by what the caller does next.

Every exception carries a ``reason``: a short slug that is at once the key in the statistics, the
field in the rejected file and the row in the report. Add none here without a test that raises it.
"""

from typing_extensions import override

MACHINE_FAULTS = frozenset({"internal-error", "page-timeout", "worker-died"})
"""Reasons of a rejection that say nothing of the page: the machine was busy, or newsdesk errs."""


class NewsdeskError(Exception):
    """The root of all exceptions that newsdesk raises on purpose."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message

    @override
    def __reduce__(self) -> tuple[type["NewsdeskError"], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.reason, self.message)


class PageError(NewsdeskError):
    """This page gives no article: drop it, count it, go on."""


class SourceError(NewsdeskError):
    """This source could not be read: report it, back off, go on with the others."""


class ConfigError(NewsdeskError):
    """The configuration is wrong: stop before the first request."""


class RecordError(NewsdeskError):
    """A line of a file is not a record: name file and line, go on."""


class SkippedError(RecordError):
    """Something was left out that is no fault of the file: tell it, go on."""


class MachineError(NewsdeskError):
    """This machine can build no page: stop, for no page is at fault."""


class DatasetError(NewsdeskError):
    """The dataset folder cannot be used: stop before anything is written."""


class DatasetLockedError(DatasetError):
    """Another process works on the same dataset."""


class DatasetDiffersError(DatasetError):
    """A built dataset is not what it says it is: name file and place, and what to do."""
