"""Builds an article when it is imported: models, tables and patterns are read and stay in memory.

The process that forks the workers imports it once; they begin with all of it, and share its memory.
A first page takes a second otherwise, in each worker, as often as workers are replaced. What is
there by then is frozen: a garbage collection that went through it would find nothing, and would
write to memory that the workers share until then (see ``gc.freeze`` in Python's documentation).
"""

import gc
from contextlib import suppress
from datetime import UTC, datetime

from pipelines.article import build_article
from pipelines.dates.guessing import guess_date
from pipelines.errors import PageError
from pipelines.items import Page
from pipelines.options import ExtractionOptions, Options

_SENTENCE = "The council of Lowmere said on 3 March that the ferry to the quay will sail again. "
_HTML = f"""<!doctype html><html lang="en"><head><title>The ferry sails again</title></head><body>
<main><article><h1>The ferry sails again</h1><p class="byline">By Ada Quill</p>
<p class="date">Published 3 March 2025 10:15 CET</p>{f"<p>{2 * _SENTENCE}</p>" * 6}
<p>Read more: <a href="/quay">The quay of Lowmere</a></p></article></main></body></html>"""


def _build() -> None:
    page = Page(
        url="https://example.com/ferry",
        url_requested="https://example.com/ferry",
        body=_HTML.encode(),
        fetched_at=datetime(2025, 3, 4, tzinfo=UTC),
    )
    # Once as a clear page and once as one about which the extractor is asked.
    asks = Options(extraction=ExtractionOptions(max_doubt=0.0))
    for options in (Options(), asks):
        with suppress(PageError):
            build_article(page, options=options)
    guess_date("3 March 2025 at 10:15", "en", None)  # dateparser, which few pages come to


_build()
gc.collect()
gc.freeze()
