"""What the text of a page is compared with: its headline in all wordings, description, names."""

from dataclasses import replace
from typing import cast

from pipelines.extraction.authors.author_choice import choose_authors
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.declared.candidate_lists import choose_first
from pipelines.extraction.headline.titles import choose_title
from pipelines.items import Candidate, Document, Metadata, TitleSource
from pipelines.language import normalize_language


def read_document(metadata: Metadata) -> Document:
    """Return the document of a page, as its metadata give it: the blocks are still missing."""
    title = choose_title(metadata)
    return Document(
        title=title.value if title else None,
        title_source=cast(TitleSource, title.source) if title else None,
        other_titles=_other_titles(metadata, title),
        description=choose_first(metadata.descriptions),
        site_names=tuple(dict.fromkeys(item.value for item in metadata.site_names)),
        authors=choose_authors(metadata),
        language=choose_first(metadata.languages, normalize_language),
    )


def read_wordings(document: Document, metadata: Metadata) -> PageWordings:
    """Return what lines are compared with to tell whether they are body."""
    return PageWordings(
        title=document.title,
        other_titles=document.other_titles,
        description=document.description,
        authors=document.authors,
        site_names=document.site_names,
        article_body=metadata.article_body,
        is_news=any(
            item.value.endswith("NewsArticle")
            for item in metadata.page_types
            if item.source != "jsonld-other"
        ),
    )


def _other_titles(metadata: Metadata, title: Candidate | None) -> tuple[str, ...]:
    """Return the other wordings of the headline; most of several ``h1`` elements are subheadings.

    Where the user's rule gives the title, that is what the page shows as its headline.
    """
    others = [item.value for item in metadata.titles if item.source != "h1"]
    if title is not None and title.source == "rule":
        found = tuple(item for item in metadata.titles if item.source != "rule")
        shown = choose_title(replace(metadata, titles=found))
        others += [] if shown is None else [shown.value]
    return tuple(dict.fromkeys(others))
