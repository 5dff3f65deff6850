"""Writes ``docs/cli.md`` from the parsers: ``python -m crawler.cli.reference > docs/cli.md``."""

import argparse
from collections.abc import Iterator, Mapping

from crawler.cli.exit_codes import ExitCode
from crawler.cli.main import build_parser
from crawler.cli.parsing import own_actions, positional, subparsers, usage_line, value_name

_PIPE = r"\|"
_HEAD = """\
# The command line

Made from the program itself by `make docs`; do not edit.

Data goes to stdout, everything else to stderr. There is no colour and no line that rewrites itself
when stderr is no terminal or `NO_COLOR` is set. `-` stands for stdin or stdout.
"""
_MEANINGS: Mapping[ExitCode, str] = {
    ExitCode.SUCCESS: "success, also when there was nothing new",
    ExitCode.FAILURE: "failure",
    ExitCode.USAGE: "wrong usage or configuration; nothing was begun",
    ExitCode.SOURCES_FAILED: "finished, but some sources failed; `fetch`: some pages; `doctor`: "
    "some sources are red",
    ExitCode.CHECK_FAILED: "a check failed: `dataset verify`, `sources test-rules`",
    ExitCode.DATASET_LOCKED: "the dataset is locked by another run",
    ExitCode.INTERRUPTED: "interrupted (Ctrl-C); the state is saved",
    ExitCode.TERMINATED: "terminated; the state is saved",
}


def cli_markdown() -> str:
    """Return the reference of all verbs and options as Markdown."""
    parts = [_HEAD, _exit_codes()]
    parts.extend(_sections(build_parser(), level=2))
    return "\n".join(parts)


def _exit_codes() -> str:
    rows = [f"| {code.value} | {_MEANINGS[code]} |" for code in ExitCode]
    return "\n".join(["## Exit codes", "", "| code | meaning |", "|---|---|", *rows, ""])


def _sections(parser: argparse.ArgumentParser, level: int) -> Iterator[str]:
    for verb in subparsers(parser).values():
        yield _section(verb, level)
        yield from _sections(verb, level + 1)


def _section(parser: argparse.ArgumentParser, level: int) -> str:
    lines = [f"{'#' * level} {parser.prog}", "", parser.description or "", ""]
    lines += ["```", usage_line(parser), "```", ""]
    rows = [_row(action) for action in own_actions(parser)]
    if rows:
        lines += ["| argument | meaning |", "|---|---|", *rows, ""]
    if parser.epilog:
        lines += [parser.epilog.strip(), ""]
    return "\n".join(lines)


def _row(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or positional(action)
    if action.option_strings and action.nargs != 0:
        name += f" {value_name(action)}"
    meaning = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    cells = (f"`{name}`", meaning)
    return f"| {' | '.join(cell.replace('|', _PIPE) for cell in cells)} |"


if __name__ == "__main__":
    print(cli_markdown(), end="")
