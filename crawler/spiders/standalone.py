"""A run for a spider that Scrapy itself started: ``scrapy crawl feed -a url=… -a limit=10``."""

import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler import converters
from crawler.configuration.source_file import load_configuration
from crawler.configuration.sources import Configuration, SourceKind
from crawler.configuration.url_lists import sources_from_urls
from crawler.run import CrawlRun
from crawler.state.dataset import Dataset, DatasetSettings
from crawler.state.manifest import RunState, next_run_id, write_manifest
from pipelines.errors import ConfigError

logger = logging.getLogger(__name__)

ARGUMENTS = ("config", "limit", "source", "url")


def open_standalone_run(
    kind: SourceKind, arguments: Mapping[str, str], settings: BaseSettings
) -> CrawlRun:
    """Return a run for the ``-a`` arguments of a spider.

    ``url`` (several parted by spaces) names sources of the spider's kind; ``config`` names a
    ``sources.toml``, of which ``source`` picks some by their ids; ``limit`` is pages a source.

    Raises:
        ConfigError: an argument is unknown or missing.
        DatasetLockedError: another process writes to the same folder.
    """
    unknown = sorted(set(arguments) - set(ARGUMENTS))
    if unknown:
        raise ConfigError(
            "unknown-argument", f"-a {unknown[0]}=…: unknown, use one of {', '.join(ARGUMENTS)}"
        )
    configuration = _configuration(kind, arguments)
    limit = arguments.get("limit")
    if limit is not None and not (limit.isdecimal() and int(limit)):
        raise ConfigError("bad-argument", f"-a limit={limit}: give a number of pages, at least 1")
    now = converters.now()
    command = f"scrapy crawl ({kind})"
    folder = Path(settings["NEWSDESK_OUTPUT"])
    this_run = next_run_id(folder, now, secrets.token_hex(2))
    run = CrawlRun(
        run_id=this_run,
        configuration=configuration,
        sources=configuration.sources,
        dataset=Dataset.open(folder, DatasetSettings(run_id=this_run, now=now, command=command)),
        folder=folder,
        started_at=now,
        command=command,
        limit=None if limit is None else int(limit),
    )
    write_manifest(run.folder, run.manifest("running"))
    return run


def close_standalone_run(run: CrawlRun, reason: str) -> None:
    """Write what came of a run, tell which sources failed, and give its dataset free.

    ``reason`` is Scrapy's word for why the spider was closed.
    """
    now = converters.now()
    for source_id, failure in run.failures().items():
        logger.error("source %s failed: %s", source_id, failure)
    with run.dataset:
        run.record_sources(now)
    state: RunState = "finished" if reason == "finished" else "interrupted"
    write_manifest(run.folder, run.manifest(state, ended_at=now))


def _configuration(kind: SourceKind, arguments: Mapping[str, str]) -> Configuration:
    if "url" in arguments:
        return Configuration(sources=sources_from_urls(arguments["url"].split(), kind))
    if "config" not in arguments:
        raise ConfigError("missing-argument", "give -a url=… or -a config=sources.toml")
    configuration = load_configuration(Path(arguments["config"]), os.environ)
    return configuration.only(arguments.get("source", "").split())
