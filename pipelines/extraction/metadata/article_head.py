"""What stands around the headline of an article: by-line, dates.

A page shows many dates and names; those of other stories stand in lists, cards and side columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from pipelines.extraction.authors.bylines import find_own_bylines, read_bylines, read_organisations
from pipelines.extraction.authors.handles import read_handles
from pipelines.extraction.headline.headline_elements import named_headlines, nearest_headline
from pipelines.extraction.headline.headline_parts import read_headline_parts
from pipelines.extraction.headline.shown_dates import (
    NOTHING_SHOWN,
    ShownDates,
    is_modified,
    is_stamp,
    read_shown_dates,
)
from pipelines.extraction.headline.stamp_attributes import hidden_stamp, stated_stamp
from pipelines.extraction.tree.element_names import has_hint, names_of
from pipelines.extraction.tree.element_texts import text_of
from pipelines.extraction.tree.neighbours import OtherStories, elements_before, elements_from
from pipelines.items import Candidate
from pipelines.normalization import clean_text

_DATE_PROPERTIES = frozenset({"datecreated", "datemodified", "datepublished"})
_DATE_HINTS = ("date", "time", "publish")
"""One of them stands in each of the names below."""
_DATE_NAMES = frozenset({"date", "dates", "datetime", "pubdate", "published", "time", "timestamp"})
_ELEMENTS_BEFORE = 60
_ELEMENTS_AFTER = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """Names and stamps that belong to the article, best first."""

    headlines: tuple[Candidate, ...] = ()
    headline_parts: tuple[Candidate, ...] = ()
    authors: tuple[Candidate, ...] = ()
    organisations: tuple[Candidate, ...] = ()
    """Those that a by-line names."""
    handles: tuple[Candidate, ...] = ()
    """The one word with which a by-line is signed."""
    dates_published: tuple[Candidate, ...] = ()
    dates_modified: tuple[Candidate, ...] = ()
    dates_shown: ShownDates = NOTHING_SHOWN
    """What readers see right at the headline, however it is marked."""
    headline: HtmlElement | None = None
    """The element that all this stands around."""
    column_dates: tuple[Candidate, ...] = ()
    """Stamps in a small side column or footer at the headline, for want of others."""


def read_article_head(
    tree: HtmlElement,
    headlines: Iterable[HtmlElement],
    window_title: str,
    *,
    page_url: str = "",
    is_dated: bool = False,
) -> ArticleHead:
    """Return what stands around the headline that is nearest to the window title.

    Where a page has no headline element, only what is marked by ``itemprop`` counts. That is looked
    for all over the page, unless ``is_dated`` says that structured metadata date the article.
    """
    named = named_headlines(headlines, page_url)
    center = nearest_headline(tree, named, window_title, page_url)
    near = _around(center) if center is not None else []
    dated = [item for item in near if _may_date(item)]
    others = OtherStories(center)
    foreign = [item for item in dated if others.hold(item)]
    own = [item for item in dated if item not in foreign]
    published, modified = _split_stamps(
        [*(() if is_dated else _marked_dates(tree, others)), *_stamps(own)]
    )
    column, _ = _split_stamps(
        list(_stamps(item for item in foreign if others.hold_only_as_column(item)))
    )
    bylines = find_own_bylines(near, others)
    return ArticleHead(
        headlines=tuple(Candidate(value=text, source="h1") for _, text in named),
        headline_parts=read_headline_parts(item for item, _ in named),
        authors=tuple(read_bylines(bylines)),
        organisations=tuple(read_organisations(bylines)),
        handles=read_handles(bylines),
        dates_published=published,
        dates_modified=modified,
        dates_shown=NOTHING_SHOWN if center is None else read_shown_dates(center, others),
        headline=center,
        column_dates=column,
    )


def _around(center: HtmlElement) -> list[HtmlElement]:
    return [
        *elements_before(center, _ELEMENTS_BEFORE),
        *elements_from(center, _ELEMENTS_AFTER),
    ]


def _marked_dates(
    tree: HtmlElement, others: OtherStories
) -> Iterator[tuple[HtmlElement, Candidate]]:
    for element in tree.iterfind(".//*[@itemprop]"):
        prop = str(element.get("itemprop")).lower()
        if prop in _DATE_PROPERTIES and element.tag != "meta" and not others.hold(element):
            yield from _stamp(element, "time")


def _may_date(element: HtmlElement) -> bool:
    if element.tag == "time" or _is_clock(element):
        return True
    return has_hint(element, _DATE_HINTS) and not _DATE_NAMES.isdisjoint(names_of(element))


def _is_clock(element: HtmlElement) -> bool:
    """Return whether it is a custom element for times: ``<relative-time datetime="…">``."""
    return "-" in element.tag and element.get("datetime") is not None


def _stamps(elements: Iterable[HtmlElement]) -> Iterator[tuple[HtmlElement, Candidate]]:
    """Yield the stamps of ``time`` elements, then those of elements named for a date."""
    for element in sorted(elements, key=lambda item: item.tag != "time"):
        yield from _stamp(element, "time" if element.tag == "time" else "text")


def _stamp(element: HtmlElement, source: str) -> Iterator[tuple[HtmlElement, Candidate]]:
    stated = stated_stamp(element)
    hidden = None if is_stamp(stated) else hidden_stamp(element)
    # "3 February 2025" and "5 min read" in one element, each in its own.
    lines = (clean_text(text) for text in element.itertext())
    for value in chain((stated, hidden or "", text_of(element)), lines):
        if is_stamp(value):
            yield element, Candidate(value=value, source=source)
            return


def _split_stamps(
    stamps: list[tuple[HtmlElement, Candidate]],
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    published: dict[str, Candidate] = {}
    modified: dict[str, Candidate] = {}
    for element, stamp in stamps:
        (modified if is_modified(element) else published).setdefault(stamp.value, stamp)
    return tuple(published.values()), tuple(modified.values())
