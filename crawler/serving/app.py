"""The pages and feeds by their addresses: a Starlette application over one dataset."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, ExceptionHandler

from crawler.readers.dataset.removed_blocks import read_removed
from crawler.serving.conditional import conditional_response
from crawler.serving.counting import CountEndedError, Reports
from crawler.serving.excerpts import Excerpts
from crawler.serving.feeds import ALL, FORMATS, MAX_ENTRIES, feed_head
from crawler.serving.guard import Access, Guard
from crawler.serving.library import Library
from crawler.serving.pages import (
    PAGE_SIZE,
    Listing,
    Story,
    article_page,
    articles_page,
    error_page,
    overview_page,
    reports_page,
    style_sheet,
)
from crawler.serving.report_pages import report_page, style_policy
from crawler.serving.search_terms import MAX_CHARS, read_terms
from crawler.serving.searching import Found, Window

_MAX_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages are made from."""

    dataset: str
    """The name of the folder, for people."""
    library: Library
    reports: Reports
    freshen: Callable[[], object]
    """Asked before every answer that the index gives: have new segments read."""
    excerpts: Excerpts = field(default_factory=Excerpts)


def build_app(desk: Desk, access: Access) -> ASGIApp:
    """Return the application. It reads and changes nothing, whoever asks."""
    views = _Views(desk)
    handlers: Mapping[object, ExceptionHandler] = {
        HTTPException: _not_there,
        sqlite3.Error: _no_index,
        CountEndedError: _ending,
        Exception: _failed,
    }
    app = Starlette(
        routes=[
            Route("/", views.overview),
            Route("/articles", views.articles),
            Route("/articles/{article_id:path}", views.article),
            Route("/feeds/{name:path}", views.feed),
            Route("/reports/", views.reports),
            Route("/reports/all", views.report),
            Route("/reports/runs/{run_id:path}", views.report),
            Route("/style.css", views.style),
            Route("/favicon.ico", views.icon),
        ],
        exception_handlers=handlers,
    )
    return Guard(app, access)


class _Views:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def overview(self, _: Request) -> Response:
        self._desk.freshen()
        return HTMLResponse(overview_page(self._desk.dataset, self._desk.library.sources()))

    def articles(self, request: Request) -> Response:
        self._desk.freshen()
        query = request.query_params.get("q", "")[:MAX_CHARS].strip()
        terms = read_terms(query)
        listing = Listing(
            query=query,
            has_terms=bool(terms),
            source=request.query_params.get("source", ""),
            page=_page(request.query_params.get("page", "")),
            order="newest" if request.query_params.get("order") == "newest" else "best",
        )
        library, source = self._desk.library, listing.source or None
        window = Window(offset=(listing.page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        if terms:
            found = library.search(terms, source, window, listing.order)
        elif query:
            found = Found(numbers=(), has_more=False, total=0)
        else:
            found = library.newest(source, window)
        records = library.records(found.numbers)
        excerpts = self._desk.excerpts.mark(records, terms)
        stories = [
            Story(record=record, excerpt=excerpt)
            for record, excerpt in zip(records, excerpts, strict=True)
        ]
        return HTMLResponse(articles_page(listing, library.sources(), stories, found))

    def article(self, request: Request) -> Response:
        self._desk.freshen()
        article_id = request.path_params["article_id"]
        revisions = self._desk.library.revisions(article_id)
        wanted = request.query_params.get("revision", "")
        fitting = [r for r in revisions if not wanted or str(r.revision) == wanted]
        record = self._desk.library.record(fitting[-1]) if fitting else None
        if record is None:
            raise HTTPException(404, "No article of this dataset has this id and revision.")
        line = self._desk.library.removed(article_id, fitting[-1].revision)
        return HTMLResponse(article_page(record, revisions, read_removed(line or {})))

    def feed(self, request: Request) -> Response:
        self._desk.freshen()
        name, _, ending = request.path_params["name"].rpartition(".")
        sources = {source.source_id for source in self._desk.library.sources()}
        if ending not in FORMATS or (name != ALL and name not in sources):
            raise HTTPException(404, "There is no such feed; the overview names all.")
        library, modified = self._desk.library, self._desk.library.changed_at()
        page = _page(request.query_params.get("page", ""))
        window = Window(offset=(page - 1) * MAX_ENTRIES, limit=MAX_ENTRIES)
        found = library.newest(None if name == ALL else name, window)
        records = library.records(found.numbers)
        home = request.url_for("articles")
        if name != ALL:
            home = home.include_query_params(source=name)
        head = replace(
            feed_head(name, _feed_url(request, page), str(home), records),
            next_url=_feed_url(request, page + 1) if found.has_more else None,
        )
        body = FORMATS[ending].write(head, records)
        return conditional_response(body, FORMATS[ending].media_type, modified, request.headers)

    def reports(self, _: Request) -> Response:
        return HTMLResponse(reports_page(self._desk.reports.runs()))

    def report(self, request: Request) -> Response:
        run_id = request.path_params.get("run_id")
        known = {str(run["run_id"]) for run in self._desk.reports.runs()}
        if run_id is not None and run_id not in known:
            raise HTTPException(404, "No run of this dataset has this id.")
        page = report_page(self._desk.dataset, self._desk.reports.counted(run_id))
        policy = {"Content-Security-Policy": style_policy(page)}
        return HTMLResponse(page, headers=policy)

    def style(self, request: Request) -> Response:
        return conditional_response(style_sheet(), "text/css", None, request.headers)

    def icon(self, _: Request) -> Response:
        return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < len(str(_MAX_PAGE))
    return max(int(text), 1) if is_number else 1


def _feed_url(request: Request, page: int) -> str:
    """Return the address of a page of a feed, without what else was asked, such as a token."""
    return str(request.url.replace(query=f"page={page}" if page > 1 else ""))


def _not_there(_: Request, error: Exception) -> Response:
    status, detail = 404, ""
    if isinstance(error, HTTPException):
        status, detail = error.status_code, error.detail
    heading = "Not found" if status == 404 else "That does not work"
    return HTMLResponse(error_page(heading, detail), status)


def _no_index(_: Request, error: Exception) -> Response:
    detail = f"The search index cannot be read: {error}. Delete it and start the server again."
    return HTMLResponse(error_page("No search index", detail), 503)


def _ending(_: Request, __: Exception) -> Response:
    return HTMLResponse(error_page("The server ends", "Ask again when it is back."), 503)


def _failed(_: Request, __: Exception) -> Response:
    return HTMLResponse(error_page("Something went wrong", "The log of the server says more."), 500)
