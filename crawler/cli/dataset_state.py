"""Finds the state of a dataset, for the verbs that only ask it."""

from pathlib import Path


def state_file(folder: Path) -> Path:
    """Return where the state of a dataset stands.

    Raises:
        DatasetError: there is no dataset, or its state is lost.
    """
    from crawler.readers.records import no_dataset
    from crawler.state.database import check_state

    path = folder / "state" / "newsdesk.sqlite"
    check_state(folder, path)
    if not path.is_file():
        raise no_dataset(folder)
    return path
