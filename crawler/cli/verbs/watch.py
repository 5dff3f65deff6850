"""``newsdesk watch``: stays up and crawls each source when it is due."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.options import (
    add_config_option,
    add_dataset_options,
    add_limit_option,
    add_message_options,
    add_output_option,
    add_setting_option,
    add_warc_option,
    console_from,
    duration_value,
    port_number,
    scrapy_overrides,
)
from crawler.cli.presentation import counted, format_seconds
from crawler.cli.verbs.watch_desk import WatchDesk, watch_command
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Source
    from crawler.schedule import Bounds

SUMMARY = "Stay up and crawl each source when it is due, as often as it brings news"

_LEAST_S = 1
_MOST_S = 30 * 86400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "ids",
        metavar="SOURCE",
        nargs="*",
        help="id of a source to watch (default: all enabled ones)",
    )
    add_config_option(parser)
    add_output_option(parser)
    for name, default, what in (("min", "5m", "shortest"), ("max", "6h", "longest")):
        parser.add_argument(
            f"--{name}-interval",
            metavar="DURATION",
            type=duration_value(_LEAST_S, _MOST_S),
            default=default,
            help=f"{what} time between two crawls of a source that has no interval of its own, "
            f"such as 30s, 15m, 6h or 1d (default: {default})",
        )
    parser.add_argument(
        "--metrics-port",
        metavar="PORT",
        type=port_number,
        help="answer Prometheus at this port, 0 for a free one "
        '(needs `pip install "newsdesk[metrics]"`)',
    )
    parser.add_argument(
        "--metrics-host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="address of that port (default: 127.0.0.1, which only this machine reaches)",
    )
    add_limit_option(parser)
    add_setting_option(parser)
    add_dataset_options(parser)
    add_warc_option(parser)
    add_message_options(parser)
    parser.epilog = (
        "SIGTERM and Ctrl-C end it with its state saved; SIGHUP reads the sources again. "
        "See docs/running.md for a systemd unit."
    )


def run(args: argparse.Namespace) -> int:
    """Watch and return the exit code."""
    from crawler.state.database import check_place, storage_errors
    from crawler.state.lock import DatasetLock
    from crawler.watching.agenda import Agenda
    from crawler.watching.signals import Signals
    from crawler.watching.watcher import Watcher

    console = console_from(args)
    bounds = _bounds(args)
    scrapy_overrides(args)  # checked before anything is begun
    desk = WatchDesk(args, console, Agenda(bounds=bounds))
    check_place(args.output)
    lock = DatasetLock(args.output / "state" / "watch.lock")
    with storage_errors(args.output):
        lock.acquire(watch_command(args), datetime.now(UTC))
        try:
            desk.open()
            desk.serve_metrics()
            _tell_start(desk.sources(), bounds, console)
            number = Watcher(desk=desk, agenda=desk.agenda, signals=Signals()).run()
        finally:
            desk.close()
            lock.release()
    console.warning("stopped; what was found is saved, and the next watch goes on from there")
    return 128 + number


def _bounds(args: argparse.Namespace) -> "Bounds":
    from crawler.schedule import Bounds

    if args.min_interval > args.max_interval:
        raise ConfigError(
            "bad-interval",
            f"--min-interval {format_seconds(args.min_interval)} is longer than --max-interval "
            f"{format_seconds(args.max_interval)}; give a shorter one or raise the other",
        )
    return Bounds(min_s=args.min_interval, max_s=args.max_interval)


def _tell_start(sources: "tuple[Source, ...]", bounds: "Bounds", console: Console) -> None:
    count = len(sources)
    own = sum(source.interval_s is not None for source in sources)
    console.info(
        f"watching {counted(count, 'source')}: {count - own} as often as they "
        f"bring news, from {format_seconds(bounds.min_s)} to {format_seconds(bounds.max_s)}; "
        f"{own} at intervals of their own"
    )
