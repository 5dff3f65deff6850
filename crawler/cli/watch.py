"""``newsdesk watch``: stays up and crawls each source when it is due."""

import argparse
import os
import secrets
import shlex
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cli.console import Console, format_seconds
from crawler.cli.crawl import add_dataset_options
from crawler.cli.options import (
    add_config_option,
    add_limit_option,
    add_message_options,
    add_output_option,
    add_setting_option,
    console_from,
    scrapy_overrides,
)
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.schedule import Bounds
    from crawler.sources import Configuration, Source
    from crawler.state.dataset import DatasetSettings
    from crawler.state.source_states import SourceState
    from crawler.watching.agenda import Agenda, RoundEnd
    from crawler.watching.round_process import RoundProcess

SUMMARY = "Stay up and crawl each source when it is due, as often as it brings news"

_LEAST_S = 1
_MOST_S = 30 * 86400
_FATAL = frozenset({"state-corrupt", "state-too-new"})
"""What does not heal while a watch waits. A full disk or a lock may."""
_ROUND_OPTIONS = (
    "limit", "settings", "kind", "keep_duplicates", "compress", "quiet", "verbose", "log_format",
)  # fmt: skip


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
            metavar="TIME",
            type=_duration,
            default=default,
            help=f"{what} time between two crawls of a source that has no interval of its own, "
            f"such as 30s, 15m, 6h or 1d (default: {default})",
        )
    add_limit_option(parser)
    add_setting_option(parser)
    add_dataset_options(parser)
    add_message_options(parser)
    parser.epilog = (
        "SIGTERM and Ctrl-C end it with its state saved; SIGHUP reads the sources again. "
        "See docs/running.md for a systemd unit."
    )


def run(args: argparse.Namespace) -> int:
    """Watch and return the exit code."""
    from crawler.state.database import storage_errors
    from crawler.state.lock import DatasetLock
    from crawler.watching.agenda import Agenda
    from crawler.watching.signals import Signals
    from crawler.watching.watcher import Watcher

    console = console_from(args)
    bounds = _bounds(args)
    scrapy_overrides(args)  # checked before anything is begun
    desk = WatchDesk(args, console, Agenda(bounds=bounds))
    lock = DatasetLock(args.output / "state" / "watch.lock")
    with storage_errors(args.output):
        lock.acquire(_command(args), datetime.now(UTC))
        try:
            desk.open()
            _tell_start(desk.sources(), bounds, console)
            number = Watcher(desk=desk, agenda=desk.agenda, signals=Signals()).run()
        finally:
            desk.close()
            lock.release()
    console.warning("stopped; what was found is saved, and the next watch goes on from there")
    return 128 + number


class WatchDesk:
    """The files, the clock and the messages of a watch: ``crawler.watching.watcher.Desk``."""

    def __init__(
        self,
        args: argparse.Namespace,
        console: Console,
        agenda: "Agenda",
        clock: "Callable[[], datetime]" = lambda: datetime.now(UTC),
    ) -> None:
        self.agenda = agenda
        self._args = args
        self._console = console
        self._clock = clock
        self._text, self._configuration = self._read()
        self._states: Mapping[str, SourceState] = {}
        self._database: Path = args.output / "state" / "newsdesk.sqlite"

    def open(self) -> None:
        """Finish what a killed run left in the dataset, and note what it did not come to.

        Raises:
            DatasetLockedError: another run works on it.
            DatasetError: the folder or its state cannot be used.
        """
        from crawler.state.dataset import Dataset

        with Dataset.open(self._args.output, self._dataset_settings()) as dataset:
            self.agenda.go_on(dataset.frontier.sources_with_pending())

    def close(self) -> None:
        """Give back what is held; nothing is so far."""

    def sources(self) -> "tuple[Source, ...]":
        """Return the sources that are watched."""
        return self._configuration.sources

    def states(self) -> "Mapping[str, SourceState]":
        """Return what is known of them; what was known last while the state cannot be read."""
        from crawler.state.database import STORAGE_ERRORS, open_reader, storage_errors
        from crawler.state.source_states import SourceStates

        try:
            with (
                storage_errors(self._args.output),
                closing(open_reader(self._database)) as connection,
            ):
                self._states = SourceStates(connection).all()
        except STORAGE_ERRORS as error:
            if getattr(error, "reason", "") in _FATAL:
                raise
            self._console.warning(str(error), reason=getattr(error, "reason", None))
        return self._states

    def now(self) -> datetime:
        """Return the time."""
        return self._clock()

    def start(self, ids: tuple[str, ...]) -> "RoundProcess":
        """Start a round."""
        from crawler.watching.round_process import RoundOrder, RoundProcess

        self._console.detail(f"a round begins: {', '.join(ids)}")
        options = {name: getattr(self._args, name, None) for name in _ROUND_OPTIONS}
        return RoundProcess(
            RoundOrder(
                config_path=str(self._args.config),
                config_text=self._text,
                ids=ids,
                options={**options, "output": str(self._args.output), "command": "watch"},
            )
        )

    def reload(self) -> None:
        """Read the configuration again; keep the old one, and say so, when it is broken."""
        try:
            self._text, self._configuration = self._read()
        except ConfigError as error:
            for line in error.message.splitlines():
                self._console.error(line, reason=error.reason)
            self._console.warning(
                f"{self._args.config}: not taken; the sources stay as they were "
                f"({len(self.sources())}). Put it right and send SIGHUP again"
            )
        else:
            self._console.info(
                f"{self._args.config}: read again, {len(self.sources())} sources are watched"
            )

    def told(self, news: Mapping[str, Any]) -> None:
        """Take what a round told."""

    def round_ended(
        self, end: "RoundEnd", states: "Mapping[str, SourceState]", wait_s: float
    ) -> None:
        """Tell how a round ended and when the next one is due."""
        if end.code == 5:
            self._console.warning("another run works on the dataset; trying again in a minute")
        elif end.is_crash:
            self._console.error(
                f"the round of {_names(end.ids)} ended with {_end_of(end.code)}; "
                f"going on in {format_seconds(wait_s)}"
                + (", one source at a time" if len(end.ids) > 1 else "")
            )
        else:
            self._tell_failing(end, states)
            self._console.detail(f"the next round is due in {format_seconds(wait_s)}")

    def source_crashed(self, source_id: str, code: int) -> None:
        """Write down that a round of this source alone died, so that it backs off."""
        from crawler.state.database import STORAGE_ERRORS
        from crawler.state.dataset import Dataset

        try:
            with Dataset.open(self._args.output, self._dataset_settings()) as dataset:
                dataset.sources.record_run(
                    source_id,
                    self.now(),
                    error=f"crashed: its round ended with {_end_of(code)}",
                    has_new=False,
                )
        except STORAGE_ERRORS as error:
            self._console.error(f"{source_id}: its crash could not be written down: {error}")

    def _tell_failing(self, end: "RoundEnd", states: "Mapping[str, SourceState]") -> None:
        now = self.now()
        for source in self.sources():
            state = states.get(source.id)
            if source.id not in end.ids or state is None or state.failures < 2:
                continue
            wait_s = (self.agenda.due_at(source, state, now) - now).total_seconds()
            self._console.warning(
                f"{source.id} failed {state.failures} times in a row and is asked again in "
                f"{format_seconds(max(wait_s, 0.0))}: {state.last_error}",
                source=source.id,
                failures=state.failures,
            )

    def _read(self) -> "tuple[str, Configuration]":
        from crawler.source_tables import read_text
        from crawler.sources import parse_configuration

        text = read_text(self._args.config)
        configuration = parse_configuration(text, self._args.config, os.environ)
        wanted = configuration.only(self._args.ids)
        if not wanted.sources:
            raise ConfigError(
                "no-sources",
                f"{self._args.config}: lists no source that is enabled; "
                "`newsdesk sources discover URL` finds some",
            )
        return text, wanted

    def _dataset_settings(self) -> "DatasetSettings":
        from crawler.state.dataset import DatasetSettings
        from crawler.state.manifest import run_id

        now = self.now()
        return DatasetSettings(
            run_id=run_id(now, secrets.token_hex(2)),
            now=now,
            command=_command(self._args),
            compression=self._args.compress or "none",
        )


def _bounds(args: argparse.Namespace) -> "Bounds":
    from crawler.schedule import Bounds

    if args.min_interval > args.max_interval:
        raise ConfigError(
            "bad-interval",
            f"--min-interval {args.min_interval} s is longer than --max-interval "
            f"{args.max_interval} s; give a shorter one or raise the other",
        )
    return Bounds(min_s=args.min_interval, max_s=args.max_interval)


def _duration(text: str) -> int:
    from crawler.source_values import BadValueError, duration

    try:
        return duration(_LEAST_S, _MOST_S)(int(text) if text.isdecimal() else text)
    except BadValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} {error}") from error


def _tell_start(sources: "tuple[Source, ...]", bounds: "Bounds", console: Console) -> None:
    count = len(sources)
    own = sum(source.interval_s is not None for source in sources)
    console.info(
        f"watching {count} {'source' if count == 1 else 'sources'}: {count - own} as often as they "
        f"bring news, from {format_seconds(bounds.min_s)} to {format_seconds(bounds.max_s)}; "
        f"{own} at intervals of their own"
    )


def _command(args: argparse.Namespace) -> str:
    return shlex.join(["newsdesk", "watch", *args.ids])


def _names(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} others" if len(ids) > 5 else "")


def _end_of(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
