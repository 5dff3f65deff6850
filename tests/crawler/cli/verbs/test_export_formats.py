import io
import json

import pytest

from crawler.cli.verbs.export_formats import FORMATS, FeedFormat, TableFormat
from pipelines.exporters.profiles import PROFILES, RECORD
from tests.pipelines.exporters.feeds.test_atom import HEAD
from tests.pipelines.exporters.record_examples import story


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if isinstance(f, TableFormat)])
def test_table_counts_its_rows(name: str) -> None:
    form = FORMATS[name]
    assert isinstance(form, TableFormat)
    assert form.write(io.BytesIO(), [], RECORD) == 0
    assert form.write(io.BytesIO(), [story("a"), story("b")], RECORD) == 2


def test_tables_have_the_columns_of_the_profile() -> None:
    written = {}
    for name in ("csv", "jsonl"):
        form, out = FORMATS[name], io.BytesIO()
        assert isinstance(form, TableFormat)
        form.write(out, [story("a", title="T", text="One.")], PROFILES["ccnews"])
        written[name] = out.getvalue().decode()
    columns = ["title", "text", "domain", "date", "description", "url", "image_url"]
    assert written["csv"].splitlines()[0].split(",") == columns
    assert list(json.loads(written["jsonl"])) == columns


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if isinstance(f, FeedFormat)])
def test_feed_holds_its_entries(name: str) -> None:
    form = FORMATS[name]
    assert isinstance(form, FeedFormat)
    assert b"urn:newsdesk:a" in form.make(HEAD, [story("a")])
