"""One folder is one dataset with its memory: what is delivered, and what is known."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from typing_extensions import override

from crawler.state.abandoned_urls import forget_abandoned
from crawler.state.database import (
    check_place,
    check_state,
    open_copy,
    open_database,
    open_reader,
    state_path,
)
from crawler.state.deliveries import Delivered, Deliveries
from crawler.state.frontier import Frontier
from crawler.state.lock import DatasetLock
from crawler.state.manifest import mark_killed_runs
from crawler.state.outbox import Outbox, OutboxSettings
from crawler.state.pauses import Pauses
from crawler.state.read_sitemaps import ReadSitemaps
from crawler.state.robots_files import RobotsFiles
from crawler.state.site_memories import SiteMemories
from crawler.state.source_history import SourceHistory
from crawler.state.source_states import SourceStates
from crawler.state.trail import Trail, load_evidence
from crawler.state.up_to_date import check_up_to_date
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import DatasetError
from pipelines.exporters.huggingface import write_huggingface_yaml
from pipelines.exporters.jsonl import Compression
from pipelines.items import Article, Rejection
from pipelines.site_memory import SiteMemory
from pipelines.transaction import transaction
from pipelines.urls import is_same_site, registered_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSettings:
    """How one run writes to a dataset."""

    run_id: str
    now: datetime
    """When the run started, UTC."""
    command: str = ""
    """Shown to another process that finds the dataset locked."""
    keep_duplicates: bool = False
    """Write exact copies too, with ``duplicate_of``."""
    compression: Compression = "none"
    segment_records: int = 1000
    in_memory: bool = False
    """Work on a copy of the state in memory: nothing is written to disk, no lock is taken."""
    read_only: bool = False
    """Only ask the state, which another run may write meanwhile: copies may take gigabytes."""


class Dataset(AbstractContextManager["Dataset"]):
    """A dataset that is open for one run. Use it from one thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: DatasetSettings,
        outbox: Outbox,
        lock: DatasetLock | None,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._outbox = outbox
        self._lock = lock
        self.frontier = Frontier(connection)
        self.sources = SourceStates(connection)
        self.sites = SiteMemories(connection)
        self.pauses = Pauses(connection)
        self.robots_files = RobotsFiles(connection)
        self.read_sitemaps = ReadSitemaps(connection)
        self.history = SourceHistory(connection)
        self.index = SqliteDuplicateIndex(connection)
        self._deliveries = Deliveries(
            connection,
            self.index,
            outbox,
            run_id=settings.run_id,
            keep_duplicates=settings.keep_duplicates,
        )
        if not settings.read_only:
            self.index.merge_when_due()

    @classmethod
    def open(cls, folder: Path, settings: DatasetSettings) -> Self:
        """Return the dataset of a folder, made when it is missing, recovered when a run was killed.

        Raises:
            ConfigError: the folder lies among the files of another dataset.
            DatasetLockedError: another process works on it.
            DatasetError: the folder or its state cannot be used.
        """
        database = state_path(folder)
        outbox_settings = OutboxSettings(
            folder=folder,
            run_id=settings.run_id,
            compression=settings.compression,
            segment_records=settings.segment_records,
        )
        if settings.in_memory or settings.read_only:
            return cls._open_unlocked(database, settings, outbox_settings)
        check_place(folder)
        with ExitStack() as undo:
            try:
                lock = DatasetLock(folder / "state" / "lock")
                undo.callback(lock.release)
                lock.acquire(settings.command, settings.now)
                check_state(folder)
                connection = open_database(database)
                undo.callback(connection.close)
                outbox = Outbox(connection, outbox_settings)
                dataset = cls(connection, settings, outbox, lock)
                check_up_to_date(folder, dataset.index)
                outbox.recover()
                # All that a killed run found is there before it counts as ended: who takes over
                # what came up to its end would miss what is written later.
                outbox.drain(force=True)
                mark_killed_runs(folder)
                dataset.sources.forget_old_validators(settings.now)
                forget_abandoned(connection)
                write_huggingface_yaml(folder)
            except OSError as error:
                why = error.strerror or error
                raise DatasetError(
                    "folder-unusable", f"{folder}: cannot be written: {why}; --output names another"
                ) from error
            undo.pop_all()
        return dataset

    @classmethod
    def _open_unlocked(
        cls, database: Path, settings: DatasetSettings, outbox_settings: OutboxSettings
    ) -> Self:
        with ExitStack() as undo:
            connection = open_reader(database) if settings.read_only else open_copy(database)
            undo.callback(connection.close)
            dataset = cls(connection, settings, Outbox(connection, outbox_settings), None)
            undo.pop_all()
        return dataset

    @override
    def __exit__(self, *_: object) -> None:
        self.close()

    def deliver(self, article: Article) -> Delivered:
        """Take an article and return what became of it.

        In one transaction its URL ends, its record waits to be written, and the index knows it.

        An article that is already known is written again only when its text changed, as the next
        revision; a page that is older than what is known of its story gives none. A copy of another
        article gives a line in ``rejected/`` that names it. A page that calls itself a known story
        and tells another one is a story under its own address.
        """
        with transaction(self._connection):
            delivered = self._deliveries.take(article)
            self.sources.learn(article.hints.source_id, article.learned)
            if self._is_another_story(article, delivered):
                self.sites.learn(article.url, article.fetched_at, article.learned)
        self.index.merge_when_due()
        return delivered

    def memory_for(self, url_requested: str, url: str) -> SiteMemory:
        """Return what other articles of the site of a page taught."""
        memory = self.sites.memory(url)
        row = self.frontier.row(url_requested)
        return memory if row is None or row.article_id is None else memory.without_one()

    def reject(self, rejection: Rejection) -> None:
        """Take a rejection: in one transaction its URL ends and its line waits to be written."""
        with transaction(self._connection):
            self._deliveries.reject(rejection)

    def before_segments(self, call: Callable[[], None]) -> None:
        """Have something called each time before segments are written."""
        self._outbox.before_segments = call

    def drain(self, *, force: bool = False) -> None:
        """Write segments when enough lines wait, or when forced."""
        if not self._settings.in_memory and not self._settings.read_only:
            self._outbox.drain(force=force)

    def close(self) -> None:
        """Write what waits, and give the dataset free."""
        try:
            self.drain(force=True)
        finally:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()

    def trail(self, url: str) -> Trail | None:
        """Return all that is known of a URL; ``None`` when it was never seen."""
        row = self.frontier.look_up(url)
        if row is None:
            return None
        return Trail(
            row=row,
            source=self.sources.state(row.source_id),
            source_validators=self.sources.validators(row.source_url or ""),
            article=None if row.article_id is None else self.index.known(row.article_id),
            evidence=None if row.trail is None else load_evidence(row.trail),
        )

    def sites_of(self, name: str) -> tuple[str, ...]:
        """Return the sites on which a source led to articles; for a host or URL the site of it."""
        urls = self.frontier.final_urls(name)
        return tuple(dict.fromkeys(map(registered_domain, urls or (name,))))

    def forget_site(self, site: str) -> None:
        """Forget what was learned of a site; articles that are known stay known."""
        with transaction(self._connection):
            self.sites.forget(site)

    def _is_another_story(self, article: Article, delivered: Delivered) -> bool:
        """Return whether an article teaches of its site: what it shares with others is not its own.

        A page fetched again, or another version of a story, shares the text of the story too.
        """
        twin = delivered.duplicate
        if delivered.outcome != "new" or twin is None:
            return delivered.outcome == "new"
        first = self.index.known(twin.id)
        return first is None or not is_same_site(first.url_canonical, article.url)
