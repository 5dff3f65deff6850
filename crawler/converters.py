"""Where sources, queued URLs and pages meet Scrapy's requests and responses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.configuration.sources import Source
from crawler.http_headers import FRESHNESS_HEADERS, HEADERS_THAT_MATTER, freshness_s
from crawler.middlewares.archiving import place_of
from crawler.middlewares.host_delay import HOST_CONCURRENCY, HOST_DELAY_S, SLOT, site_of
from crawler.middlewares.private_networks import ALLOW_PRIVATE
from crawler.middlewares.put_aside import TRAP_KEY
from crawler.middlewares.redirects import MOVED_WITH_HOST
from crawler.middlewares.robots import CLOSED_TO_AI
from crawler.middlewares.secret_headers import SECRET_HEADERS
from crawler.middlewares.source_hosts import ALLOWED_SITES
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.items import Page, SiteRules, SourceHints

_SOURCE_PRIORITY = 10
_FOR_GOOD = frozenset({301, 308, MOVED_WITH_HOST})
_MAX_VALIDATOR = 500
"""Characters: it is kept for each story, and sent each time."""
_MAX_SOURCE_BYTES = 52_428_800
"""The 50 MiB that the sitemap protocol allows; pages have the limit of the settings."""


def now() -> datetime:
    """Return the present moment in UTC: the crawler's one clock."""
    return datetime.now(UTC)


def source_request(
    source: Source,
    url: str,
    validators: Validators,
    callbacks: tuple[Callable[..., Any], Callable[..., Any]],
    arguments: dict[str, object],
) -> Request:
    """Return the request for a feed, sitemap or listing, conditional where it was read before.

    Conditional requests follow RFC 9110, section 13.1. ``callbacks`` are callback and errback.
    """
    return Request(
        url,
        callback=callbacks[0],
        errback=callbacks[1],
        headers={**_headers(source), **_conditions(validators)},
        meta={"download_maxsize": _MAX_SOURCE_BYTES, **_meta(source, url)},
        cb_kwargs=arguments,
        priority=_SOURCE_PRIORITY,
        dont_filter=True,
    )


def page_request(
    source: Source,
    queued: QueuedUrl,
    callbacks: tuple[Callable[..., Any], Callable[..., Any]],
    url: str | None = None,
    validators: Validators | None = None,
) -> Request:
    """Return the request for one story; its key in the frontier travels in ``cb_kwargs``.

    ``url`` is that of a page on which the story goes on; ``None`` for the story itself. With
    ``validators`` it is asked for only in case it changed.
    """
    address = url or queued.url
    return Request(
        address,
        callback=callbacks[0],
        errback=callbacks[1],
        headers={**_headers(source), **_conditions(validators or Validators())},
        meta={TRAP_KEY: (source.id, queued.url), **_meta(source, address)},
        cb_kwargs={"queued_url": queued.url},
        dont_filter=True,
    )


def validators_of(response: Response) -> Validators:
    """Return what the server gave to ask again with; what is too long for that is left out."""
    told = (_header(response, name) or "" for name in ("etag", "last-modified"))
    etag, last_modified = (v if 0 < len(v) <= _MAX_VALIDATOR else None for v in told)
    return Validators(etag=etag, last_modified=last_modified)


def is_conditional(response: Response) -> bool:
    """Return whether a response was asked for only in case the document had changed."""
    headers = {} if response.request is None else response.request.headers
    return "If-None-Match" in headers or "If-Modified-Since" in headers


def has_moved(response: Response) -> bool:
    """Return whether redirects led to a response, each of which was said to be for good."""
    hops = response.meta.get("redirect_reasons", []) if response.request is not None else []
    return bool(hops) and all(hop in _FOR_GOOD for hop in hops)


def fresh_s_of(response: Response) -> float:
    """Return for how many seconds asking again would bring the same; 0 when nobody knows."""
    headers = {name: _header(response, name) for name in FRESHNESS_HEADERS}
    return freshness_s({name: value for name, value in headers.items() if value}) or 0.0


def content_type_of(response: Response) -> str | None:
    """Return the ``Content-Type`` of a response as it was sent."""
    return _header(response, "content-type")


def page_from_response(response: Response, queued: QueuedUrl, hints: SourceHints) -> Page:
    """Return the page as it was served, stamped with the present moment."""
    headers = {name: _header(response, name) for name in HEADERS_THAT_MATTER}
    return Page(
        url=response.url,
        url_requested=queued.url,
        status=response.status,
        headers={name: value for name, value in headers.items() if value is not None},
        body=response.body,
        fetched_at=now(),
        entry=queued.entry,
        hints=hints,
        is_closed_to_ai=response.request is not None and bool(response.meta.get(CLOSED_TO_AI)),
        warc=place_of(response),
    )


def page_without_answer(queued: QueuedUrl, hints: SourceHints) -> Page:
    """Return the page of a URL from which nothing came, stamped with the present moment."""
    return Page(
        url=queued.url,
        url_requested=queued.url,
        body=b"",
        fetched_at=now(),
        entry=queued.entry,
        hints=hints,
    )


def hints_for(source: Source, queued: QueuedUrl, rules: SiteRules | None) -> SourceHints:
    """Return what is known about a page before it is read."""
    return SourceHints(
        source_id=source.id,
        source_type=queued.source_type,
        source_url=queued.source_url,
        publisher=source.publisher,
        language=source.language,
        timezone=source.timezone,
        date_order=source.date_order,
        rules=rules,
    )


def _conditions(validators: Validators) -> dict[str, str]:
    named = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    return {name: value for name, value in named.items() if value}


def _headers(source: Source) -> dict[str, str]:
    """Return the headers of a source; its language is asked for where they do not say another."""
    told = {name.lower() for name, _ in source.headers}
    language = source.language if "accept-language" not in told else None
    wanted = {} if language is None else {"Accept-Language": f"{language}, *;q=0.5"}
    return {**wanted, **dict(source.headers)}


def _meta(source: Source, url: str) -> dict[str, object]:
    meta: dict[str, object] = {
        ALLOWED_SITES: (source.url, *source.allowed_hosts),
        # Here, and not only in the middleware: the scheduler takes turns between the slots.
        SLOT: site_of(url),
    }
    if source.headers_env:
        meta[SECRET_HEADERS] = (source.url, *(name for name, _ in source.headers_env))
    if source.allow_private:
        meta[ALLOW_PRIVATE] = True
    if source.delay_s is not None:
        meta[HOST_DELAY_S] = source.delay_s
    if source.concurrency is not None:
        meta[HOST_CONCURRENCY] = source.concurrency
    return meta


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
