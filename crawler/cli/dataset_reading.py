"""Reads a dataset for the verbs that tell of it: its lines, its runs, which run is meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from pipelines.errors import ConfigError, RecordError

if TYPE_CHECKING:
    from pipelines.serialization import Record

_LATEST = "latest"

Manifest = Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class DatasetLines:
    """The lines of a dataset; what cannot be read is told and counted."""

    folder: Path
    console: Console
    broken: int = 0

    def records(self, part: str, run_id: str | None) -> "Iterator[Record]":
        """Yield the lines of a part; only those that one run wrote, if it is named."""
        from crawler.readers.dataset.segments import read_lines

        for line in read_lines(self.folder / part, run_id):
            if isinstance(line, RecordError):
                self._tell(line)
            elif run_id is None or line.get("run_id") == run_id:
                yield line

    def manifests(self, *, newest_first: bool = False) -> Iterator[Manifest]:
        """Yield the manifests of all runs, in the order of their ids or the other way round.

        One after another: two years of crawls leave gigabytes of them.
        """
        from crawler.readers.dataset.run_manifests import read_run_manifest

        paths = sorted((self.folder / "runs").glob("*.json"), reverse=newest_first)
        for path in paths:
            try:
                yield read_run_manifest(path)
            except RecordError as error:
                self._tell(error)

    def run_ids(self) -> list[str]:
        """Return the ids of all runs in order, as their manifests are named."""
        return sorted(path.stem for path in (self.folder / "runs").glob("*.json"))

    def _tell(self, error: RecordError) -> None:
        self.broken += 1
        self.console.error(error.message, reason=error.reason)


def choose_run(wanted: str, lines: DatasetLines, option: str = "--run") -> str:
    """Return the id of the run that is meant; ``option`` is what messages call the wish.

    Raises:
        ConfigError: there is no such run, or there are several.
    """
    newest = next(lines.manifests(newest_first=True), None) if wanted == _LATEST else None
    if newest is not None:
        return str(newest["run_id"])
    ids = lines.run_ids()
    fitting = [wanted] if wanted in ids else [name for name in ids if name.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ConfigError("unknown-run", f"{option} {wanted}: may be {', '.join(fitting[-5:])}")
    near = get_close_matches(wanted, ids, n=1) or ids[-1:]
    hint = f"; the nearest is {near[0]}" if near else "; there is none yet"
    raise ConfigError("unknown-run", f"{option} {wanted}: no such run{hint}")
