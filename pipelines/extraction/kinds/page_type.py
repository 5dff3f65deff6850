"""What kind of page this is, by what it declares and by how its text looks."""

from pipelines.items import Block, Metadata, PageType
from pipelines.normalization import count_words

# https://schema.org/CreativeWork and below, https://ogp.me/#types
_DECLARED: dict[str, PageType] = {
    "AboutPage": "other",
    "CollectionPage": "list",
    "ContactPage": "other",
    "DiscussionForumPosting": "other",
    "FAQPage": "other",
    "ImageGallery": "gallery",
    "ItemList": "list",
    "LiveBlogPosting": "live",
    "MediaGallery": "gallery",
    "Product": "other",
    "ProductGroup": "other",
    "ProfilePage": "other",
    "QAPage": "other",
    "SearchResultsPage": "list",
    "VideoObject": "video",
    "product": "other",
    "product.item": "other",
    "profile": "other",
    "video.episode": "video",
    "video.movie": "video",
    "video.other": "video",
}
_ARTICLE_ENDINGS = ("Article", "Posting", "Report")
_MIN_WORDS_BESIDE_VIDEO = 150
_MIN_SENTENCE_WORDS = 12
_MAX_LINKED = 0.5


def choose_page_type(metadata: Metadata, blocks: tuple[Block, ...]) -> PageType:
    """Return the kind of a page from what it declares and how its text looks.

    An article that only carries a video or a gallery stays an article when it has text of its own.
    A page without declared type is an article when it has running text, else a list when most of
    its text is links.
    """
    declared = _declared_type(metadata)
    if declared in ("video", "gallery") and running_words(blocks) >= _MIN_WORDS_BESIDE_VIDEO:
        return "article"
    if declared is not None:
        return declared
    if running_words(blocks):
        return "article"
    return "list" if _linked_share(blocks) > _MAX_LINKED else "other"


def running_words(blocks: tuple[Block, ...]) -> int:
    """Return the number of words in paragraphs that are sentences and not links."""
    counts = (
        count_words(block.text)
        for block in blocks
        if block.kind in ("paragraph", "quote") and block.link_density < _MAX_LINKED
    )
    return sum(count for count in counts if count >= _MIN_SENTENCE_WORDS)


def _declared_type(metadata: Metadata) -> PageType | None:
    own = [item.value for item in metadata.page_types if item.source != "jsonld-other"]
    other = [item.value for item in metadata.page_types if item.source == "jsonld-other"]
    for name in own:
        if name in _DECLARED:
            return _DECLARED[name]
        if name.endswith(_ARTICLE_ENDINGS) or name == "article":
            return "article"
    return next((_DECLARED[name] for name in other if name in _DECLARED), None)


def _linked_share(blocks: tuple[Block, ...]) -> float:
    total = sum(len(block.text) for block in blocks)
    return sum(block.link_density * len(block.text) for block in blocks) / (total or 1)
