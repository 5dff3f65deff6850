from dataclasses import replace

import pytest

from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.items import Candidate, Metadata

METADATA = Metadata(
    titles=(
        Candidate(value="Bench will be mended", source="h1"),
        Candidate(value="What next", source="h1"),
        Candidate(value="Bench to be mended", source="og"),
    ),
    descriptions=(Candidate(value="A quarrel has an end.", source="meta"),),
    site_names=(
        Candidate(value="Lowmere Gazette", source="og"),
        Candidate(value="Lowmere Gazette", source="jsonld"),
    ),
    languages=(Candidate(value="en-GB", source="html"),),
    article_body="The council will mend the bench.",
)


def test_the_document_has_all_names_of_the_headline_but_no_subheadings() -> None:
    document = read_document(METADATA)
    assert (document.title, document.title_source) == ("Bench will be mended", "h1")
    assert "What next" not in document.other_titles
    assert document.site_names == ("Lowmere Gazette",)
    assert (document.language, document.blocks) == ("en", ())


def test_what_the_page_shows_as_headline_is_another_name_where_a_rule_gives_the_title() -> None:
    ruled = Candidate(value="Bench: the end of a quarrel", source="rule")
    document = read_document(replace(METADATA, titles=(ruled, *METADATA.titles)))
    assert document.title == "Bench: the end of a quarrel"
    assert "Bench will be mended" in document.other_titles
    assert "What next" not in document.other_titles
    alone = read_document(Metadata(titles=(ruled,)))
    assert alone.other_titles == ("Bench: the end of a quarrel",)


def test_lines_are_compared_with_the_same_wordings() -> None:
    document = read_document(METADATA)
    wordings = read_wordings(document, METADATA)
    assert (wordings.title, wordings.description) == (document.title, document.description)
    assert wordings.article_body == METADATA.article_body
    assert read_wordings(read_document(Metadata()), Metadata()).title is None


@pytest.mark.parametrize(
    ("declared", "source", "is_news"),
    [
        ("NewsArticle", "jsonld", True),
        ("OpinionNewsArticle", "jsonld", True),
        ("Article", "jsonld", False),
        ("NewsMediaOrganization", "jsonld", False),
        ("NewsArticle", "jsonld-other", False),
    ],
)
def test_news_is_what_declares_itself_so(declared: str, source: str, is_news: bool) -> None:
    types = (Candidate(value=declared, source=source),)
    metadata = replace(METADATA, page_types=types)
    assert read_wordings(read_document(metadata), metadata).is_news is is_news
