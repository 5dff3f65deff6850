import argparse
from pathlib import Path

import pytest

from crawler.cli import options
from pipelines.errors import ConfigError


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    options.add_config_option(parser)
    options.add_output_option(parser)
    options.add_limit_option(parser)
    options.add_setting_option(parser)
    options.add_message_options(parser)
    return parser.parse_args(arguments)


def test_defaults_need_no_option() -> None:
    args = parse()
    assert (args.config, args.output) == (Path("sources.toml"), Path("output"))
    assert (args.limit, args.settings) == (None, [])
    settings = options.console_from(args).settings
    assert (settings.is_quiet, settings.verbosity, settings.log_format) == (False, 0, "text")


def test_output_may_have_no_default() -> None:
    parser = argparse.ArgumentParser()
    options.add_output_option(parser, default=None)
    assert parser.parse_args([]).output is None


def test_message_options_reach_the_console() -> None:
    settings = options.console_from(parse("-vv", "--log-format", "json")).settings
    assert (settings.verbosity, settings.log_format) == (2, "json")
    assert options.console_from(parse("-q")).settings.is_quiet


def test_console_needs_no_message_options() -> None:
    assert options.console_from(argparse.Namespace()).settings.verbosity == 0


def test_last_setting_of_a_name_wins() -> None:
    args = parse("-s", "DOWNLOAD_DELAY=1", "-s", "USER_AGENT=b=c", "-s", "DOWNLOAD_DELAY=2")
    assert options.scrapy_overrides(args) == {"DOWNLOAD_DELAY": "2", "USER_AGENT": "b=c"}


@pytest.mark.parametrize("text", ["DOWNLOAD_DELAY", "=3", "A B=3"])
def test_setting_without_name_or_value_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="write NAME=VALUE") as error:
        options.scrapy_overrides(parse("-s", text))
    assert error.value.reason == "bad-setting"


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5"])
def test_limit_is_a_whole_number_from_one_on(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse("--limit", text)
    assert end.value.code == 2
    assert "give a whole number" in capsys.readouterr().err


def test_workers_may_be_none() -> None:
    assert options.process_count("0") == 0
    with pytest.raises(argparse.ArgumentTypeError, match="'-1': give a whole number, at least 0"):
        options.process_count("-1")


def test_quiet_and_verbose_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("-q", "-v")
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DOWNLOAD_DELY", "did you mean DOWNLOAD_DELAY?"),
        ("NEWSDESK_WORKER", "did you mean NEWSDESK_WORKERS?"),
        ("download_delay", "did you mean DOWNLOAD_DELAY?"),
        ("QX", "Scrapy's documentation lists all"),
    ],
)
def test_a_setting_that_nothing_knows_is_refused(name: str, meant: str) -> None:
    args = argparse.Namespace(settings=["LOG_LEVEL=INFO", f"{name}=5"])
    with pytest.raises(ConfigError) as error:
        options.scrapy_overrides(args)
    assert error.value.message == f"-s {name}=…: neither Scrapy nor newsdesk knows it; {meant}"


def test_settings_without_a_default_are_known() -> None:
    args = argparse.Namespace(settings=["META_COPY_WARN_SKIP_KEYS=x", "JOBDIR=x"])
    assert set(options.scrapy_overrides(args)) == {"META_COPY_WARN_SKIP_KEYS", "JOBDIR"}


def test_a_path_is_taken_as_it_was_typed() -> None:
    assert options.path_value("-") == Path("-")
    assert options.path_value(".") == Path()
    assert options.file_name("./a b") == "./a b"


@pytest.mark.parametrize("text", ["-1", "65536", "http", ""])
def test_port_that_is_none_is_told(text: str) -> None:
    assert options.port_number("0") == 0
    with pytest.raises(argparse.ArgumentTypeError, match="give a number from 0 to 65535"):
        options.port_number(text)


def test_rules_are_read_only_from_a_file_that_was_given(tmp_path: Path) -> None:
    assert options.rules_given(argparse.Namespace(config=None)).sources == ()
    path = tmp_path / "missing.toml"
    with pytest.raises(ConfigError, match=r"missing\.toml"):
        options.rules_given(argparse.Namespace(config=path))
