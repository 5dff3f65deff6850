import argparse

import pytest

from crawler.cli.verbs.watch import add_arguments


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_intervals_are_read_as_in_the_configuration() -> None:
    assert (parse().min_interval, parse().max_interval) == (300, 6 * 3600)
    assert parse("--min-interval", "90").min_interval == 90
    assert parse("--max-interval", "2d").max_interval == 2 * 86400


@pytest.mark.parametrize("port", ["-1", "70000", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SystemExit):
        parse("--metrics-port", port)
