"""What ``newsdesk watch`` needs of the world around it: files, clock, rounds and messages."""

import argparse
import os
import secrets
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.cli.console import Console
from crawler.cli.extras import extra_needed
from crawler.cli.presentation import format_seconds
from crawler.watching.counts import WatchCounts
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from crawler.configuration.sources import Configuration, Source
    from crawler.state.dataset import DatasetSettings
    from crawler.state.source_states import SourceState
    from crawler.watching.agenda import Agenda, RoundEnd
    from crawler.watching.metrics import MetricsServer, SourceLag
    from crawler.watching.round_process import RoundProcess

_FATAL = frozenset({"state-corrupt", "state-too-new"})
"""What does not heal while a watch waits. A full disk or a lock may."""
_ROUND_OPTIONS = (
    "limit", "settings", "keep_duplicates", "compress", "warc", "quiet", "verbose", "log_format",
)  # fmt: skip


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
        self._changed: set[str] = set()
        """Sources that are others since the last round began."""
        self._counts = WatchCounts()
        self._metrics: MetricsServer | None = None

    def open(self) -> None:
        """Finish what a killed run left in the dataset, and note what it did not come to.

        Raises:
            DatasetLockedError: another run works on it.
            DatasetError: the folder or its state cannot be used.
        """
        from crawler.state.dataset import Dataset

        with Dataset.open(self._args.output, self._dataset_settings()) as dataset:
            self.agenda.go_on(dataset.frontier.sources_with_pending())

    def serve_metrics(self) -> None:
        """Answer Prometheus from now on, if that was asked for.

        Raises:
            ConfigError: nobody can listen there, or the extra is not installed.
        """
        if self._args.metrics_port is None:
            return
        with extra_needed("newsdesk watch --metrics-port", "metrics", "prometheus_client"):
            from crawler.watching.metrics import MetricsServer
        host, port = self._args.metrics_host, self._args.metrics_port
        self._metrics = MetricsServer(host, port, self._counts.totals, self.lags)
        self._console.info(f"metrics at {self._metrics.url}")

    def close(self) -> None:
        """Stop answering Prometheus."""
        if self._metrics is not None:
            self._metrics.close()

    def lags(self) -> "Iterator[SourceLag]":
        """Yield how far behind each source is, as far as the last round showed."""
        from crawler.watching.metrics import SourceLag

        states, now = self._states, self.now()
        for source in self.sources():
            state = states.get(source.id)
            due_at = self.agenda.due_at(source, state, now)
            yield SourceLag(
                source_id=source.id,
                last_success=None if state is None else state.last_success,
                overdue_s=max((now - due_at).total_seconds(), 0.0),
                failures=0 if state is None else state.failures,
            )

    def sources(self) -> "tuple[Source, ...]":
        """Return the sources that are watched."""
        return self._configuration.sources

    def states(self) -> "Mapping[str, SourceState]":
        """Return what is known of them; what was known last while the state cannot be read."""
        from crawler.state.database import (
            STORAGE_ERRORS,
            open_reader,
            state_path,
            storage_errors,
        )
        from crawler.state.source_states import SourceStates

        try:
            with (
                storage_errors(self._args.output),
                closing(open_reader(state_path(self._args.output))) as connection,
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
        self._changed.clear()
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
        """Read the configuration again; keep the old one, and say so, when it is broken.

        Sources that are others now are due at once: who mends one that fails for long does not want
        to wait for a day.
        """
        before = {source.id: source for source in self.sources()}
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
            changed = [source.id for source in self.sources() if before.get(source.id) != source]
            self._changed.update(changed)
            self.agenda.go_on(changed)
            self._console.info(
                f"{self._args.config}: read again, {len(self.sources())} sources are watched"
            )

    def told(self, news: Mapping[str, Any]) -> None:
        """Take what a round told."""
        self._counts.told(news)

    def round_ended(
        self, end: "RoundEnd", states: "Mapping[str, SourceState]", wait_s: float
    ) -> None:
        """Tell how a round ended and when the next one is due."""
        self._counts.round_ended(_result_of(end))
        self.agenda.go_on(self._changed)  # what the round read was as it had been before
        if end.code == 5:
            self._console.warning("another run works on the dataset; trying again in a minute")
        elif end.is_crash:
            self._console.error(
                f"the round of {_names(end.ids)} ended with {_end_of(end.code)}; "
                f"going on in {format_seconds(wait_s)}"
                + (", half of them at a time" if len(end.ids) > 1 else "")
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
        from crawler.configuration.source_file import parse_configuration
        from crawler.configuration.tables import read_text

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
            command=watch_command(self._args),
            compression=self._args.compress or "none",
        )


def watch_command(args: argparse.Namespace) -> str:
    """Return the call in short, for others that find the dataset in use."""
    return shlex.join(["newsdesk", "watch", *args.ids])


def _names(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} others" if len(ids) > 5 else "")


def _end_of(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _result_of(end: "RoundEnd") -> str:
    if end.is_cut_short:
        return "cut short"
    if end.is_crash:
        return "crashed"
    return {0: "success", 3: "sources failed", 5: "locked"}.get(end.code, "stopped")
