"""``newsdesk sources``: what can be done with the sources of a configuration."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.cli.actions import VerbAction, add_actions
from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_config_option, configuration_given, console_from
from crawler.cli.presentation import counted, format_columns
from crawler.cli.verbs.rule_actions import add_test_options, run_rule_tests, tell_notes
from crawler.cli.verbs.sources_discover import add_discover_options, discover
from crawler.cli.verbs.sources_exchange import (
    add_export_options,
    add_import_options,
    add_sources,
    add_url_options,
    export_sources,
    import_sources,
)
from crawler.cli.verbs.sources_memory import SUMMARY as MEMORY_SUMMARY
from crawler.cli.verbs.sources_memory import add_memory_options, show_memory

if TYPE_CHECKING:
    from crawler.configuration.sources import Source

SUMMARY = "List, check, add, import, export and discover sources, test their rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions of the verb, each with its options."""
    add_actions(parser, _ACTIONS)


def run(args: argparse.Namespace) -> int:
    """Do what the action says and return the exit code."""
    return _ACTIONS[args.action].act(args, console_from(args))


def _list(args: argparse.Namespace, console: Console) -> int:
    configuration = configuration_given(args)
    rows = [("id", "kind", "interval", "url"), *map(_row, configuration.sources)]
    for line in format_columns(rows):
        console.data(line)
    return ExitCode.SUCCESS


def _check(args: argparse.Namespace, console: Console) -> int:
    configuration = configuration_given(args)
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


def _row(source: "Source") -> tuple[str, ...]:
    from crawler.configuration.toml_writer import show_duration

    interval = "-" if source.interval_s is None else str(show_duration(source.interval_s))
    mark = "" if source.enabled else "  (not enabled)"
    return source.id, source.kind, interval, f"{source.url}{mark}"


_ACTIONS: Mapping[str, VerbAction] = {
    "list": VerbAction(
        summary="List the sources of the configuration", add_options=add_config_option, act=_list
    ),
    "check": VerbAction(
        summary="Check the configuration; exit code 2 when something is wrong",
        add_options=add_config_option,
        act=_check,
    ),
    "add": VerbAction(
        summary="Add sources to the configuration by their URLs",
        add_options=add_url_options,
        act=add_sources,
    ),
    "import": VerbAction(
        summary="Turn OPML or a list of URLs into sources",
        add_options=add_import_options,
        act=import_sources,
    ),
    "export": VerbAction(
        summary="Write the sources as OPML, TOML or a list of URLs",
        add_options=add_export_options,
        act=export_sources,
    ),
    "discover": VerbAction(
        summary="Find the feeds, sitemaps and listings behind a URL",
        add_options=add_discover_options,
        act=discover,
    ),
    "test-rules": VerbAction(
        summary="Run the tests of the rules on saved pages; exit code 4 when one fails",
        add_options=add_test_options,
        act=run_rule_tests,
    ),
    "memory": VerbAction(summary=MEMORY_SUMMARY, add_options=add_memory_options, act=show_memory),
}
