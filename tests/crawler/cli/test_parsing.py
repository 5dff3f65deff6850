import argparse

import pytest

from crawler.cli.parsing import CommandParser, own_actions, subparsers, usage_line


def parser_with_verbs() -> CommandParser:
    parser = CommandParser(prog="tool")
    parser.add_argument("--version", action="store_true")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    paint = verbs.add_parser("paint")
    paint.add_argument("walls", metavar="WALL", nargs="+")
    paint.add_argument("colour", choices=("red", "blue"))
    paint.add_argument("room", metavar="ROOM", nargs="?")
    paint.add_argument("--secret", help=argparse.SUPPRESS)
    return parser


def test_usage_names_the_arguments_and_not_the_options() -> None:
    parser = parser_with_verbs()
    assert usage_line(parser) == "tool [OPTION…] VERB"
    assert usage_line(subparsers(parser)["paint"]) == "tool paint WALL… red|blue [ROOM]"


def test_hidden_options_and_help_are_none_of_its_own() -> None:
    paint = subparsers(parser_with_verbs())["paint"]
    assert [action.dest for action in own_actions(paint)] == ["walls", "colour", "room"]


def test_an_error_stands_below_one_line_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser_with_verbs().parse_args(["paint", "north", "red", "--colour"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "usage: tool paint WALL… red|blue [ROOM]  (--help tells more)",
        "tool paint: error: there is no option --colour; `tool paint --help` lists all",
    ]


def test_help_says_each_option_once(capsys: pytest.CaptureFixture[str]) -> None:
    parser = parser_with_verbs()
    with pytest.raises(SystemExit):
        parser.parse_args(["--help"])
    told = capsys.readouterr().out
    assert told.startswith("usage: tool [OPTION…] VERB\n")
    assert told.count("--version") == 1
