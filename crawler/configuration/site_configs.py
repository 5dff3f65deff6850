"""Folders of FiveFilters site config files: the file of a host is read when it is needed.

The public collection has some 2,000 files, so a folder is never read as a whole for a page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.configuration.site_config_format import SiteConfig, parse_site_config
from crawler.configuration.site_rules import without_www

_SUFFIX = ".txt"
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_MAX_HOST_CHARS = 200
_FILE_NAME = re.compile(r"\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.txt")
"""A host; what else lies in such folders (a licence, ``global.txt``) is for no host."""
_FINGERPRINT = "fingerprint."


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfigFile:
    """One file and what it says."""

    path: Path
    config: SiteConfig

    @property
    def host(self) -> str:
        """The host it is for; with a dot in front all hosts below that one."""
        return self.path.name.removesuffix(_SUFFIX).lower()


def find_site_config(folders: tuple[Path, ...], host: str) -> SiteConfigFile | None:
    """Return the file for a host; ``None`` when no folder has one that can be read.

    ``example.com.txt`` is for the host, with or without ``www.``; ``.example.com.txt`` for all
    hosts below. The nearest name wins, and of equal names the first folder.
    """
    for name in _file_names(host):
        for folder in folders:
            found = read_site_config(folder / name)
            if found is not None:
                return found
    return None


def read_site_config(path: Path) -> SiteConfigFile | None:
    """Return a file and what it says; ``None`` when it is not there or cannot be read."""
    try:
        text = _read_text(path)
    except OSError:
        return None
    return SiteConfigFile(path=path, config=parse_site_config(text, path.name))


def read_folder(folder: Path) -> Iterator[SiteConfigFile]:
    """Yield all files of a folder that are for a host, in the order of their names."""
    for path in sorted(folder.iterdir()):
        if _FILE_NAME.fullmatch(path.name):
            found = read_site_config(path)
            if found is not None:
                yield found


def tell_unread(folder: Path) -> Iterator[str]:
    """Yield a message for each text file that looks as if it were read, and is read for no page.

    Folders inside are not read; where only they hold files for hosts, that is told.
    """
    if not _holds_files(folder):
        named = ", ".join(path.name for path in sorted(folder.iterdir()) if _holds_files(path))
        hint = f"; those in it do, name them one by one: {named}" if named else ""
        yield f"{folder}: holds no file that is named after a host{hint}"
    for path in sorted(folder.iterdir()):
        why = _why_unread(path) if path.name.lower().endswith(_SUFFIX) else None
        if why is not None:
            yield f"{path}: {why}"


def read_files_of(folder: Path, host: str) -> Iterator[SiteConfigFile]:
    """Yield the files of a folder that are named after a host: for it, and for those below it."""
    bare = without_www(host.removeprefix("."))
    for name in (bare, f"www.{bare}", f".{bare}") if _HOST.fullmatch(bare) else ():
        found = read_site_config(folder / f"{name}{_SUFFIX}")
        if found is not None:
            yield found


def _file_names(host: str) -> Iterator[str]:
    bare = without_www(host)
    # A host comes from a page: it must never lead out of the folder.
    if len(bare) > _MAX_HOST_CHARS or not _HOST.fullmatch(bare):
        return
    yield f"www.{bare}{_SUFFIX}" if host.lower().startswith("www.") else f"{bare}{_SUFFIX}"
    yield f"{bare}{_SUFFIX}"
    labels = bare.split(".")
    for start in range(1, len(labels) - 1):
        yield f".{'.'.join(labels[start:])}{_SUFFIX}"


def _holds_files(folder: Path) -> bool:
    try:
        return any(_FILE_NAME.fullmatch(path.name) for path in folder.iterdir())
    except OSError:  # no folder, or a closed one
        return False


def _read_text(path: Path) -> str:
    """Return the text of a file, in UTF-8 or in what editors on Windows wrote before.

    Raises:
        OSError: it is not there or cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return path.read_text(encoding="cp1252", errors="replace")


def _why_unread(path: Path) -> str | None:
    name = path.name
    if name == f"global{_SUFFIX}":
        return "is for no host; write its lines into the files of the hosts that need them"
    if name.startswith(_FINGERPRINT):
        return "pages are not looked at for fingerprints; name a copy after each host it is for"
    if _FILE_NAME.fullmatch(name):
        return _why_unreadable(path)
    meant = _host_name(name)
    return f"no host is written so; rename it {meant}" if _FILE_NAME.fullmatch(meant) else None


def _why_unreadable(path: Path) -> str | None:
    try:
        path.open("rb").close()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None


def _host_name(name: str) -> str:
    """Return the name of a file as the host in it comes in a URL."""
    host = name[: -len(_SUFFIX)].lower()
    dot = "." if host.startswith(".") else ""
    try:
        return f"{dot}{host.removeprefix('.').encode('idna').decode('ascii')}{_SUFFIX}"
    except UnicodeError:  # empty or too long labels
        return name
