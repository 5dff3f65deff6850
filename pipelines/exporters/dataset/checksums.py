"""``SHA256SUMS``: what ``sha256sum -c`` reads."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import DatasetDiffersError

FILE_NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
_WAY_OUT = "fetch the dataset again, or build it anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """One line of the file."""

    path: str
    """Relative to the folder, with slashes."""
    sha256: str
    line: int


def write_checksums(folder: Path) -> None:
    """Write the sums of all other files below a folder, sorted by their paths."""
    lines = [f"{_sha256(folder / path)}  {path}\n" for path in _files(folder)]
    (folder / FILE_NAME).write_text("".join(lines), encoding="utf-8")


def check_files(folder: Path) -> None:
    """Return when the files of a folder are those of its ``SHA256SUMS``, unchanged.

    Raises:
        DatasetDiffersError: one is missing, another one, or changed; or there are no sums.
    """
    listed = {checksum.path: checksum for checksum in _read(folder / FILE_NAME)}
    found = _files(folder)
    for checksum in listed.values():
        _check_file(folder / checksum.path, checksum, is_there=checksum.path in found)
    for path in found:
        if path not in listed:
            raise DatasetDiffersError(
                "extra-file", f"{folder / path}: is not listed in {FILE_NAME}; take it away"
            )


def _check_file(path: Path, checksum: Checksum, *, is_there: bool) -> None:
    place = f"{FILE_NAME}:{checksum.line}"
    if not is_there:
        message = f"{path}: is missing, though {place} lists it; {_WAY_OUT}"
        raise DatasetDiffersError("missing-file", message)
    if _sha256(path) != checksum.sha256:
        message = f"{path}: was changed or cut short, {place} has another sum; {_WAY_OUT}"
        raise DatasetDiffersError("changed-file", message)


def _read(path: Path) -> Iterator[Checksum]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise DatasetDiffersError("no-checksums", f"{path}: is missing; {_WAY_OUT}") from error
    except UnicodeDecodeError as error:
        raise DatasetDiffersError("bad-checksums", f"{path}: {error}; {_WAY_OUT}") from error
    for number, line in enumerate(lines, start=1):
        found = _LINE.fullmatch(line)
        if found:
            yield Checksum(sha256=found[1], path=found[2], line=number)
        elif line or number != len(lines):
            raise DatasetDiffersError(
                "bad-checksums", f"{path}:{number}: is no line of sha256sum; {_WAY_OUT}"
            )


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    paths = (path.relative_to(folder) for path in found)
    return sorted(path.as_posix() for path in paths if path != Path(FILE_NAME))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
