"""Options that several verbs share, and what they mean once parsed."""

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from crawler.cli.console import Console, ConsoleSettings
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration

T = TypeVar("T")
DEFAULT_CONFIG = Path("sources.toml")
DEFAULT_OUTPUT = Path("output")
_MAX_PORT = 65_535
_SWITCHES = {"allow_private": "NEWSDESK_ALLOW_PRIVATE", "warc": "NEWSDESK_WARC"}
"""Options that are Scrapy settings under another name."""
_KNOWN_WITHOUT_DEFAULT = frozenset({"CONCURRENT_REQUESTS_PER_IP", "META_COPY_WARN_SKIP_KEYS"})
"""Settings that Scrapy 2.19 reads and gives no value."""


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--config FILE``."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=config_value,
        default=DEFAULT_CONFIG,
        help="file that lists the sources (default: sources.toml)",
    )


def add_rules_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--config FILE`` to a verb that needs no sources, only the rules for sites."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=config_value,
        help="take the rules for sites from this file, such as sources.toml (default: no rules)",
    )


def add_output_option(
    parser: argparse.ArgumentParser, default: Path | None = DEFAULT_OUTPUT
) -> None:
    """Add ``--output DIR``; without a default, the verb writes to stdout unless it is given."""
    text = "default: stdout" if default is None else f"default: {default}"
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=folder_value,
        default=default,
        help=f"folder of the dataset ({text})",
    )


def add_limit_option(parser: argparse.ArgumentParser, unit: str = "pages a source") -> None:
    """Add ``--limit N``."""
    parser.add_argument("--limit", metavar="N", type=positive_int, help=f"at most N {unit}")


def add_setting_option(parser: argparse.ArgumentParser) -> None:
    """Add ``-s NAME=VALUE``, which overrides a Scrapy setting and may be given several times."""
    parser.add_argument(
        "-s",
        dest="settings",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="override a Scrapy setting, such as DOWNLOAD_DELAY=5 (may be repeated)",
    )


def add_allow_private_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--allow-private``, for verbs that read addresses the user types."""
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also read addresses that are not public: this machine, a local network",
    )


def add_dataset_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--keep-duplicates`` and ``--compress``, for verbs that add to a dataset."""
    parser.add_argument(
        "--keep-duplicates",
        action="store_true",
        help="write exact copies too, with duplicate_of",
    )
    parser.add_argument(
        "--compress", choices=("gzip", "zstd"), help="compress the segments of the dataset"
    )


def add_warc_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--warc``, for verbs that add to a dataset what they fetch."""
    parser.add_argument(
        "--warc",
        action="store_true",
        help="archive every answer as it was served, as WARC files in warc/ of the dataset",
    )


def add_memory_option(parser: argparse.ArgumentParser, effect: str) -> None:
    """Add ``--memory``; ``effect`` says what is told to pages."""
    parser.add_argument(
        "--memory", choices=("on", "off"), default="on", help=f"{effect} (default: on)"
    )


def add_workers_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--workers``."""
    parser.add_argument(
        "--workers",
        metavar="N",
        type=process_count,
        help="worker processes (default: one a core); 0: none, and no time limit for a page",
    )


def add_message_options(parser: argparse.ArgumentParser) -> None:
    """Add ``-q``, ``-v`` and ``--log-format``."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "-q", "--quiet", action="store_true", help="only warnings and errors on stderr"
    )
    group.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        help="more on stderr; errors with traceback; -vv for debugging",
    )
    parser.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        help="form of the messages on stderr (default: text)",
    )


def folder_value(text: str) -> Path:
    """Return the folder that an option was given."""
    if text == "-":
        raise argparse.ArgumentTypeError(
            "name a folder; `newsdesk export jsonl` writes the records of a dataset to stdout"
        )
    return path_value(text)


def config_value(text: str) -> Path:
    """Return the configuration file that an option was given."""
    if text == "-":
        raise argparse.ArgumentTypeError("name a file: the configuration is no stream")
    return path_value(text)


def path_value(text: str) -> Path:
    """Return the path that an option was given."""
    return Path(file_name(text))


def file_name(text: str) -> str:
    """Return the path that an option was given as it was typed, such as ``-`` for a stream."""
    if not text:
        # Python takes it for the working directory.
        raise argparse.ArgumentTypeError(
            "the value is empty: is a variable not set? (. is the working directory)"
        )
    if text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(
            f"{text!r} is an address, and a file or a folder is wanted: `newsdesk fetch` reads "
            "pages, `curl -O` saves files"
        )
    return text


def positive_int(text: str) -> int:
    """Return the whole number that an option was given, at least 1."""
    return _whole_number(text, least=1)


def port_number(text: str) -> int:
    """Return the port that an option was given; 0: any that is free."""
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= _MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r}: give a number from 0 to {_MAX_PORT}")
    return port


def read_value(read: Callable[[object], T], value: object) -> T:
    """Return the value of an option, read as one of the configuration file."""
    from crawler.configuration.values import BadValueError

    try:
        return read(value)
    except BadValueError as error:
        raise argparse.ArgumentTypeError(f"{str(value)!r} {error}") from error


def duration_value(low_s: int, high_s: int) -> Callable[[str], int]:
    """Return what reads the duration of an option, in seconds."""

    def read(text: str) -> int:
        from crawler.configuration.values import duration

        return read_value(duration(low_s, high_s), int(text) if text.isdecimal() else text)

    return read


def language_code(text: str) -> str:
    """Return the language that an option was given."""
    from crawler.configuration.values import language

    return read_value(language, text)


def address(text: str) -> str:
    """Return the http or https URL that an option was given."""
    from crawler.configuration.values import http_url

    return read_value(http_url, text)


def unknown_name(name: str, known: Iterable[str], what: str) -> str:
    """Return what to say of a name that is none of those known: the nearest one, or all."""
    from crawler.configuration.values import nearest

    names = tuple(known)
    near = nearest(name, names)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(names)}"
    return f"{name!r}: there is no such {what}; {hint}"


def process_count(text: str) -> int:
    """Return the number of processes that an option was given; 0: none beside this one."""
    return _whole_number(text, least=0)


def console_from(args: argparse.Namespace) -> Console:
    """Return the console that the message options ask for."""
    return Console(
        ConsoleSettings(
            is_quiet=getattr(args, "quiet", False),
            verbosity=getattr(args, "verbose", 0),
            log_format=getattr(args, "log_format", "text"),
        )
    )


def configuration_given(args: argparse.Namespace) -> "Configuration":
    """Return what stands in the file of ``--config``.

    Raises:
        ConfigError: the file cannot be read, or something in it is wrong.
    """
    from crawler.configuration.source_file import load_configuration

    return load_configuration(args.config, os.environ)


def rules_given(args: argparse.Namespace) -> "Configuration":
    """Return what stands in the file of ``--config``; without one, no sources and no rules.

    Raises:
        ConfigError: the file cannot be read, or something in it is wrong.
    """
    from crawler.configuration.sources import Configuration

    return Configuration() if args.config is None else configuration_given(args)


def scrapy_overrides(args: argparse.Namespace) -> dict[str, str]:
    """Return the Scrapy settings given with ``-s``, the last one of a name winning.

    ``--allow-private`` and ``--warc`` are such under another name.

    Raises:
        ConfigError: one of them is not ``NAME=VALUE``, or nothing knows its name.
    """
    overrides = dict(_name_and_value(text) for text in _texts(args))
    if overrides:
        _check_names(overrides)
    for option, name in _SWITCHES.items():
        if getattr(args, option, False):
            overrides.setdefault(name, "True")
    return overrides


def _texts(args: argparse.Namespace) -> Iterable[str]:
    texts: list[str] = getattr(args, "settings", [])
    return texts


def _check_names(overrides: Iterable[str]) -> None:
    """Raise ``ConfigError`` for a name that would change nothing: it is misspelled."""
    from scrapy.settings import Settings

    from crawler import settings
    from crawler.configuration.values import nearest

    known = {*Settings(), *_KNOWN_WITHOUT_DEFAULT, *filter(str.isupper, dir(settings))}
    for name in overrides:
        if name not in known:
            meant = nearest(name, sorted(known))
            hint = f"did you mean {meant}?" if meant else "Scrapy's documentation lists all"
            raise ConfigError(
                "bad-setting", f"-s {name}=…: neither Scrapy nor newsdesk knows it; {hint}"
            )


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise ConfigError("bad-setting", f"-s {text}: write NAME=VALUE, such as DOWNLOAD_DELAY=5")
    return name, value


def _whole_number(text: str, *, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise argparse.ArgumentTypeError(f"{text!r}: give a whole number, at least {least}")
    return number
