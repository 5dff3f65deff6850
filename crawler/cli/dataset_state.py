"""Finds the state of a dataset, for the verbs that only ask it."""

from pathlib import Path


def state_file(folder: Path) -> Path:
    """Return where the state of a dataset stands.

    Raises:
        DatasetError: there is no dataset, or its state is lost.
    """
    from crawler.readers.dataset.records import no_dataset
    from crawler.state.database import check_state, state_path

    path = state_path(folder)
    check_state(folder)
    if not path.is_file():
        raise no_dataset(folder)
    return path
