import signal

from crawler.cli.exit_codes import ExitCode


def test_codes_are_those_that_users_rely_on() -> None:
    assert [code.value for code in ExitCode] == [0, 1, 2, 3, 4, 5, 130, 143]


def test_signals_have_the_codes_that_shells_give_them() -> None:
    assert ExitCode.of_signal(signal.SIGINT) is ExitCode.INTERRUPTED
    assert ExitCode.of_signal(signal.SIGTERM) is ExitCode.TERMINATED
