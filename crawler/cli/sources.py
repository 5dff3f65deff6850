"""``newsdesk sources``: lists, checks, imports, exports and finds sources."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    add_allow_private_option,
    add_config_option,
    add_message_options,
    add_setting_option,
    console_from,
    file_name,
    scrapy_overrides,
)
from crawler.cli.presentation import counted
from crawler.cli.record_output import STDOUT, open_whole_output
from crawler.cli.rule_actions import add_test_options, run_rule_tests, tell_notes
from crawler.cli.sources_memory import SUMMARY as MEMORY_SUMMARY
from crawler.cli.sources_memory import add_memory_options, show_memory
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.discovering import Finding, FoundSource
    from crawler.sources import Configuration, Source

_KIND_ORDER = ("feed", "sitemap", "listing")
SUMMARY = "List, check, import, export and discover sources, test their rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions of the verb, each with its options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, (summary, add_options, _) in _ACTIONS.items():
        action = actions.add_parser(
            name, help=summary, description=f"{summary}.", allow_abbrev=False
        )
        add_options(action)
        add_message_options(action)


def run(args: argparse.Namespace) -> int:
    """Do what the action says and return the exit code."""
    _, _, act = _ACTIONS[args.action]
    return act(args, console_from(args))


def _add_import_options(parser: argparse.ArgumentParser) -> None:
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


def _add_export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", metavar="SOURCE", nargs="*", help="id (default: all sources)")
    parser.add_argument(
        "--format",
        choices=tuple(_WRITERS),
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


def _add_discover_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="home page, section page, feed or sitemap")
    parser.add_argument(
        "--format",
        choices=("table", *_WRITERS),
        default="table",
        help="what to print (default: table); toml can be added to sources.toml",
    )
    add_allow_private_option(parser)
    add_setting_option(parser)


def _list(args: argparse.Namespace, console: Console) -> int:
    configuration = _load(args)
    rows = [("id", "kind", "interval", "url"), *map(_row, configuration.sources)]
    for line in _columns(rows):
        console.data(line)
    return ExitCode.SUCCESS


def _check(args: argparse.Namespace, console: Console) -> int:
    configuration = _load(args)
    count = len(configuration.sources)
    asleep = count - len(configuration.enabled_sources)
    if not count:
        console.warning(f"{args.config}: lists no source yet")
    not_enabled = f", {asleep} of them not enabled" if asleep else ""
    sites = f", rules for {counted(len(configuration.sites), 'site')}"
    files = tell_notes(configuration, console)
    sites += f" and {counted(files, 'site config file')}" if configuration.site_configs else ""
    console.info(f"{args.config}: all right: {counted(count, 'source')}{not_enabled}{sites}")
    return ExitCode.SUCCESS


def _import(args: argparse.Namespace, console: Console) -> int:
    from crawler.opml_freshrss import agreed_sites, read_site
    from crawler.source_toml import write_sites, write_toml

    known = _load(args) if args.config.exists() else None
    found = _read_sources(args, console)
    new = _not_known(found, known.sources if known else ())
    said = (read_site(dict(source.opml), source.url) for source in new)
    sites, disputed = agreed_sites(filter(None, said), known.sites if known else ())
    for host in sorted(disputed):
        console.warning(f"{host}: feeds of one site want different texts; no rule is made of them")
    text = "\n".join(part for part in (write_toml(new), write_sites(sites)) if part)
    if args.append:
        _append(args.config, text)
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


def _export(args: argparse.Namespace, console: Console) -> int:
    configuration = _load(args)
    sources = configuration.only(args.ids).sources if args.ids else configuration.sources
    text = _WRITERS[args.format](sources)
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
    from crawler.source_toml import plain_headers

    for source in sources:
        if plain_headers(source):
            console.warning(
                f"{source.id}: headers are left out, as they may hold secrets and OPML is handed "
                "on; what headers_env names is written"
            )


def _discover(args: argparse.Namespace, console: Console) -> int:
    from crawler.discovering import FoundSource, discover_sources
    from crawler.source_tables import show
    from crawler.source_values import BadValueError, http_url

    try:
        url = http_url(args.url)
    except BadValueError as error:
        raise ConfigError("bad-url", f"{show(args.url)} {error}") from error
    found: list[FoundSource] = []

    def take(finding: "Finding") -> None:
        if isinstance(finding, FoundSource):
            found.append(finding)
            return
        detail = finding.detail.removeprefix(f"{finding.url}: ")
        if finding.is_asked_for:
            console.warning(f"{finding.url}: {finding.reason}: {detail}")
        else:
            console.detail(f"{finding.url}: {finding.reason}: {detail}")

    signal_number = discover_sources(url, scrapy_overrides(args), take)
    _print_found(found, args, console)
    if signal_number is not None:
        code = ExitCode.of_signal(signal_number)
        console.error(code.name.lower())
        return code
    if not found:
        console.error(
            f"{url}: no source was found; -v tells what was tried. Lists that scripts build cannot "
            "be read; for other pages, `entries` says by XPath where their stories stand"
        )
    return ExitCode.SUCCESS if found else ExitCode.FAILURE


def _print_found(
    found: "Sequence[FoundSource]", args: argparse.Namespace, console: Console
) -> None:
    """Print the sources: of the best kind those with the stories of the page, the most, first."""
    ranked = sorted(found, key=_rank)
    if args.format == "table":
        rows = [("kind", "stories", "newest", "url", "title")]
        rows += [
            (s.kind, str(s.stories or "-"), str(s.newest or "-"), s.url, s.title or "-")
            for s in ranked
        ]
        for line in _columns(rows) if ranked else ():
            console.data(line)
    elif ranked:
        sources = _as_sources(ranked, allow_private=args.allow_private)
        console.data(_WRITERS[args.format](sources).rstrip("\n"))


def _rank(source: "FoundSource") -> tuple[bool, int, bool, int]:
    kind = _KIND_ORDER.index(source.kind)
    return source.is_aside, kind, not source.is_of_page, -source.stories


def _as_sources(found: "Sequence[FoundSource]", *, allow_private: bool) -> "list[Source]":
    """Return what was found as sources that are read as they were here."""
    from crawler.sources import sources_from_urls

    plain = sources_from_urls([source.url for source in found], "auto").sources
    return [
        replace(
            source,
            allow_private=allow_private,
            # Else it would be read through a feed that it links to.
            kind="listing" if one.kind == "listing" else "auto",
            allowed_hosts=(one.story_host,) if one.story_host else (),
        )
        for source, one in zip(plain, found, strict=True)
    ]


def _load(args: argparse.Namespace) -> "Configuration":
    from crawler.sources import load_configuration

    return load_configuration(args.config, os.environ)


def _read_sources(args: argparse.Namespace, console: Console) -> "tuple[Source, ...]":
    """Return the sources of an OPML file or a list of URLs, told apart by the content."""
    from crawler.opml import read_opml
    from crawler.url_lists import read_url_list

    is_stdin = args.file == "-"
    data = sys.stdin.buffer.read() if is_stdin else Path(args.file).read_bytes()
    name = "stdin" if is_stdin else args.file
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return read_url_list(data.decode("utf-8", "replace"), name)
    subscriptions = read_opml(data, name, is_trusted=args.trust)
    for message in subscriptions.skipped:
        console.warning(f"{message}; skipped")
    for message in subscriptions.notes:
        console.warning(message)
    return subscriptions.sources


def _not_known(found: "Iterable[Source]", known: "Sequence[Source]") -> "tuple[Source, ...]":
    """Return the sources whose URL is not known yet, with ids that are free."""
    from dataclasses import replace

    from crawler.source_ids import fill_ids, url_key

    urls = {url_key(source.url) for source in known}
    taken = {source.id for source in known}
    new = [source for source in found if url_key(source.url) not in urls]
    given = [(None if source.id in taken else source.id, source.url) for source in new]
    return tuple(
        replace(source, id=source_id)
        for source, source_id in zip(new, fill_ids(given, taken), strict=True)
    )


def _append(config: Path, text: str) -> None:
    """Add text to a file that may not exist yet; at no moment is the file half written."""
    from crawler.sources import read_configuration

    if not text:
        return
    target = config.resolve()
    before = target.read_text(encoding="utf-8-sig") if target.exists() else ""
    border = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    after = before + border + text
    read_configuration(after, str(config), os.environ)
    draft = target.with_name(f"{target.name}.part")
    try:
        if target.exists():  # headers in it may be secrets: who could not read them, cannot now
            draft.touch(mode=0o600)
            shutil.copymode(target, draft)
        draft.write_text(after, encoding="utf-8")
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink()


def _row(source: "Source") -> tuple[str, ...]:
    from crawler.source_toml import show_duration

    interval = "-" if source.interval_s is None else str(show_duration(source.interval_s))
    mark = "" if source.enabled else "  (not enabled)"
    return source.id, source.kind, interval, f"{source.url}{mark}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _opml_text(sources: "Iterable[Source]") -> str:
    from crawler.opml import write_opml

    return write_opml(sources).decode("utf-8")


def _toml_text(sources: "Iterable[Source]") -> str:
    from crawler.source_toml import write_toml

    return write_toml(sources)


def _url_text(sources: "Iterable[Source]") -> str:
    from crawler.url_lists import write_url_list

    return write_url_list(sources)


_WRITERS: "Mapping[str, Callable[[Iterable[Source]], str]]" = {
    "opml": _opml_text,
    "toml": _toml_text,
    "urls": _url_text,
}
_Action = tuple[
    str,
    Callable[[argparse.ArgumentParser], None],
    Callable[[argparse.Namespace, Console], int],
]
_ACTIONS: Mapping[str, _Action] = {
    "list": ("List the sources of the configuration", add_config_option, _list),
    "check": (
        "Check the configuration; exit code 2 when something is wrong",
        add_config_option,
        _check,
    ),
    "import": ("Turn OPML or a list of URLs into sources", _add_import_options, _import),
    "export": ("Write the sources as OPML, TOML or a list of URLs", _add_export_options, _export),
    "discover": (
        "Find the feeds, sitemaps and listings behind a URL",
        _add_discover_options,
        _discover,
    ),
    "test-rules": (
        "Run the tests of the rules on saved pages; exit code 4 when one fails",
        add_test_options,
        run_rule_tests,
    ),
    "memory": (MEMORY_SUMMARY, add_memory_options, show_memory),
}
