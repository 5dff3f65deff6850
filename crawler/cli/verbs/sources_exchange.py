"""``newsdesk sources add``, ``import`` and ``export``: sources into the configuration and out."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_config_option, configuration_given, file_name
from crawler.cli.presentation import counted
from crawler.cli.record_output import STDOUT, open_whole_output
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Source

_TOML_SOURCE = re.compile(r"^\s*\[\[source\]\]", re.MULTILINE)
_IS_CONFIGURATION = (
    "is a configuration; `newsdesk sources export --config FILE | newsdesk sources import - "
    "--append` adds its sources to another one"
)


def add_url_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``newsdesk sources add``."""
    parser.add_argument(
        "urls",
        metavar="URL",
        nargs="+",
        help="feed, sitemap, section page or home page; newsdesk sources discover finds them",
    )
    add_config_option(parser)


def add_sources(args: argparse.Namespace, console: Console) -> int:
    """Add what is new of the URLs to the configuration, and return the exit code."""
    from crawler.configuration.toml_writer import write_toml
    from crawler.configuration.url_lists import sources_from_urls

    found = sources_from_urls(args.urls)
    new = _not_known(found, configuration_given(args).sources if args.config.exists() else ())
    _append(args.config, write_toml(new), console)
    known = len(found) - len(new)
    ids = ": " + ", ".join(source.id for source in new) if new else ""
    already = f"; {counted(known, 'URL')} known already" if known else ""
    console.info(f"{args.config}: {counted(len(new), 'source')} added{ids}{already}")
    return ExitCode.SUCCESS


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``newsdesk sources import``."""
    parser.add_argument(
        "file", metavar="FILE", type=file_name, help="OPML or a list of URLs; - for stdin"
    )
    parser.add_argument(
        "--append",
        action="store_true",
        help="add what is new to the --config file instead of printing it",
    )
    parser.add_argument(
        "--trust",
        action="store_true",
        help="take from an OPML file also what may open private networks or send secrets "
        "(allow_private, headers_env)",
    )
    add_config_option(parser)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``newsdesk sources export``."""
    parser.add_argument("ids", metavar="SOURCE", nargs="*", help="id (default: all sources)")
    parser.add_argument(
        "--format",
        choices=tuple(SOURCE_WRITERS),
        default="opml",
        help="what to write (default: opml)",
    )
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "-o", dest="new_file", metavar="FILE", type=file_name, help="write a new file"
    )
    target.add_argument(
        "-O", dest="file", metavar="FILE", type=file_name, help="write a file, over an old one"
    )
    add_config_option(parser)


def import_sources(args: argparse.Namespace, console: Console) -> int:
    """Print or add what is new in a file of sources, and return the exit code."""
    from crawler.configuration.toml_writer import write_sites, write_toml
    from crawler.opml.freshrss import agreed_sites, read_site

    known = configuration_given(args) if args.config.exists() else None
    found = _read_sources(args, console)
    new = _not_known(found, known.sources if known else ())
    said = (read_site(dict(source.opml), source.url) for source in new)
    sites, disputed = agreed_sites(filter(None, said), known.sites if known else ())
    for host in sorted(disputed):
        console.warning(f"{host}: feeds of one site want different texts; no rule is made of them")
    text = "\n".join(part for part in (write_toml(new), write_sites(sites)) if part)
    if args.append:
        _append(args.config, text, console)
        target = f"added to {args.config}"
    else:
        for line in text.rstrip("\n").split("\n") if text else ():
            console.data(line)
        target = "printed"
    name = "stdin" if args.file == "-" else args.file
    console.info(
        f"{name}: {counted(len(found), 'source')}, "
        f"{len(found) - len(new)} known already, {len(new)} {target}"
    )
    return ExitCode.SUCCESS


def export_sources(args: argparse.Namespace, console: Console) -> int:
    """Write the sources that are asked for, and return the exit code."""
    configuration = configuration_given(args)
    sources = configuration.only(args.ids).sources if args.ids else configuration.sources
    text = SOURCE_WRITERS[args.format](sources)
    if args.format == "opml":
        _tell_left_out(sources, console)
    target = args.file or args.new_file or STDOUT
    if args.new_file not in (None, STDOUT) and Path(target).exists():
        console.error(f"{target}: exists already; -O writes over it")
        return ExitCode.FAILURE
    with open_whole_output(target, console) as out:
        out.write(text.encode())
    if target != STDOUT:
        console.info(f"wrote {counted(len(sources), 'source')} to {target}")
    return ExitCode.SUCCESS


def _tell_left_out(sources: "Iterable[Source]", console: Console) -> None:
    from crawler.configuration.toml_writer import plain_headers

    for source in sources:
        if plain_headers(source):
            console.warning(
                f"{source.id}: headers are left out, as they may hold secrets and OPML is handed "
                "on; what headers_env names is written"
            )


def _read_sources(args: argparse.Namespace, console: Console) -> "tuple[Source, ...]":
    """Return the sources of an OPML file or a list of URLs, told apart by the content."""
    from crawler.configuration.url_lists import read_url_list
    from crawler.opml.subscriptions import read_opml

    is_stdin = args.file == "-"
    data = sys.stdin.buffer.read() if is_stdin else Path(args.file).read_bytes()
    name = "stdin" if is_stdin else args.file
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        text = data.decode("utf-8", "replace")
        if _TOML_SOURCE.search(text):
            raise ConfigError("bad-url-list", f"{name}: {_IS_CONFIGURATION}")
        return read_url_list(text, name)
    subscriptions = read_opml(data, name, is_trusted=args.trust)
    for message in subscriptions.skipped:
        console.warning(f"{message}; skipped")
    for message in subscriptions.notes:
        console.warning(message)
    return subscriptions.sources


def _not_known(found: "Iterable[Source]", known: "Sequence[Source]") -> "tuple[Source, ...]":
    """Return the sources whose URL is not known yet, with ids that are free."""
    from crawler.configuration.source_ids import fill_ids, url_key

    urls = {url_key(source.url) for source in known}
    taken = {source.id for source in known}
    new = [source for source in found if url_key(source.url) not in urls]
    given = [(None if source.id in taken else source.id, source.url) for source in new]
    return tuple(
        replace(source, id=source_id)
        for source, source_id in zip(new, fill_ids(given, taken), strict=True)
    )


def _append(config: Path, text: str, console: Console) -> None:
    """Add text to a file that may not exist yet; at no moment is the file half written."""
    from crawler.configuration.source_file import read_configuration

    if not text:
        return
    before = config.read_text(encoding="utf-8-sig") if config.exists() else ""
    border = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    after = before + border + text
    read_configuration(after, str(config), os.environ)
    with open_whole_output(str(config), console) as out:
        out.write(after.encode())


def _opml_text(sources: "Iterable[Source]") -> str:
    from crawler.opml.subscriptions import write_opml

    return write_opml(sources).decode("utf-8")


def _toml_text(sources: "Iterable[Source]") -> str:
    from crawler.configuration.toml_writer import write_toml

    return write_toml(sources)


def _url_text(sources: "Iterable[Source]") -> str:
    from crawler.configuration.url_lists import write_url_list

    return write_url_list(sources)


SOURCE_WRITERS: "Mapping[str, Callable[[Iterable[Source]], str]]" = {
    "opml": _opml_text,
    "toml": _toml_text,
    "urls": _url_text,
}
