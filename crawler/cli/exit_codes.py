"""What the exit code of a verb tells the caller."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of newsdesk. Codes above 128 name the signal that ended it."""

    SUCCESS = 0
    """Also when there was nothing new, and when the reader of a pipe wanted no more."""
    FAILURE = 1
    USAGE = 2
    """Wrong usage or configuration: nothing was begun."""
    SOURCES_FAILED = 3
    """Finished, but some sources, or pages that were to be fetched, failed; or some are red."""
    CHECK_FAILED = 4
    """What was checked is not as it should be."""
    DATASET_LOCKED = 5
    """Another run works on the same dataset."""
    INTERRUPTED = 130
    TERMINATED = 143

    @classmethod
    def of_signal(cls, number: int) -> "ExitCode":
        """Return the code of a verb that SIGINT or SIGTERM ended."""
        return cls(128 + number)
