import pickle

import pytest

from pipelines.errors import (
    ConfigError,
    DatasetDiffersError,
    DatasetError,
    DatasetLockedError,
    NewsdeskError,
    PageError,
    RecordError,
    SourceError,
)

KINDS = [
    PageError, SourceError, ConfigError, RecordError, DatasetError, DatasetDiffersError,
    DatasetLockedError,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_error_carries_its_reason_and_reads_as_its_message(kind: type[NewsdeskError]) -> None:
    error = kind("no-article-body", "4 words were left")

    assert isinstance(error, NewsdeskError)
    assert error.reason == "no-article-body"
    assert str(error) == error.message == "4 words were left"


@pytest.mark.parametrize("kind", KINDS)
def test_error_survives_the_way_back_from_a_worker(kind: type[NewsdeskError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("a-reason", "a message")))  # noqa: S301 - our own

    assert type(copy) is kind
    assert (copy.reason, copy.message, copy.args) == ("a-reason", "a message", ("a message",))


def test_locked_dataset_is_a_dataset_that_cannot_be_used() -> None:
    with pytest.raises(DatasetError):
        raise DatasetLockedError("dataset-locked", "held by process 7")
