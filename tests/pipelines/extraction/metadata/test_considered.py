from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.body.document_head import read_document
from pipelines.extraction.metadata.considered import consider_values
from pipelines.items import Candidate, Document, Metadata
from tests.pipelines.extraction.candidates import told

METADATA = Metadata(
    titles=told(
        ("jsonld", "Bridge opens"),
        ("h1", "Bridge opens at Lowmere | Lowmere Post"),
        ("html", "Bridge opens at Lowmere"),
    ),
    authors=told(
        ("jsonld", "Lowmere Post"),
        ("byline", "Ada Long"),
        ("profile", "Ada Long"),
        ("organisation", "Quay Wire"),
        ("byline-organisation", "Quay Desk"),
    ),
    site_names=told(("og", "Lowmere Post"), ("jsonld", "Lowmere Post")),
    descriptions=told(("meta", "It opened."), ("entry", "It opened at last.")),
)


def test_each_candidate_says_what_became_of_it() -> None:
    document = Document(title="Bridge opens at Lowmere", title_source="h1", authors=("Ada Long",))
    values = consider_values(METADATA, document, METADATA.site_names[0])
    assert [(v.field, v.source, v.outcome) for v in values] == [
        ("title", "jsonld", "not needed"),
        ("title", "h1", "chosen, without the name of the site"),
        ("title", "html", "says the same"),
        ("authors", "jsonld", "the publication itself"),
        ("authors", "byline", "chosen"),
        ("authors", "profile", "says the same"),
        ("authors", "organisation", "an organisation, no person"),
        ("authors", "byline-organisation", "an organisation, no person"),
        ("publisher", "og", "chosen"),
        ("publisher", "jsonld", "says the same"),
        ("description", "meta", "chosen"),
        ("description", "entry", "not needed"),
    ]


def test_what_was_chosen_is_told_however_far_down_it_stands() -> None:
    titles = told(*(("h1", f"Part {number}") for number in range(20)))
    values = consider_values(
        Metadata(titles=titles), Document(title=titles[-1].value, title_source="h1"), None
    )
    assert [v.outcome for v in values] == ["not needed"] * 12 + ["chosen"]


def test_name_is_chosen_where_it_is_written_as_in_the_record() -> None:
    authors = told(("parsely", "ada long"), ("byline", "Ada Long"), ("rel", "Ada Long"))
    values = consider_values(Metadata(authors=authors), Document(authors=("Ada Long",)), None)
    assert [v.outcome for v in values] == ["says the same", "chosen", "says the same"]


def test_nothing_found_is_nothing_to_tell() -> None:
    assert consider_values(Metadata(), Document(), None) == ()


def test_part_of_a_name_is_told_as_such() -> None:
    names = told(("og", "Lowmere Post – News that floats"), ("meta", "Post"))
    chosen = Candidate(value="Lowmere Post", source="og")
    values = consider_values(Metadata(site_names=names), Document(), chosen)
    assert [v.outcome for v in values] == ["chosen, without what stands beside it", "not needed"]


def test_publisher_out_of_a_title_is_told() -> None:
    metadata = Metadata(site_names=told(("meta", "/")), title_names=told(("title", "Lowmere Post")))
    values = consider_values(metadata, Document(), metadata.title_names[0])
    assert [(v.source, v.outcome) for v in values] == [("meta", "not needed"), ("title", "chosen")]


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        value=st.text(min_size=1, max_size=30),
        source=st.sampled_from(("jsonld", "og", "h1", "html", "meta", "byline")),
    ),
    max_size=6,
).map(tuple)


@given(titles=CANDIDATES, authors=CANDIDATES)
def test_every_author_that_is_given_is_told_as_chosen(
    titles: tuple[Candidate, ...], authors: tuple[Candidate, ...]
) -> None:
    metadata = Metadata(titles=titles, authors=authors)
    document = read_document(metadata)
    values = consider_values(metadata, document, None)
    chosen = [v for v in values if v.field == "authors" and v.outcome == "chosen"]
    assert len(chosen) == len(document.authors)
