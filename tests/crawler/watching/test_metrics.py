import socket
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from crawler.watching.counts import Totals
from crawler.watching.metrics import MetricsServer, SourceLag
from pipelines.errors import ConfigError
from tests.crawler.state.examples import NOON

TOTALS = Totals(
    pages=Counter({("s", "new"): 3}),
    rejections=Counter({"http-404": 2}),
    responses=Counter({"200": 5}),
    response_bytes=1234,
    latencies=(1, 2, 0, 0, 0, 0, 0, 0, 1),
    latency_sum_s=42.5,
    rounds=Counter({"success": 7}),
    queued=4,
)
LAGS = (
    SourceLag(source_id="s", last_success=NOON, overdue_s=0.0, failures=0),
    SourceLag(source_id="bad", last_success=None, overdue_s=90.0, failures=3),
)
EXPECTED = """
newsdesk_pages_total{outcome="new",source="s"} 3.0
newsdesk_rejections_total{reason="http-404"} 2.0
newsdesk_rounds_total{result="success"} 7.0
newsdesk_queue 4.0
newsdesk_responses_total{status="200"} 5.0
newsdesk_response_bytes_total 1234.0
newsdesk_download_latency_seconds_bucket{le="0.1"} 1.0
newsdesk_download_latency_seconds_bucket{le="0.25"} 3.0
newsdesk_download_latency_seconds_bucket{le="+Inf"} 4.0
newsdesk_download_latency_seconds_sum 42.5
newsdesk_source_lag_seconds{source="bad"} 90.0
newsdesk_source_failures{source="bad"} 3.0
newsdesk_source_last_success_timestamp_seconds{source="bad"} 0.0
"""


def get(url: str) -> str:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", parts.path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def test_the_counts_are_told_as_prometheus_reads_them() -> None:
    server = MetricsServer("127.0.0.1", 0, lambda: TOTALS, lambda: LAGS)
    lines = get(server.url).splitlines()
    server.close()
    assert set(EXPECTED.split("\n")[1:-1]) <= set(lines)


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"--metrics-port {port} at 127.0.0.1"):
            MetricsServer("127.0.0.1", port, lambda: TOTALS, lambda: LAGS)
