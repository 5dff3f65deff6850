"""Data goes to stdout, everything said to people goes to stderr."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Literal, Protocol, TextIO

from typing_extensions import override

STDOUT_NAME = "stdout"
"""What messages call it."""

LogFormat = Literal["text", "json"]
Mark = Literal["added", "head", "removed"]
Level = Literal["debug", "info", "warning", "error"]

_LOGGING_LEVELS: Mapping[Level, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
_PREFIXES: Mapping[Level, str] = {"warning": "newsdesk: warning: ", "error": "newsdesk: error: "}
_COLORS: Mapping[Level, str] = {"warning": "\x1b[33m", "error": "\x1b[31m"}
_MARKS: Mapping[Mark, str] = {"added": "\x1b[32m", "removed": "\x1b[31m", "head": "\x1b[1m"}
_COLOR_END = "\x1b[0m"
_CLEAR_LINE = "\r\x1b[K"
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LONG_WORD = re.compile(r"\S{2049,}")
"""Longer than any address should be: sitemaps.org allows 2,048 characters."""
_SHOWN_OF_LONG_WORD = 200
_LOGGED_FIELDS = ("source", "url", "reason")
"""What a record of ``logging`` may carry (``extra=``) beside its message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """How much is said, and in which form."""

    is_quiet: bool = False
    """Warnings and errors only, no progress."""
    verbosity: int = 0
    """1: details and tracebacks; 2: also what the libraries log for debugging."""
    log_format: LogFormat = "text"


class ByteStream(Protocol):
    """Takes bytes, as a file that is open for writing."""

    def write(self, data: bytes, /) -> object:
        """Write all of the bytes."""


class Console:
    """The one way out for a verb: data, messages and progress."""

    def __init__(
        self,
        settings: ConsoleSettings = ConsoleSettings(),
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.settings = settings
        self._stdout = stdout
        self._stderr = stderr
        environment = os.environ if environment is None else environment
        self._is_plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
        self._status_line = ""

    @property
    def is_lively(self) -> bool:
        """Whether stderr is a terminal that may be coloured and rewritten."""
        is_text = self.settings.log_format == "text"
        return is_text and not self._is_plain and self._err.isatty()

    def data(self, text: str) -> None:
        """Write one line (or several) of data to stdout; no page gets at the terminal with it."""
        is_between = bool(self._status_line) and self._out.isatty()
        if is_between:  # the line of progress would stand at its start
            self._err.write(_CLEAR_LINE)
            self._err.flush()
        with naming_file(STDOUT_NAME):
            self._out.write(f"{without_controls(text)}\n")
        if is_between:
            self.flush()
            self._err.write(self._status_line)
            self._err.flush()

    def byte_stream(self) -> ByteStream:
        """Return stdout for bytes that are data; a terminal gets them as ``data`` would give it."""
        self.flush()
        return _TerminalBytes(self._out) if self._out.isatty() else self._out.buffer

    def marked_data(self, parts: Iterable[tuple[str, Mark | None]]) -> None:
        """Write a line of data whose marked parts are coloured where stdout is a terminal."""
        is_colored = not self._is_plain and self._out.isatty()
        shown = []
        for text, mark in parts:
            shown.append(without_controls(text))
            if is_colored and mark is not None:
                shown[-1] = f"{_MARKS[mark]}{shown[-1]}{_COLOR_END}"
        with naming_file(STDOUT_NAME):
            self._out.write(f"{''.join(shown)}\n")

    def flush(self) -> None:
        """Hand what was written to stdout to whoever reads it."""
        with naming_file(STDOUT_NAME):
            self._out.flush()

    def info(self, message: str, **fields: object) -> None:
        """Tell something unless the user wants quiet; ``fields`` are for the JSON format only."""
        if not self.settings.is_quiet:
            self._say("info", message, **fields)

    def detail(self, message: str, **fields: object) -> None:
        """Tell something that only ``-v`` asks for."""
        if self.settings.verbosity:
            self._say("debug", message, **fields)

    def warning(self, message: str, **fields: object) -> None:
        """Tell that something is not as it should be, though the work goes on."""
        self._say("warning", message, **fields)

    def error(self, message: str, **fields: object) -> None:
        """Tell what went wrong; ``fields`` stand beside it in the JSON format only."""
        self._say("error", message, **fields)

    def requested(self, message: str, **fields: object) -> None:
        """Tell what an option asked for by name, so even a quiet user wants it."""
        self._say("info", message, **fields)

    def progress(self, message: str, **fields: object) -> None:
        """Tell a state of affairs as a line of its own, unless the user wants quiet."""
        if not self.settings.is_quiet:
            self._say("info", message, **fields)

    def status(self, line: str) -> None:
        """Show a line that the next one replaces; only where ``is_lively`` holds."""
        width = get_terminal_size().columns - 1
        self._status_line = without_controls(line)[:width]
        self._err.write(_CLEAR_LINE + self._status_line)
        self._err.flush()

    def log_record(self, record: logging.LogRecord, text: str) -> None:
        """Tell what a library logged."""
        fields = {name: getattr(record, name) for name in _LOGGED_FIELDS if hasattr(record, name)}
        self._say(_level_of(record.levelno), text, logger=record.name, **fields)

    def listen_to_logging(self) -> None:
        """Send the records of ``logging`` through this console, as many as the user asked for."""
        levels = (logging.WARNING, logging.INFO, logging.DEBUG)
        quiet = self.settings.is_quiet
        level = logging.ERROR if quiet else levels[min(self.settings.verbosity, 2)]
        logging.basicConfig(handlers=[_ConsoleHandler(self)], level=level)

    @property
    def _out(self) -> TextIO:
        return sys.stdout if self._stdout is None else self._stdout

    @property
    def _err(self) -> TextIO:
        return sys.stderr if self._stderr is None else self._stderr

    def _say(self, level: Level, text: str, **fields: object) -> None:
        message = without_long_words(text)
        if self.settings.log_format == "json":
            line = _json_line(level, message, fields)
        else:
            line = self._text_line(level, without_controls(message))
        if self._status_line:
            line = f"{_CLEAR_LINE}{line}\n{self._status_line}"
            self._err.write(line)
        else:
            self._err.write(f"{line}\n")
        self._err.flush()

    def _text_line(self, level: Level, message: str) -> str:
        prefix = _PREFIXES.get(level, "")
        if prefix and self.is_lively:
            prefix = f"{_COLORS[level]}{prefix.rstrip()}{_COLOR_END} "
        return prefix + message


@contextmanager
def naming_file(name: str) -> Iterator[None]:
    """Give an error of the system the name of the file, which one of a full disk has not."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = name
        raise


class _TerminalBytes:
    """A terminal as a stream of bytes."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, data: bytes) -> None:
        """Write the bytes as text that a terminal cannot be steered with."""
        self._out.write(without_controls(data.decode("utf-8", "replace").replace("\r\n", "\n")))


def without_controls(text: str) -> str:
    """Return a text whose control characters are written out as JSON does it.

    Titles and addresses come from pages, and a terminal obeys what stands in them. Halves of
    characters (lone surrogates), which UTF-8 cannot hold, are written out as well. Line breaks and
    tabs stay; no character that a language is written with is touched. Valid JSON stays valid.
    """
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def without_long_words(text: str) -> str:
    """Return a message in which of endless words (addresses, mostly) the start stands alone."""
    return _LONG_WORD.sub(_start_of_word, text)


def _start_of_word(found: re.Match[str]) -> str:
    word = found[0]
    # The quotation mark and the colon behind an address are the message's own.
    end = word[len(word.rstrip("'\":;,")) :][-2:]
    return f"{word[:_SHOWN_OF_LONG_WORD]}… ({len(word) - len(end):,} characters){end}"


def error_message(error: Exception) -> str:
    """Return what an error says; for one of the system, the file first and no number."""
    if isinstance(error, OSError) and error.strerror:
        named = "" if error.filename is None else f"{error.filename}: "
        return f"{named}{error.strerror}{_missing_folder(error)}"
    return str(error) or type(error).__name__


def _missing_folder(error: OSError) -> str:
    """Return that the folder of a file is missing, where that is why the file is."""
    if not isinstance(error, FileNotFoundError) or error.filename is None:
        return ""
    folder = Path(os.fsdecode(error.filename)).parent
    return "" if folder.is_dir() else f"; there is no folder {folder}"


class _ConsoleHandler(logging.Handler):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.setFormatter(logging.Formatter("%(message)s"))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._console.log_record(record, self.format(record))
        except (OSError, ValueError):
            self.handleError(record)


def _level_of(levelno: int) -> Level:
    for level in ("error", "warning", "info"):
        if levelno >= _LOGGING_LEVELS[level]:
            return level
    return "debug"


def _json_line(level: Level, message: str, fields: Mapping[str, object]) -> str:
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({"time": time, "level": level, "message": message, **fields})
