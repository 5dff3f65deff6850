"""Keeps the secrets of a source on its own site, also across redirects."""

from scrapy import Request

from pipelines.urls import is_same_site

SECRET_HEADERS = "secret_headers"  # noqa: S105 - a key, no secret
"""Key of ``Request.meta``: the URL of the source, then the names of headers that hold secrets."""


class SecretHeadersMiddleware:
    """Takes secrets off requests that go to another site, or there without encryption.

    Scrapy does so with ``Authorization`` and ``Cookie``, and on redirects only.
    """

    def process_request(self, request: Request) -> None:
        """Leave out the headers that the host must not see."""
        secret: tuple[str, ...] | None = request.meta.get(SECRET_HEADERS)
        if secret is None:
            return
        url, *names = secret
        is_downgrade = url.startswith("https:") and not request.url.startswith("https:")
        if is_downgrade or not is_same_site(request.url, url):
            for name in names:
                request.headers.pop(name, None)
