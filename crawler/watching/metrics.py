"""The counts of a watch for Prometheus. The only user of ``prometheus_client``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from typing_extensions import override

from crawler.measures import LATENCY_BOUNDS_S
from crawler.watching.counts import Totals
from pipelines.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLag:
    """How far behind one source is. Times in seconds."""

    source_id: str
    last_success: datetime | None
    overdue_s: float
    """Since it was due; 0 when it is not."""
    failures: int
    """In a row."""


class MetricsServer:
    """Answers ``/metrics`` from a thread of its own, from the start to ``close``."""

    def __init__(
        self,
        host: str,
        port: int,
        totals: Callable[[], Totals],
        lags: Callable[[], Iterable[SourceLag]],
    ) -> None:
        """Listen; port 0 takes a free one.

        Raises:
            ConfigError: nobody can listen there.
        """
        registry = CollectorRegistry()
        registry.register(_WatchCollector(totals, lags))
        try:
            self._server, self._thread = start_http_server(port, addr=host, registry=registry)
        except (OSError, OverflowError) as error:
            raise ConfigError(
                "bad-metrics-port",
                f"--metrics-port {port} at {host}: {error}; give another port or host",
            ) from error

    @property
    def url(self) -> str:
        """Where the metrics are."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/metrics"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _WatchCollector(Collector):
    def __init__(
        self, totals: Callable[[], Totals], lags: Callable[[], Iterable[SourceLag]]
    ) -> None:
        self._totals = totals
        self._lags = lags

    @override
    def collect(self) -> Iterator[Metric]:
        totals = self._totals()
        yield from _page_metrics(totals)
        yield from _download_metrics(totals)
        yield from _source_metrics(tuple(self._lags()))


def _page_metrics(totals: Totals) -> Iterator[Metric]:
    pages = CounterMetricFamily(
        "newsdesk_pages", "Pages by source and outcome.", labels=("source", "outcome")
    )
    for (source_id, outcome), count in totals.pages.items():
        pages.add_metric((source_id, outcome), count)
    yield pages
    yield _by_label("newsdesk_rejections", "Rejected pages.", "reason", totals.rejections)
    yield _by_label("newsdesk_rounds", "Rounds by how they ended.", "result", totals.rounds)
    yield GaugeMetricFamily(
        "newsdesk_queue", "Pages that the running round has still to fetch.", value=totals.queued
    )


def _download_metrics(totals: Totals) -> Iterator[Metric]:
    yield _by_label("newsdesk_responses", "Responses.", "status", totals.responses)
    yield CounterMetricFamily(
        "newsdesk_response_bytes", "Bytes of bodies.", value=totals.response_bytes
    )
    bounds = (*map(str, LATENCY_BOUNDS_S), "+Inf")
    yield HistogramMetricFamily(
        "newsdesk_download_latency_seconds",
        "Time from a request to the first byte of its answer.",
        buckets=list(zip(bounds, accumulate(totals.latencies), strict=True)),
        sum_value=totals.latency_sum_s,
    )


def _source_metrics(lags: Iterable[SourceLag]) -> Iterator[Metric]:
    success = GaugeMetricFamily(
        "newsdesk_source_last_success_timestamp_seconds",
        "When a source was last read; 0: never.",
        labels=("source",),
    )
    overdue = GaugeMetricFamily(
        "newsdesk_source_lag_seconds", "How long a source has been due.", labels=("source",)
    )
    failures = GaugeMetricFamily(
        "newsdesk_source_failures", "Failures in a row up to now.", labels=("source",)
    )
    for lag in lags:
        at = 0.0 if lag.last_success is None else lag.last_success.timestamp()
        success.add_metric((lag.source_id,), at)
        overdue.add_metric((lag.source_id,), lag.overdue_s)
        failures.add_metric((lag.source_id,), lag.failures)
    yield from (success, overdue, failures)


def _by_label(name: str, text: str, label: str, counts: "dict[str, int]") -> Metric:
    family = CounterMetricFamily(name, text, labels=(label,))
    for value, count in counts.items():
        family.add_metric((value,), count)
    return family
