"""Keeps each source on its own hosts, also across redirects."""

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from pipelines.urls import is_same_site

ALLOWED_SITES = "allowed_sites"
"""Key of ``Request.meta``: URLs or hosts whose registered domains the request may go to."""


class OffsiteError(IgnoreRequest):
    """The request, or a redirect of it, leads to a host that is not the source's."""


class SourceHostsMiddleware:
    """Refuses requests to hosts that do not belong to the source they were made for.

    Scrapy's own middleware knows one list of domains for a whole spider; a run has many sources.
    """

    def process_request(self, request: Request) -> None:
        """Raise ``OffsiteError`` when the host is not among the sites the request may go to."""
        sites: tuple[str, ...] | None = request.meta.get(ALLOWED_SITES)
        if sites is None:
            return
        if not any(is_same_site(request.url, site) for site in sites):
            host = urlparse_cached(request).hostname
            raise OffsiteError(f'leads to {host}; to follow it, add allowed_hosts = ["{host}"]')
