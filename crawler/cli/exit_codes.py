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
    """Finished, but some sources failed."""
    CHECK_FAILED = 4
    """A check fell below its threshold."""
    DATASET_LOCKED = 5
    """Another run works on the same dataset."""
    INTERRUPTED = 130
    TERMINATED = 143
