import pytest

from pipelines.extraction.page_type import (
    choose_page_type,
    is_list_page,
)
from pipelines.items import Block, Candidate, Metadata, PageType

SENTENCE = "The council of Lowmere approved the new bridge over the sound on Tuesday evening. "
TEXT = (Block(text=(SENTENCE * 14).strip()),)
LINE = (Block(text=SENTENCE.strip()),)
LINKS = (Block(text="Ferry stops for good", link_density=1.0), Block(text="Read more"))
WORDS = (Block(text="Log in"), Block(text="Forgot password"))

TYPES: dict[str, tuple[list[tuple[str, str]], tuple[Block, ...], PageType]] = {
    "declared article": ([("jsonld", "NewsArticle")], LINE, "article"),
    "live blog": ([("jsonld", "LiveBlogPosting")], TEXT, "live"),
    "video": ([("jsonld", "VideoObject")], LINE, "video"),
    "article with a video": ([("jsonld", "VideoObject")], TEXT, "article"),
    "gallery": ([("jsonld", "ImageGallery")], LINE, "gallery"),
    "forum": ([("jsonld", "DiscussionForumPosting")], TEXT, "other"),
    "product by OpenGraph": ([("og", "product")], TEXT, "other"),
    "collection beside": ([("jsonld-other", "CollectionPage")], TEXT, "list"),
    "article wins over what stands beside": (
        [("jsonld", "NewsArticle"), ("jsonld-other", "Product")], TEXT, "article",
    ),
    "nothing declared, running text": ([], TEXT, "article"),
    "nothing declared, links": ([], LINKS, "list"),
    "nothing declared, scraps": ([], WORDS, "other"),
    "unknown type": ([("og", "website")], TEXT, "article"),
    "no text at all": ([], (), "other"),
}  # fmt: skip


@pytest.mark.parametrize(("types", "blocks", "expected"), TYPES.values(), ids=TYPES.keys())
def test_page_type_is_told_by_declaration_then_text(
    types: list[tuple[str, str]], blocks: tuple[Block, ...], expected: PageType
) -> None:
    declared = tuple(Candidate(source=source, value=value) for source, value in types)
    assert choose_page_type(Metadata(page_types=declared), blocks) == expected


@pytest.mark.parametrize(
    ("declared", "blocks", "expected"),
    [
        (None, LINKS, True),
        ("CollectionPage", LINKS, True),
        ("CollectionPage", TEXT, False),
        ("NewsArticle", LINKS, False),
        (None, TEXT, False),
    ],
)
def test_list_page_has_links_and_no_sentence(
    declared: str | None, blocks: tuple[Block, ...], expected: bool
) -> None:
    types = () if declared is None else (Candidate(value=declared, source="jsonld"),)
    assert is_list_page(Metadata(page_types=types), blocks) is expected
