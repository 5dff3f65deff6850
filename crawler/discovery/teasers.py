"""What a feed says of a story in a few words, out of the markup around it.

Systems write more into a description than the teaser: the fields of the page, links to the page and
to services, "The post … appeared first on …".
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.fields import plain_text, short_text
from pipelines.errors import PageError
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import drop_all, parse
from pipelines.extraction.tree.markup_limits import check_markup
from pipelines.normalization import count_words_roughly, word_key
from pipelines.sentence_signs import ends_like_a_sentence
from pipelines.urls import canonicalize_url

_Link = tuple[str, str]
"""Its text, and where it leads as written."""
_MAX_CHARS = 10_000
"""Longer descriptions are stories."""
_NEARLY_ALL = 0.9
_MAX_LISTED = 0.5
_MAX_POINTER_WORDS = 8
# Classes that Drupal, since version 7, gives to what a page shows beside its text.
_BESIDE_TEXT = frozenset(
    {
        "field--name-changed", "field--name-created", "field--name-title", "field--name-uid",
        "field-label", "field__label", "node__links",
    }
)  # fmt: skip


def teaser_text(markup: str | None, title: str | None, url: str) -> str | None:
    """Return the text of a description, ``None`` where it says no more of a story than its title.

    ``title`` and ``url`` are those of the story. Left out are lines that are links, a link to the
    story at the end, and notes that name it by its headline.
    """
    text = _told_text(markup, title, url)
    return None if text and word_key(text) == word_key(title or "") else text


def _told_text(markup: str | None, title: str | None, url: str) -> str | None:
    if not markup or len(markup) > _MAX_CHARS or not ("<a" in markup or "field" in markup):
        return plain_text(markup)
    try:
        check_markup(markup)
        tree = parse(f"<!DOCTYPE html><html><body>{markup}</body></html>")
    except PageError:
        return plain_text(markup)
    beside = [e for e in tree.iter() if not _BESIDE_TEXT.isdisjoint(e.get("class", "").split())]
    drop_all(tree, beside)
    lines = read_lines(tree)
    if _is_list(lines):
        return None
    told = [item for item in _with_links(lines) if len(lines) == 1 or not _is_beside(*item, title)]
    texts = [_without_pointer(*item, url) for item in told]
    # The lines have no text that is not plain_text's; what is left as it came is read as elsewhere.
    is_whole = not beside and texts == [line.text for line in lines]
    return plain_text(markup) if is_whole else short_text(" ".join(texts))


def _with_links(lines: Sequence[Line]) -> Iterator[tuple[Line, list[_Link]]]:
    """Yield each line with its links. Its element may hold others, and is then read once."""
    known: dict[HtmlElement, list[_Link]] = {}
    for line in lines:
        if line.element not in known:
            links = line.element.iter("a")
            known[line.element] = [(_label(link), link.get("href", "")) for link in links]
        yield line, [link for link in known[line.element] if link[0] and link[0] in line.text]


def _is_list(lines: Sequence[Line]) -> bool:
    """Return whether lines are a list of stories, as aggregators name all that tell of one."""
    chars, linked = sum(len(line.text) for line in lines), sum(line.link_chars for line in lines)
    items = [line for line in lines if line.kind == "list_item" and line.link_chars]
    return len(items) == len(lines) > 1 and linked > chars * _MAX_LISTED


def _is_beside(line: Line, links: Sequence[_Link], title: str | None) -> bool:
    return _is_furniture(line) or _is_note(line, [label for label, _ in links], title)


def _is_furniture(line: Line) -> bool:
    """Return whether a line is a link and no sentence: some feeds make the teaser a link."""
    if line.link_chars < len(line.text) * _NEARLY_ALL:
        return False
    return line.kind == "list_item" or count_words_roughly(line.text) <= _MAX_POINTER_WORDS


def _is_note(line: Line, labels: Sequence[str], title: str | None) -> bool:
    """Return whether a line says where a story appeared, with its headline as a link.

    A headline may also stand before the teaser itself.
    """
    named = next((label for label in labels if word_key(label) == word_key(title or "")), None)
    if named is None:
        return False
    before, _, after = line.text.partition(named)
    rest = count_words_roughly(before) + count_words_roughly(after)
    return len(labels) > 1 or (before != "" and rest <= _MAX_POINTER_WORDS)


def _without_pointer(line: Line, links: Sequence[_Link], url: str) -> str:
    """Return the text of a line without a short link to the story behind its last sentence."""
    for label, target in links:
        rest = line.text.removesuffix(label).rstrip()
        is_short = count_words_roughly(label) <= _MAX_POINTER_WORDS
        if is_short and rest != line.text and ends_like_a_sentence(rest) and _leads_to(target, url):
            return rest
    return line.text


def _leads_to(reference: str, url: str) -> bool:
    try:
        target = urljoin(url, reference)
    except ValueError:
        return False
    return "#" not in target and canonicalize_url(target) == canonicalize_url(url)


def _label(link: HtmlElement) -> str:
    return " ".join(link.text_content().split())
