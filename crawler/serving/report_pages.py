"""The page of a report, with a policy that lets its own styles through and nothing else."""

import base64
import hashlib

from lxml import html

from crawler.serving.counting import Counted
from pipelines.report.page import PageHead, render_report


def report_page(dataset: str, counted: Counted) -> str:
    """Return the page that ``newsdesk report --html`` writes, of a dataset or one of its runs."""
    head = PageHead(
        dataset=dataset,
        run_id=counted.run_id,
        built_at=counted.counted_at,
        home_url="/reports/",
    )
    return render_report(counted.report, counted.troubles, head)


def style_policy(page: str) -> str:
    """Return a Content-Security-Policy that allows the styles which stand in a page, by hash."""
    tree = html.document_fromstring(page)
    sheets = sorted({str(element.text or "") for element in tree.iter("style")})
    attributes = sorted({str(element.get("style")) for element in tree.iterfind(".//*[@style]")})
    hashes = [_hash(text) for text in sheets]
    if attributes:  # which hashes do not reach without the keyword
        hashes += ["'unsafe-hashes'", *map(_hash, attributes)]
    styles = " ".join(hashes) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
