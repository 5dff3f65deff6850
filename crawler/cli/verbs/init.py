"""``newsdesk init``: a commented ``sources.toml`` to begin with."""

import argparse
import shlex

from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_CONFIG,
    add_config_option,
    add_message_options,
    console_from,
)

SUMMARY = "Write a commented sources.toml to begin with"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument("urls", metavar="URL", nargs="*", help="a source to begin with")
    add_config_option(parser)
    parser.add_argument("--force", action="store_true", help="overwrite the file if it exists")
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file and return the exit code."""
    from importlib.resources import files

    from crawler.configuration.toml_writer import write_toml
    from crawler.configuration.url_lists import sources_from_urls

    console = console_from(args)
    template = files("crawler.cli.verbs").joinpath("sources_template.toml").read_text("utf-8")
    sources = sources_from_urls(args.urls)
    text = f"{template}\n{write_toml(sources)}" if sources else template
    try:
        with args.config.open("w" if args.force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        console.error(
            f"{args.config}: exists already; --force overwrites it, --config names another"
        )
        return ExitCode.FAILURE
    file = "" if args.config == DEFAULT_CONFIG else f" --config {shlex.quote(str(args.config))}"
    step = "" if sources else f"`newsdesk sources add URL{file}`, then "
    console.info(f"wrote {args.config}; next: {step}`newsdesk crawl{file}`")
    return ExitCode.SUCCESS
