import pytest

from pipelines.extraction.kinds.page_type import (
    choose_page_type,
    running_words,
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


def test_running_words_are_those_of_sentences_that_are_no_links() -> None:
    linked = (Block(text=TEXT[0].text, link_density=1.0), *LINKS, *WORDS)
    assert (running_words(TEXT), running_words(linked)) == (14 * len(SENTENCE.split()), 0)
