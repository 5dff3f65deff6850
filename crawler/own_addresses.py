"""The address of a saved page that only the page itself knows."""

from dataclasses import replace

from pipelines.errors import PageError
from pipelines.extraction.metadata import read_metadata
from pipelines.extraction.page_body import read_tree
from pipelines.items import Page

_WITHOUT_ADDRESS = "file:"


def with_own_address(page: Page) -> Page:
    """Return a saved file under the address that it calls its own; other pages as they are.

    A file that names none, or is no page, keeps that of the file.
    """
    if not page.url.startswith(_WITHOUT_ADDRESS):
        return page
    try:
        declared = read_metadata(read_tree(page), page).canonical_urls
    except PageError:
        return page
    address = declared[0].value if declared else page.url
    return replace(page, url=address, url_requested=address)
