import argparse

from crawler.cli.actions import VerbAction, add_actions
from crawler.cli.parsing import CommandParser


def test_an_action_has_its_own_options_and_those_of_messages() -> None:
    def add_options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--wall")

    paint = VerbAction(summary="Paint", add_options=add_options, act=lambda _args, _console: 0)
    parser = CommandParser()
    add_actions(parser, {"paint": paint})
    args = parser.parse_args(["paint", "--wall", "north", "-q"])
    assert (args.action, args.wall, args.quiet) == ("paint", "north", True)
