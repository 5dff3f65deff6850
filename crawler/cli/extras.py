"""Libraries that only some verbs need, and what to say where they are not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import ConfigError


@contextmanager
def extra_needed(command: str, extra: str, *packages: str) -> Iterator[None]:
    """Turn an import that fails for want of one of these packages into words for the user.

    Raises:
        ConfigError: a package of the extra is missing; names command and extra.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in packages:
            raise
        raise ConfigError(
            f"no-{extra}", f'{command} needs `pip install "newsdesk[{extra}]"`'
        ) from error
