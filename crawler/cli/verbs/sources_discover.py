"""``newsdesk sources discover``: the feeds, sitemaps and listings behind an address."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_allow_private_option, add_setting_option, scrapy_overrides
from crawler.cli.presentation import format_columns
from crawler.cli.verbs.sources_exchange import SOURCE_WRITERS
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Source
    from crawler.short_crawls.discovering import Finding, FoundSource

_KIND_ORDER = ("feed", "sitemap", "listing")
_NO_ENTRIES = "no-entries"
_UNREADABLE = (
    ". Lists that scripts build cannot be read; for other pages, `entries` says by XPath where "
    "their stories stand"
)


def add_discover_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument("url", metavar="URL", help="home page, section page, feed or sitemap")
    parser.add_argument(
        "--format",
        choices=("table", *SOURCE_WRITERS),
        default="table",
        help="what to print (default: table); toml can be added to sources.toml",
    )
    add_allow_private_option(parser)
    add_setting_option(parser)


def discover(args: argparse.Namespace, console: Console) -> int:
    """Print the sources that were found, and return the exit code: 1 when there are none."""
    from crawler.configuration.tables import show
    from crawler.configuration.values import BadValueError, http_url
    from crawler.short_crawls.discovering import FoundSource, discover_sources

    try:
        url = http_url(args.url)
    except BadValueError as error:
        raise ConfigError("bad-url", f"{show(args.url)} {error}") from error
    found: list[FoundSource] = []
    failures: list[str] = []

    def take(finding: "Finding") -> None:
        if isinstance(finding, FoundSource):
            found.append(finding)
            return
        detail = finding.detail.removeprefix(f"{finding.url}: ")
        if finding.is_asked_for:
            failures.append(finding.reason)
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
        # Of a page that could not be had, the warning before says all.
        advice = _UNREADABLE if {*failures} <= {_NO_ENTRIES} else ""
        console.error(f"{url}: no source was found; -v tells what was tried{advice}")
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
        for line in format_columns(rows) if ranked else ():
            console.data(line)
    elif ranked:
        sources = _as_sources(ranked, allow_private=args.allow_private)
        console.data(SOURCE_WRITERS[args.format](sources).rstrip("\n"))


def _rank(source: "FoundSource") -> tuple[bool, int, bool, int]:
    kind = _KIND_ORDER.index(source.kind)
    return source.is_aside, kind, not source.is_of_page, -source.stories


def _as_sources(found: "Sequence[FoundSource]", *, allow_private: bool) -> "list[Source]":
    """Return what was found as sources that are read as they were here."""
    from crawler.configuration.url_lists import sources_from_urls

    plain = sources_from_urls(source.url for source in found)
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
