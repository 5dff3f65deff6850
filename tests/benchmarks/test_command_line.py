from benchmarks.command_line import command_parser


def test_help_calls_a_benchmark_as_it_is_run_and_shows_its_first_line() -> None:
    parser = command_parser("speed", "Time of a page.\n\nHow it is taken: see README.md.\n")
    assert parser.format_usage() == "usage: python -m benchmarks.speed [-h]\n"
    assert parser.description == "Time of a page."
