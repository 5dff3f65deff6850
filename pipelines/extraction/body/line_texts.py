"""What the text of one line says, and how it compares with what the metadata say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extraction.tree.lines import Line
from pipelines.normalization import letter_key, word_parts
from pipelines.sentence_signs import OPENING_QUOTES, ends_like_a_sentence

_OTHER_STOPS = "。！？؟।۔"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TAGS = ("div", "h2", "li", "pre")
_MAX_COMPARED_WORDS = 60
_MIN_JSON_LD_KEY = 12

TEXT_COLUMNS = (
    "words", "capital_share", "lower_share", "digit_share", "stops_a_word", "ends_sentence",
    "opens_with_quote", "opens_with_mark", "has_year", "link_chars", "level",
    *(f"is_{tag}" for tag in _TAGS),
)  # fmt: skip
WORDING_COLUMNS = (
    "in_title", "of_title", "in_other_titles", "in_description", "of_description", "names_author",
    "names_site", "in_json_ld",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWordings:
    """What the metadata say that lines are compared with."""

    title: str | None = None
    other_titles: tuple[str, ...] = ()
    description: str | None = None
    authors: tuple[str, ...] = ()
    site_names: tuple[str, ...] = ()
    article_body: str | None = None
    """JSON-LD ``articleBody``."""
    is_news: bool = False
    """Whether the page declares a ``NewsArticle`` (https://schema.org/NewsArticle and below)."""


def read_text(line: Line, found: Sequence[str]) -> tuple[float, ...]:
    """Return the values of ``TEXT_COLUMNS`` for a line whose words were found already."""
    text, tag = line.text, line.element.tag
    initials = "".join([word[0] for word in found])
    size = len(found) or 1
    first = text[0]
    is_quote = first in OPENING_QUOTES
    capitals = sum(map(str.isupper, initials))
    has_year = ("19" in text or "20" in text) and _YEAR.search(text) is not None
    return (
        len(found),
        capitals / size,
        # Letters of scripts that have no capitals count as small ones.
        (sum(map(str.isalpha, initials)) - capitals) / size,
        sum(map(str.isdigit, initials)) / size,
        _count_stops(text) / size,
        ends_like_a_sentence(text),
        is_quote,
        not first.isalnum() and not is_quote,
        has_year,
        line.link_chars,
        line.level or 0,
        *(tag == own for own in _TAGS),
    )


def _count_stops(text: str) -> int:
    stops = text.count(".") + text.count("!") + text.count("?")
    return stops if text.isascii() else stops + sum(map(text.count, _OTHER_STOPS))


class WordingReader:
    """Compares lines with the wordings of their page."""

    def __init__(self, wordings: PageWordings) -> None:
        self._title = word_parts(wordings.title or "")
        self._titles = frozenset[str]().union(*map(word_parts, wordings.other_titles))
        self._description = word_parts(wordings.description or "")
        self._authors = [letter_key(name) for name in wordings.authors if len(name) > 4]
        self._sites = [letter_key(name) for name in wordings.site_names if len(name) > 2]
        self._body = letter_key(wordings.article_body or "")

    def read(self, key: str, said: frozenset[str], count: int) -> tuple[float, ...]:
        """Return the values of ``WORDING_COLUMNS`` for a line.

        Args:
            key: of ``letter_key``.
            said: its words, folded.
            count: the number of its words. Long lines are not compared with the headline.
        """
        shared = (0, 0, 0)
        if count <= _MAX_COMPARED_WORDS:
            shared = (
                len(said & self._title), len(said & self._titles), len(said & self._description),
            )  # fmt: skip
        in_title, in_titles, in_description = shared
        size = max(1, len(said))
        return (
            in_title / size,
            in_title / max(1, len(self._title)),
            in_titles / size,
            in_description / size,
            in_description / max(1, len(self._description)),
            any(name in key for name in self._authors),
            any(name in key for name in self._sites),
            self._in_json_ld(key),
        )

    def _in_json_ld(self, key: str) -> float:
        """Return -1 without such a body, else 1 for a line that it has, 0.5 for a short one."""
        if not self._body:
            return -1.0
        if not key or key not in self._body:
            return 0.0
        return 1.0 if len(key) >= _MIN_JSON_LD_KEY else 0.5
