"""Live blogs, videos and galleries that do not declare themselves, told by how they are built.

Each needs a word for it in the address or in a headline, and the shape that goes with it: stories
about live music have no posts with stamps, and comments have stamps on pages without the word.
"""

from collections import Counter
from collections.abc import Mapping

from lxml.html import HtmlElement

from pipelines.extraction.kinds.look import Look
from pipelines.items import PageType
from pipelines.normalization import count_words, folded_words

# Of our own writing: the words that news sites of these languages use in addresses and headlines.
_WORDS: Mapping[PageType, frozenset[str]] = {
    "live": frozenset(
        {"direct", "diretta", "directo", "live", "liveblog", "liveticker", "newsticker", "relacja",
         "ticker", "vivo", "онлайн", "наживо"}
    ),
    "gallery": frozenset(
        {"bilder", "diaporama", "fotogalerie", "fotogallery", "fotos", "fotostrecke", "galeria",
         "galerie", "galería", "galleria", "galleries", "gallery", "photos", "pictures",
         "slideshow", "фото", "фотогалерея", "фоторепортаж", "zdjęcia"}
    ),
    "video": frozenset({"video", "videos", "vidéo", "vidéos", "vídeo", "vídeos", "wideo", "видео",
                        "відео"}),
}  # fmt: skip
_MIN_POSTS = 4
_MIN_PICTURES = 8
_MAX_WORDS_BESIDE = 80
"""More text than this beside pictures or a video makes a story of its own."""


def choose_format(look: Look) -> PageType | None:
    """Return ``live``, ``gallery`` or ``video``; ``None`` when the page is built like none."""
    texts = (look.url, *(item.value for item in look.metadata.titles))
    said = {word for text in texts for word in folded_words(text)}
    if not said.isdisjoint(_WORDS["live"]) and _count_posts(look.tree) >= _MIN_POSTS:
        return "live"
    if not said.isdisjoint(_WORDS["gallery"]) and _count_pictures(look.tree) >= _MIN_PICTURES:
        return "gallery" if _has_few_words(look) else None
    if not said.isdisjoint(_WORDS["video"]) and look.tree.find(".//video") is not None:
        return "video" if _has_few_words(look) else None
    return None


def _has_few_words(look: Look) -> bool:
    paragraphs = (block.text for block in look.blocks if block.kind == "paragraph")
    return sum(map(count_words, paragraphs)) <= _MAX_WORDS_BESIDE


def _count_pictures(tree: HtmlElement) -> int:
    return sum(1 for figure in tree.iter("figure") if figure.find(".//img") is not None)


def _count_posts(tree: HtmlElement) -> int:
    """Return how often the most frequent container occurs that holds a stamp and a paragraph."""
    containers: Counter[tuple[str, str]] = Counter()
    for stamp in tree.iter("time"):
        for element in list(stamp.iterancestors())[:3]:
            if element.tag in ("main", "body"):
                break
            if element.find(".//p") is not None:
                containers[element.tag, element.get("class", "")] += 1
                break
    return max(containers.values(), default=0)
