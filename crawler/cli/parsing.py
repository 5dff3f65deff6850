"""The parser of the command line: short usage, and errors that name the way out."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from typing_extensions import override

from crawler.cli.console import without_long_words
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import unknown_name


class CommandParser(argparse.ArgumentParser):
    """A parser whose errors say what was meant, below a usage of one line."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as argparse calls it
        super().__init__(*args, **{"formatter_class": _Paragraphs, **options})

    @override
    def parse_known_args(  # type: ignore[override] # as argparse itself calls it
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Tell what is not known where it stands: the parser above knows the verb's usage not."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(self._about_unknown(unknown[0]))
        return found, unknown

    @override
    def format_help(self) -> str:
        """Return the help below one line of usage: each option stands in it once."""
        self.usage = usage_line(self)
        return super().format_help()

    @override
    def error(self, message: str) -> NoReturn:
        """Tell what is wrong below one line of usage: a list of all options would hide it."""
        self._print_message(f"usage: {usage_line(self)}  (--help tells more)\n", sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: error: {without_long_words(message)}\n")

    @override
    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            what = action.metavar.lower() if isinstance(action.metavar, str) else "choice"
            message = unknown_name(str(value), map(str, action.choices), what)
            raise argparse.ArgumentError(action, message)

    def _about_unknown(self, word: str) -> str:
        if not word.startswith("-") or word == "-":
            is_folder = "--output" in self._option_string_actions
            hint = "; the folder of a dataset stands behind --output" if is_folder else ""
            return f"{word!r} is one argument too many{hint}"
        name = word.partition("=")[0]
        meant = self._option_like(name)
        hint = f"did you mean {meant}?" if meant else f"`{self.prog} --help` lists all"
        if self._subparsers is not None:
            hint = "options stand behind the verb, and behind its action"
        return f"there is no option {name}; {hint}"

    def _option_like(self, name: str) -> str | None:
        if name.swapcase() in self._option_string_actions:
            return name.swapcase()
        # Without the dashes, in which all of them are alike.
        known = [o.strip("-") for o in self._option_string_actions if o.startswith("--")]
        near = get_close_matches(name.strip("-"), known, n=1, cutoff=0.6)
        return f"--{near[0]}" if near else None


class _Paragraphs(argparse.HelpFormatter):
    """Fits each paragraph to the width of the terminal; argparse makes one of them all, or none."""

    @override
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        fill = super()._fill_text
        return "\n\n".join(fill(part, width, indent) for part in text.split("\n\n"))


def usage_line(parser: argparse.ArgumentParser) -> str:
    """Return the call in short. Not argparse's own: that differs between versions of Python."""
    actions = own_actions(parser)
    options = " [OPTION…]" if any(action.option_strings for action in actions) else ""
    words = (positional(action) for action in actions if not action.option_strings)
    further = (value_name(action) for action in _actions(parser) if _has_parsers(action))
    return " ".join([f"{parser.prog}{options}", *words, *further])


def positional(action: argparse.Action) -> str:
    """Return an argument that stands for itself, with the sign of how often it may stand there."""
    name = value_name(action)
    return {"*": f"[{name}…]", "+": f"{name}…", "?": f"[{name}]"}.get(str(action.nargs), name)


def value_name(action: argparse.Action) -> str:
    """Return what stands for the value of an argument: its choices, or a word in capitals."""
    if action.choices is not None and action.metavar is None:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def own_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the arguments of a parser without ``--help`` and those of its verbs."""
    return [
        action
        for action in _actions(parser)
        if "--help" not in action.option_strings
        and not _has_parsers(action)
        and action.help != argparse.SUPPRESS
    ]


def subparsers(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """Return the parsers of the verbs or actions by name."""
    choices = (action.choices for action in _actions(parser))
    return next((verbs for verbs in choices if isinstance(verbs, dict)), {})


def _has_parsers(action: argparse.Action) -> bool:
    return isinstance(action.choices, dict)


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001 - argparse offers no other way to its arguments
