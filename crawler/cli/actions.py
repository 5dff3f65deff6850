"""The actions of a verb that does several things, such as ``newsdesk sources list``."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crawler.cli.console import Console
from crawler.cli.options import add_message_options


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbAction:
    """One thing that a verb does."""

    summary: str
    """One sentence without its full stop."""
    add_options: Callable[[argparse.ArgumentParser], None]
    act: Callable[[argparse.Namespace, Console], int]
    """Does it and returns the exit code."""


def add_actions(
    parser: argparse.ArgumentParser, actions: Mapping[str, VerbAction], epilog: str | None = None
) -> None:
    """Add the actions of a verb by name; which one was given stands in ``args.action``."""
    names = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    for name, action in actions.items():
        action_parser = names.add_parser(
            name,
            help=action.summary,
            description=f"{action.summary}.",
            epilog=epilog,
            allow_abbrev=False,
        )
        action.add_options(action_parser)
        add_message_options(action_parser)
