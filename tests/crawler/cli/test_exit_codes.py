from crawler.cli.exit_codes import ExitCode


def test_codes_are_those_that_users_rely_on() -> None:
    assert [code.value for code in ExitCode] == [0, 1, 2, 3, 4, 5, 130, 143]
