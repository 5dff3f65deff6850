import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

from crawler.serving.counting import Reports
from crawler.serving.report_pages import report_page, style_policy
from tests.crawler.serving.records import record, write


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_policy_allows_the_styles_of_the_page_alone() -> None:
    page = '<style>p { color: red }</style><p style="--a: 1">x</p><p style="--a: 1">y</p>'
    policy = style_policy(page)
    styles = f"{source('p { color: red }')} 'unsafe-hashes' {source('--a: 1')}"
    assert policy.startswith(f"default-src 'none'; style-src {styles};")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_page_without_styles_gets_none() -> None:
    assert "style-src 'none'" in style_policy("<p>x</p>")


def test_page_tells_of_the_dataset_and_the_run(tmp_path: Path) -> None:
    write(tmp_path, "articles/1.jsonl", [record("a")])
    counted = Reports(tmp_path, lambda: datetime(2026, 12, 1, tzinfo=UTC)).counted("run-1")
    page = report_page("<my> news", counted)
    assert "&lt;my&gt; news" in page
    assert "run-1" in page
    assert '<a href="/reports/">all reports</a>' in page
