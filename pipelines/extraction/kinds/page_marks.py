"""Marks of a page: named numbers from 0 to 1 that tell what kind of page it is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log1p

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction.kinds.look import Look, texts_at, visible_texts
from pipelines.extraction.kinds.mark_words import load_mark_words
from pipelines.extraction.kinds.url_marks import read_url_marks
from pipelines.extraction.metadata.shown_topics import SHOWN_SOURCES
from pipelines.items import Block
from pipelines.normalization import count_spaceless_words, count_words_roughly

_CLASSES = etree.XPath("//body//@class", smart_strings=False)
_ITEM_TYPES = etree.XPath("//@itemtype", smart_strings=False)
_CURRENCIES = ("$", "€", "£", "¥", "₹", "₽", "zł", "руб", "грн", "EUR", "USD")
_HEADINGS = ("h2", "h3", "h4", "h5")
_COUNTED_TAGS = (
    *_HEADINGS, "code", "img", "input", "kbd", "li", "pre", "select", "textarea", "time",
)  # fmt: skip
_MAX_LABEL_CHARS = 40
_MAX_PER_NAME = 50
_MAX_LINKED = 0.5
_NAME_WORD = re.compile("[a-z]+")
_ARTICLE_TYPE = re.compile(r"(?:Article|Report|BlogPosting|Review|Recipe|article)$")
_TYPE_GROUPS: Mapping[str, frozenset[str]] = {
    "forum": frozenset({"DiscussionForumPosting", "QAPage", "Question", "Answer", "Comment"}),
    "list": frozenset(
        {"CollectionPage", "ItemList", "SearchResultsPage", "Blog", "OfferCatalog", "DataFeed"}
    ),
    "product": frozenset(
        {"Product", "ProductGroup", "Offer", "AggregateOffer", "product", "product.item",
         "og:product", "IndividualProduct", "ProductModel", "Book", "Vehicle", "Car"}
    ),
    "service": frozenset(
        {"Service", "LocalBusiness", "FAQPage", "Course", "Event", "JobPosting", "AboutPage",
         "ContactPage", "ProfilePage", "SoftwareApplication", "WebApplication", "profile"}
    ),
    "reference": frozenset({"TechArticle", "HowTo", "APIReference", "DefinedTerm"}),
}  # fmt: skip
_DECLARED_AUTHORS = frozenset({"jsonld", "article", "parsely", "meta"})
_STORY_LINK_WORDS = 4
_SENTENCE_WORDS = 12
_CHARS_PER_WORD = 6


def read_marks(look: Look) -> dict[str, float]:
    """Return the marks of a page, each 0 to 1; a mark that is missing is 0."""
    return {
        **read_url_marks(look.url),
        **_declared(look),
        **_names(look.tree),
        **_whole(look),
        **_body(look.blocks),
    }


def _declared(look: Look) -> dict[str, float]:
    metadata = look.metadata
    own = {item.value for item in metadata.page_types if item.source != "jsonld-other"}
    every = {item.value for item in metadata.page_types}
    items = {value.rstrip("/").rsplit("/", 1)[-1] for value in texts_at(_ITEM_TYPES, look.tree)}
    marks = {
        f"declares_{name}": float(not types.isdisjoint(every | items))
        for name, types in _TYPE_GROUPS.items()
    }
    marks["declares_article"] = float(any(_ARTICLE_TYPE.search(value) for value in own))
    marks["declares_posting"] = float(any(_ARTICLE_TYPE.search(value) for value in items))
    marks["declares_website"] = float("website" in own)
    dates = {item.source for item in metadata.dates_published}
    marks["date_declared"] = float(not dates.isdisjoint({"jsonld", "meta"}))
    marks["date_visible"] = float(not dates.isdisjoint({"time", "text"}))
    authors = {item.source for item in metadata.authors}
    marks["author_declared"] = float(not authors.isdisjoint(_DECLARED_AUTHORS))
    marks["author_visible"] = float(not authors.isdisjoint({"byline", "rel"}))
    sections = {item.source for item in metadata.sections}
    marks["section_declared"] = float(bool(sections - SHOWN_SOURCES))
    marks["h1_missing"] = float(not any(item.source == "h1" for item in metadata.titles))
    return marks


def _names(tree: HtmlElement) -> dict[str, float]:
    """Return how often the words of each kind stand in names of classes."""
    counts: Counter[str] = Counter()
    for value, times in Counter(texts_at(_CLASSES, tree)).items():
        for word in _words_of_name(value):
            counts[word] += times
    return {
        f"names_{kind}": _of(sum(min(counts[word], _MAX_PER_NAME) for word in words), 200)
        for kind, words in load_mark_words()["name_words"].items()
    }


@lru_cache(maxsize=8192)
def _words_of_name(value: str) -> frozenset[str]:
    """Return the words of a name that are counted."""
    return _counted_words().intersection(_NAME_WORD.findall(value.lower()))


@lru_cache(maxsize=1)
def _counted_words() -> frozenset[str]:
    return frozenset(word for words in load_mark_words()["name_words"].values() for word in words)


def _whole(look: Look) -> dict[str, float]:
    """Return what the whole page holds beside its body."""
    body = look.tree.find("body")
    root = look.tree if body is None else body
    visible = " ".join(visible_texts(root))
    total = max(1, len(visible))
    counts = Counter(element.tag for element in root.iter(*_COUNTED_TAGS))
    links = [_text(link) for link in root.iter("a")]
    stories = sum(1 for text in links if text.count(" ") >= _STORY_LINK_WORDS - 1)
    return {
        "whole_body_share": min(1.0, sum(len(block.text) for block in look.blocks) / total),
        "whole_link_share": min(1.0, sum(map(len, links)) / total),
        "whole_story_links": _of(stories, 200),
        "whole_headed_links": _of(sum(map(_is_linked, root.iter(*_HEADINGS))), 60),
        "whole_headings": _of(sum(counts[tag] for tag in _HEADINGS), 80),
        "whole_times": _of(counts["time"], 60),
        "whole_images": _of(counts["img"], 100),
        "whole_lists": _of(counts["li"], 400),
        "whole_code": _of(counts["pre"] + counts["code"] + counts["kbd"], 50),
        "whole_inputs": _of(counts["input"] + counts["select"], 60),
        "whole_areas": _of(counts["textarea"], 5),
        "whole_prices": _of(sum(map(visible.count, _CURRENCIES)), 100),
        **_buttons(root, links),
    }


def _buttons(root: HtmlElement, links: Iterable[str]) -> dict[str, float]:
    labels = Counter(text.casefold() for text in links if len(text) < _MAX_LABEL_CHARS)
    labels.update(_text(button).casefold() for button in root.iter("button"))
    labels.update((field.get("value") or "").casefold() for field in root.iter("input"))
    return {
        f"button_{name}": _of(sum(labels[phrase] for phrase in phrases), 20)
        for name, phrases in load_mark_words()["buttons"].items()
    }


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return (parent is not None and parent.tag == "a") or heading.find(".//a") is not None


def _body(blocks: tuple[Block, ...]) -> dict[str, float]:
    """Return how the text that cleaning left is made."""
    running = [block for block in blocks if _is_running(block)]
    chars = sum(len(block.text) for block in blocks) or 1
    listed = sum(len(block.text) for block in blocks if block.kind == "list_item")
    running_chars = sum(len(block.text) for block in running)
    words = max(
        running_chars / _CHARS_PER_WORD,
        sum(count_spaceless_words(block.text) for block in running),
    )
    text = " ".join(block.text for block in blocks)
    return {
        "body_running": _of(words, 2000),
        "body_short": float(words < 100),
        "body_running_share": running_chars / chars,
        "body_link_share": sum(b.link_density * len(b.text) for b in blocks) / chars,
        "body_list_share": listed / chars,
        "body_one_place": _longest_run(running) / (running_chars or 1),
        "body_prices": _of(sum(map(text.count, _CURRENCIES)), 30),
    }


def _is_running(block: Block) -> bool:
    is_text = block.kind in ("paragraph", "quote") and block.link_density < _MAX_LINKED
    return is_text and count_words_roughly(block.text) >= _SENTENCE_WORDS


def _longest_run(blocks: Iterable[Block]) -> int:
    """Return the characters of the longest row of blocks that stand at one place of the tree."""
    best = run = 0
    place: tuple[object, ...] = ()
    for block in blocks:
        here = (block.signals.tag_path[:-1], block.signals.names)
        run = run + len(block.text) if here == place else len(block.text)
        place, best = here, max(best, run)
    return best


def _of(count: float, many: float) -> float:
    """Return a count on a scale that rises ever slower, 1 from ``many`` on."""
    return min(1.0, log1p(count) / log1p(many))


def _text(element: HtmlElement) -> str:
    return str(element.text_content()).strip()
