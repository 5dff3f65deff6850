"""The pages as HTML, out of the templates beside; everything that is not markup is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.serving.excerpts import Excerpt
from crawler.serving.library import Revision, SourceStories
from crawler.serving.searching import Found, Order
from pipelines.items import RemovedBlock
from pipelines.report.loose_values import text_at
from pipelines.serialization import Record
from pipelines.visible_text import visible

PAGE_SIZE = 20
"""Stories on a page of a list."""
_SHOWN_CHARS = {"month": 7, "day": 10, "hour": 16, "minute": 16, "second": 16, "": 16}
"""How much of a time is shown, by how exact it is: 2026-11-29T20:43:44Z."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story in a list."""

    record: Record
    excerpt: Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list of stories was asked for."""

    query: str
    has_terms: bool
    """Whether there is anything in the query that can be found."""
    source: str
    """Empty for all sources."""
    page: int
    """From 1 on."""
    order: Order = "best"
    """Of what a search found; without one, the newest always come first."""


def render(template: str, **values: object) -> str:
    """Return a page; a name that the template wants and does not get is an error."""
    return _environment().get_template(template).render(values)


def overview_page(dataset: str, sources: Sequence[SourceStories]) -> str:
    """Return the first page: the sources with their numbers."""
    return render(
        "overview.html",
        here="overview",
        dataset=dataset,
        sources=sources,
        stories=sum(source.stories for source in sources),
        last_fetched=max((source.last_fetched for source in sources), default=""),
    )


def articles_page(
    listing: Listing, sources: Sequence[SourceStories], stories: Sequence[Story], found: Found
) -> str:
    """Return a page of a list of stories: what a search found, or the newest."""
    return render(
        "articles.html",
        here="articles",
        heading=_heading(listing),
        summary=summary(listing, found),
        query=listing.query,
        source=listing.source,
        page=listing.page,
        order=listing.order,
        other_order=_other_order(listing, found),
        sources=sources,
        stories=stories,
        first=_list_url(listing, 1),
        newer=_list_url(listing, listing.page - 1) if listing.page > 1 and stories else "",
        older=_list_url(listing, listing.page + 1) if found.has_more else "",
    )


def article_page(
    record: Record, revisions: Sequence[Revision], removed: Sequence[RemovedBlock]
) -> str:
    """Return the page of one revision of a story, with what was cut from it."""
    return render(
        "article.html",
        here="",
        record=record,
        paragraphs=str(record["text"] or "").split("\n\n") if record["text"] else [],
        facts=facts(record),
        original=web_address(str(record["url"])),
        revisions=revisions,
        removed=removed,
    )


RUNS_LISTED = 500
"""A watch leaves some hundred runs a day: all of two years would be a page of 35 MB."""


def reports_page(runs: Sequence[Mapping[str, object]]) -> str:
    """Return the list of reports, of the newest runs.

    The runs come newest first. A run is what its manifest says, which nothing has checked.
    """
    names = ("run_id", "started_at", "state")
    rows = [{name: text_at(run, name, "") for name in names} for run in runs[:RUNS_LISTED]]
    return render("reports.html", here="reports", runs=rows, earlier=len(runs) - len(rows))


def error_page(heading: str, detail: str) -> str:
    """Return the page that says what went wrong."""
    return render("error.html", here="", heading=heading, detail=detail)


@cache
def style_sheet() -> bytes:
    """Return the style sheet of all pages."""
    return files("crawler.serving.templates").joinpath("style.css").read_bytes()


def summary(listing: Listing, found: Found) -> str:
    """Return what is said above a list."""
    if listing.query and not listing.has_terms:
        return "There is no word in this that could be searched for."
    if found.total is None:
        return (
            "More than a few thousand articles hold each of these words: those collected last "
            "stand first." if found.numbers else "No article."
        )  # fmt: skip
    articles = "article" if found.total == 1 else "articles"
    is_ranked = listing.query and listing.order == "best"
    order = "the best first" if is_ranked else "the newest first"
    return (
        f"{found.total:,} {articles}, {order}."
        if found.total > 1
        else (f"{found.total} {articles}." if found.total else "No article.")
    )


def facts(record: Record) -> list[tuple[str, str]]:
    """Return what is known about a story, with its names, in the order of a reader's interest."""
    published = ""
    if record["date_published"]:
        precision = str(record["date_published_precision"] or "")
        published = show_moment(str(record["date_published"]), precision)
        published += f", from {record['date_published_source']}"
        if record["date_published_ambiguous"]:
            published += "; day and month may be swapped"
    found = (
        ("Authors", _joined(record["authors"])),
        ("Publisher", record["publisher"]),
        ("Published", published),
        ("Modified", _shown(record["date_modified"])),
        ("First seen", _shown(record["date_first_seen"])),
        ("Fetched", _shown(record["date_fetched"])),
        ("Sections", _joined(record["sections"])),
        ("Tags", _joined(record["tags"])),
        ("Language", record["language"]),
        ("Words", f"{record['word_count']:,}"),
        ("Kind of page", record["page_type"]),
        ("Flags", _joined(record["quality_flags"])),
        ("License", record["license"]),
        ("Use by AI", record["ai_use"]),
        ("Run", record["run_id"]),
    )
    return [(name, str(value)) for name, value in found if value]


def show_moment(time: str, precision: str = "") -> str:
    """Return a time of a record for people, no more exact than it is known; times are UTC."""
    shown = time[: _SHOWN_CHARS.get(precision, 16)].replace("T", " ")
    return f"{shown} UTC" if len(shown) > len("2026-11-29") else shown


def web_address(url: str) -> str | None:
    """Return an address that may be a link; ``None`` for other schemes, which may be scripts."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = show_moment
    environment.filters["number"] = "{:,}".format
    environment.filters["url"] = lambda text: quote(str(text), safe="", errors="replace")
    return environment


def _shown_value(value: object) -> object:
    """Return a value of a template with what nobody sees written out; markup is done already."""
    return visible(value) if type(value) is str else value


def _heading(listing: Listing) -> str:
    if listing.query:
        return f"Search: {listing.query}"
    return f"Articles of {listing.source}" if listing.source else "Articles"


def _list_url(listing: Listing, page: int) -> str:
    values = {
        "q": listing.query,
        "source": listing.source,
        "order": "" if listing.order == "best" else listing.order,
        "page": page if page > 1 else "",
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/articles?{query}" if query else "/articles"


def _other_order(listing: Listing, found: Found) -> str:
    """Return the address of the same list the other way round; empty where there is no other."""
    if not listing.has_terms or found.total is None or found.total < 2:
        return ""
    other: Order = "newest" if listing.order == "best" else "best"
    return _list_url(replace(listing, order=other), 1)


def _shown(time: object) -> str:
    return show_moment(str(time)) if time else ""


def _joined(values: object) -> str:
    return ", ".join(map(str, values)) if isinstance(values, list) else ""
