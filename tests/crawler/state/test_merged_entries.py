from dataclasses import fields, replace
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from crawler.state.merged_entries import Naming, merge_document, merge_namings
from pipelines.items import Entry, SourceType
from tests.strategies import entries

URL = "https://gazette.example/2026/harbour"
FIELDS = tuple(f.name for f in fields(Entry) if f.name not in {"url", "lent"})
RANKS: dict[SourceType, int] = {"feed": 0, "sitemap": 1, "listing": 2, "url": 3, "archive": 3}
TYPES = st.sampled_from(get_args(SourceType))
TOLD = st.builds(Naming, entries(st.sampled_from("abc")), TYPES)
"""What a document says: nothing in it was lent."""


def merged(own: Naming, other: Naming) -> Naming:
    return Naming(merge_namings(own, other), own.source_type)


NAMINGS = TOLD | st.builds(merged, TOLD, TOLD)


def said(naming: Naming) -> dict[str, tuple[Any, SourceType]]:
    """Return what a naming says: the value of each field that it has, and whose word it is."""
    givers = dict(naming.entry.lent)
    values = {name: getattr(naming.entry, name) for name in FIELDS}
    return {n: (v, givers.get(n, naming.source_type)) for n, v in values.items() if v}


@given(NAMINGS, NAMINGS)
def test_nothing_is_lost_and_nothing_is_invented(own: Naming, other: Naming) -> None:
    one, two, both = said(own), said(other), said(merged(own, other))
    assert both.keys() == one.keys() | two.keys()
    assert all(both[name] in (one.get(name), two.get(name)) for name in both)


@given(NAMINGS, NAMINGS)
def test_no_word_counts_more_than_one_of_a_better_source(own: Naming, other: Naming) -> None:
    for name, (_, giver) in said(merged(own, other)).items():
        for naming in (own, other):
            if name in said(naming):
                assert RANKS[giver] <= RANKS[said(naming)[name][1]]


@given(NAMINGS, NAMINGS)
def test_what_was_heard_already_changes_nothing(own: Naming, other: Naming) -> None:
    both = merged(own, other)
    assert merged(both, other) == both
    assert merged(both, Naming(Entry(url=URL), other.source_type)) == both


@given(TOLD, TOLD)
def test_which_of_two_types_is_read_first_does_not_matter(one: Naming, two: Naming) -> None:
    if RANKS[one.source_type] != RANKS[two.source_type]:
        assert said(merged(one, two)) == said(merged(two, one))


@given(TOLD, TOLD)
def test_an_entry_has_the_address_of_the_source_it_belongs_to(own: Naming, other: Naming) -> None:
    assert merge_namings(own, other).url == own.entry.url


def test_a_feed_goes_before_a_listing_whoever_owns_the_page() -> None:
    feed = Naming(Entry(url=URL, title="The harbour", authors=("Ida Lund",)), "feed")
    listing = Naming(Entry(url=URL, title="The harbour opens: more", date_raw="3 Feb"), "listing")
    assert merge_namings(listing, feed) == Entry(
        url=URL,
        title="The harbour",
        authors=("Ida Lund",),
        date_raw="3 Feb",
        lent=(("title", "feed"), ("authors", "feed")),
    )
    assert merge_namings(feed, listing) == replace(
        merge_namings(listing, feed), lent=(("date_raw", "listing"),)
    )


def test_between_equals_the_own_source_counts_and_the_other_fills_its_gaps() -> None:
    own = Naming(Entry(url=URL, title="The harbour opens", tags=("port",)), "feed")
    other = Naming(Entry(url=URL, title="Harbour", tags=("sea", "port"), summary="Ships."), "feed")
    assert merge_namings(own, other) == replace(own.entry, summary="Ships.")


def test_what_was_lent_is_renewed_by_a_source_of_the_same_type() -> None:
    listing = Naming(Entry(url=URL, title="The harbour"), "listing")
    first = merged(listing, Naming(Entry(url=URL, date_raw="10:00"), "feed"))
    second = merge_namings(first, Naming(Entry(url=URL, date_raw="11:00"), "feed"))
    assert (second.date_raw, second.lent) == ("11:00", (("date_raw", "feed"),))
    third = merge_namings(first, Naming(Entry(url=URL, date_raw="12:00"), "sitemap"))
    assert third.date_raw == "10:00"


@given(st.lists(entries(st.sampled_from("abc")), min_size=1, max_size=4), TYPES)
def test_of_a_document_the_first_that_says_something_counts(
    named: list[Entry], source_type: SourceType
) -> None:
    entry = merge_document(named, source_type).entry
    for name in FIELDS:
        told = [getattr(other, name) for other in named if getattr(other, name)]
        assert (getattr(entry, name) or None) == (told[0] if told else None)
    assert (entry.url, entry.lent) == (named[0].url, ())


def test_of_two_feeds_the_whole_story_goes_before_an_excerpt_of_it() -> None:
    excerpt = Naming(Entry(url=URL, title="The harbour opens", content_html="<p>Ships …"), "feed")
    whole = Naming(Entry(url=URL, title="Harbour", content_html="<p>Ships come. " * 9), "feed")
    assert merge_namings(excerpt, whole) == replace(
        excerpt.entry, content_html=whole.entry.content_html
    )
    assert merge_namings(whole, excerpt) == whole.entry
    edited = Naming(replace(whole.entry, content_html="<p>Ships came. " * 10), "feed")
    assert merge_namings(whole, edited) == whole.entry
