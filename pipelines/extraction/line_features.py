"""What is known about every line of a page before it is decided which are the body: numbers.

Each feature is a column with one value a line. The line's own text and link share, how it compares
with the headline and the JSON-LD body, the names around it, the statistics of its container and of
all lines of its shape, the lines before and after it, and whether trafilatura chose it and its
neighbours. None of them depends on the language or on a site's own class names.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from pipelines.extraction.blocks import line_key
from pipelines.extraction.line_markup import (
    CONTAINERS,
    NAME_GROUPS,
    MarkupReader,
    own_shape,
    shape_in_parent,
)
from pipelines.extraction.lines import Line
from pipelines.normalization import words

Column = NDArray[np.float32]
_Counts = NDArray[np.float64]

_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
_CLOSING = "\"'”’»“)]"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPENING_QUOTES = "\"'“„«‘‚»”「『"
_KINDS = {
    "paragraph": 0, "heading": 1, "list_item": 2, "quote": 3, "caption": 4, "table": 5, "code": 6,
}  # fmt: skip
_TAGS = ("div", "h2", "li", "pre")
_LONG_WORDS = 20
_LONG_MAX_LINK_SHARE = 0.3
_WINDOW = 8
_FAR = 999.0
_NO_HEADING_ABOVE = 99.0
_NOTHING_CHOSEN_ABOVE = 5.0
_MAX_COMPARED_WORDS = 60
_TOPIC_LETTERS = 5
_MIN_JSON_LD_KEY = 12
_MAX_SAME = 5
_MAX_LINK_SHARE = 0.8
_NEAR = 3


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFeatures:
    """The features of the lines that can be body at all."""

    candidates: NDArray[np.intp]
    """Indexes of the lines. Links far from anything that was chosen are left out."""
    columns: Mapping[str, Column]
    """By name; one value a candidate."""


def read_features(
    lines: Sequence[Line], chosen: frozenset[int], wordings: PageWordings
) -> LineFeatures:
    """Return the features of the lines of a page, of which the extractor chose some."""
    page = _Page(lines, chosen)
    candidates = page.candidates()
    columns = page.places(wordings.title) | page.neighbours() | page.groups()
    picked = {name: column[candidates] for name, column in columns.items()}
    places = candidates.tolist()
    near = [lines[index] for index in places]
    keys = [page.keys[index] for index in places]
    picked |= _text_columns(near, [page.found[index] for index in places])
    picked |= _markup_columns(near, page)
    said = [frozenset(words(line.text)) for line in near]
    picked |= _wording_columns(said, keys, page.words[candidates], wordings)
    picked |= _topic_columns(said, page.chosen[candidates])
    return LineFeatures(
        candidates=candidates,
        columns={name: column.astype(np.float32) for name, column in picked.items()},
    )


class _Page:
    """Columns over all lines of a page: those that need the lines around."""

    def __init__(self, lines: Sequence[Line], chosen: frozenset[int]) -> None:
        self.lines = lines
        self.size = len(lines)
        self.keys = [line_key(line.text) for line in lines]
        self.found = [_WORD.findall(line.text) for line in lines]
        """The words of each line, as they stand there."""
        self.words = _column(map(len, self.found))
        self.link_share = _column([line.link_chars / len(line.text) for line in lines])
        self.link_words = self.words * self.link_share
        self.chosen = np.zeros(self.size)
        self.chosen[list(chosen)] = 1.0
        self.chosen_words = self.words * self.chosen
        self.total = max(1.0, float(self.chosen_words.sum()))
        self.is_long = (self.words >= _LONG_WORDS) & (self.link_share < _LONG_MAX_LINK_SHARE)
        self.kinds = _column([_KINDS[line.kind] for line in lines])
        self.index = np.arange(self.size)
        self.at = self.index.astype(np.float64)

    def candidates(self) -> NDArray[np.intp]:
        """Return the lines that are no mere link, or stand near a chosen line."""
        start = np.maximum(self.index - _NEAR, 0)
        near = _sums(self.chosen, start, np.minimum(self.index + _NEAR + 1, self.size)) > 0
        return np.flatnonzero((self.link_share < _MAX_LINK_SHARE) | near)

    def places(self, title: str | None) -> dict[str, _Counts]:
        """Return where on the page the lines stand, against the chosen ones and the headline."""
        body = np.flatnonzero((self.chosen > 0) & self.is_long)
        if not body.size:
            body = np.flatnonzero(self.chosen)
        first, last = (int(body[0]), int(body[-1])) if body.size else (0, self.size)
        before = np.cumsum(self.chosen_words) - self.chosen_words
        previous = _last_before(self.index, self.chosen > 0)
        heading = _last_before(self.index, self.kinds == _KINDS["heading"])
        headline = self._headline(title)
        same = Counter(self.keys)
        return {
            "link_share": self.link_share,
            "kind": self.kinds,
            "chosen": self.chosen,
            "from_first_chosen": self.at - first,
            "to_last_chosen": last - self.at,
            "is_between_chosen": ((first <= self.index) & (self.index <= last)).astype(float),
            "from_headline": self.at - headline if headline >= 0 else np.full(self.size, _FAR),
            "place": self.at / self.size,
            "chosen_before": before / self.total,
            "since_chosen": np.where(
                previous >= 0, np.log1p(self.at - previous), _NOTHING_CHOSEN_ABOVE
            ),
            "since_heading": np.where(heading >= 0, self.at - heading, _NO_HEADING_ABOVE),
            "is_heading_chosen": np.where(heading >= 0, self.chosen[heading], 0.0),
            "same_lines": _column(min(same[key], _MAX_SAME) for key in self.keys),
            "stood_before": _column(self._stood_before()),
        }

    def _headline(self, title: str | None) -> float:
        """Return the index of the headline: the line that equals it, else the first ``h1``."""
        key = line_key(title or "")
        found = (i for i, own in enumerate(self.keys) if key and own == key)
        headings = (i for i, line in enumerate(self.lines) if line.element.tag == "h1")
        return float(next(found, next(headings, -1)))

    def _stood_before(self) -> Iterator[bool]:
        seen: set[str] = set()
        for key in self.keys:
            yield key in seen
            seen.add(key)

    def neighbours(self) -> dict[str, _Counts]:
        """Return what the lines around each line are like; -1 beyond the ends of the page."""
        log_words = np.log1p(self.words)
        columns = {f"words_{d:+}": _shifted(log_words, d) for d in (-3, -2, -1, 1, 2)}
        columns |= {f"kind_{d:+}": _shifted(self.kinds, d) for d in (-3, -2, -1, 1)}
        columns |= {f"chosen_{d:+}": _shifted(self.chosen, d) for d in (-2, 1)}
        columns["link_share_+1"] = _shifted(self.link_share, 1)
        start, end = np.maximum(self.index - _WINDOW, 0), self.index
        columns |= self._window("before", start, end)
        start, end = self.index + 1, np.minimum(self.index + 1 + _WINDOW, self.size)
        columns |= self._window("after", start, end)
        del columns["chosen_share_before"]
        return columns

    def _window(
        self, name: str, start: NDArray[np.intp], end: NDArray[np.intp]
    ) -> dict[str, _Counts]:
        size = np.maximum(1, end - start)
        words = _sums(self.words, start, end)
        return {
            f"words_{name}": words / size,
            f"link_share_{name}": _sums(self.link_words, start, end) / np.maximum(1, words),
            f"chosen_share_{name}": _sums(self.chosen, start, end) / size,
        }

    def groups(self) -> dict[str, _Counts]:
        """Return the statistics of the lines that share a container or a shape."""
        elements = [line.element for line in self.lines]
        parents = [_parent(element) for element in elements]
        parent = _Group(self, parents)
        above = _Group(self, [_parent(element) for element in parents])
        place = _Group(self, [shape_in_parent(element) for element in elements])
        own = _Group(self, [own_shape(element) for element in elements])
        return {
            "parent_long": parent.long,
            "parent_text": parent.text_share,
            "parent_link_share": parent.link_share,
            "parent_lines": np.log1p(parent.lines),
            "parent_chosen": parent.chosen_words / self.total,
            "place_in_parent": parent.ordinal(),
            "above_long": above.long,
            "above_text": above.text_share,
            "above_words": above.words / above.lines,
            "above_lines": np.log1p(above.lines),
            "above_chosen": above.chosen_words / self.total,
            "above_others_chosen": above.others_chosen,
            "shape_lines": np.log1p(place.lines),
            "shape_words": place.words / place.lines,
            "shape_long": place.long,
            "shape_chosen": place.chosen_words / self.total,
            "shape_others_chosen": place.others_chosen,
            "shape_chosen_lines": place.chosen_lines - self.chosen,
            "shape_link_share": place.link_share,
            "own_lines": np.log1p(own.lines),
            "own_words": own.words / own.lines,
            "own_long": own.long,
            "own_link_share": own.link_share,
            "own_chosen": own.chosen_words / self.total,
            "own_others_chosen": own.others_chosen,
        }


class _Group:
    """The lines that have something in common: sums over the group, one value a line."""

    def __init__(self, page: _Page, marks: Sequence[Hashable]) -> None:
        numbers: dict[Hashable, int] = {}
        self._of = np.array([numbers.setdefault(mark, len(numbers)) for mark in marks], int)
        lines = np.bincount(self._of)
        words, link_words, chosen_words, chosen_lines, long = (
            np.bincount(self._of, weights=values)
            for values in (
                page.words, page.link_words, page.chosen_words, page.chosen, page.is_long,
            )
        )  # fmt: skip
        text = words - link_words
        self.lines = lines[self._of]
        self.words = words[self._of]
        self.chosen_words = chosen_words[self._of]
        self.chosen_lines = chosen_lines[self._of]
        self.long = long[self._of]
        self.link_share = (link_words / np.maximum(1, words))[self._of]
        self.text_share = (text / max(1.0, float(text.max())))[self._of]
        """Of the group with the most text."""
        rest = np.maximum(1, self.words - page.words)
        self.others_chosen = (self.chosen_words - page.chosen_words) / rest

    def ordinal(self) -> _Counts:
        """Return which line of its group each line is, from 1."""
        so_far: Counter[int] = Counter()
        places = np.empty(len(self._of))
        for index, group in enumerate(self._of.tolist()):
            so_far[group] += 1
            places[index] = so_far[group]
        return places


def _text_columns(lines: Sequence[Line], found: Sequence[list[str]]) -> dict[str, _Counts]:
    names = (
        "words", "capital_share", "lower_share", "digit_share", "stops_a_word", "ends_sentence",
        "opens_with_quote", "opens_with_mark", "has_year", "link_chars", "level",
    )  # fmt: skip
    rows = [_text_row(line, words) for line, words in zip(lines, found, strict=True)]
    columns = dict(zip(names, np.array(rows, np.float64).reshape(-1, len(names)).T, strict=True))
    for name in ("words", "link_chars"):
        columns[name] = np.log1p(columns[name])
    tags = [line.element.tag for line in lines]
    return columns | {f"is_{tag}": _column([t == tag for t in tags]) for tag in _TAGS}


def _text_row(line: Line, found: list[str]) -> tuple[float, ...]:
    text = line.text
    initials = "".join([word[0] for word in found])
    size = len(found) or 1
    first = text[0]
    is_quote = first in _OPENING_QUOTES
    has_year = ("19" in text or "20" in text) and _YEAR.search(text) is not None
    return (
        len(found),
        sum(map(str.isupper, initials)) / size,
        sum(map(str.islower, initials)) / size,
        sum(map(str.isdigit, initials)) / size,
        (text.count(".") + text.count("!") + text.count("?")) / size,
        text.rstrip().rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS,
        is_quote,
        not first.isalnum() and not is_quote,
        has_year,
        line.link_chars,
        line.level or 0,
    )


def _markup_columns(lines: Sequence[Line], page: _Page) -> dict[str, _Counts]:
    chosen = np.flatnonzero(page.chosen).tolist()
    reader = MarkupReader(page.lines, page.words.tolist(), chosen)
    found = [reader.read(line.element) for line in lines]
    columns = {
        f"named_{group}": _column([group in s.groups for s in found]) for group in NAME_GROUPS
    }
    for tag in CONTAINERS:
        columns[f"in_{tag}"] = _column([tag in s.containers for s in found])
        columns[f"in_own_{tag}"] = _column([tag in s.own_containers for s in found])
    columns["depth_below_trunk"] = _column([s.depth - s.trunk_depth for s in found])
    return columns


def _wording_columns(
    own: Sequence[frozenset[str]], keys: Sequence[str], counts: _Counts, wordings: PageWordings
) -> dict[str, _Counts]:
    title = frozenset(words(wordings.title or ""))
    titles = frozenset(word for text in wordings.other_titles for word in words(text))
    description = frozenset(words(wordings.description or ""))
    is_compared = counts <= _MAX_COMPARED_WORDS
    said = np.maximum(1, _column(map(len, own)))
    in_title, in_titles, in_description = (
        _column([len(line & wording) for line in own]) * is_compared
        for wording in (title, titles, description)
    )
    body = line_key(wordings.article_body or "")
    authors = [line_key(name) for name in wordings.authors if len(name) > 4]
    sites = [line_key(name) for name in wordings.site_names if len(name) > 2]
    return {
        "in_title": in_title / said,
        "of_title": in_title / max(1, len(title)),
        "in_other_titles": in_titles / said,
        "in_description": in_description / said,
        "of_description": in_description / max(1, len(description)),
        "names_author": _column([any(name in key for name in authors) for key in keys]),
        "names_site": _column([any(name in key for name in sites) for key in keys]),
        "in_json_ld": _column([_in_json_ld(key, body) for key in keys]),
    }


def _in_json_ld(key: str, body: str) -> float:
    """Return -1 without such a body, else 1 for a line that it has, 0.5 for a short one."""
    if not body:
        return -1.0
    if not key or key not in body:
        return 0.0
    return 1.0 if len(key) >= _MIN_JSON_LD_KEY else 0.5


def _topic_columns(said: Sequence[frozenset[str]], chosen: _Counts) -> dict[str, _Counts]:
    """Return how many of a line's long words other chosen lines have too; -1 without such words."""
    own = [[word for word in line if len(word) >= _TOPIC_LETTERS] for line in said]
    often: Counter[str] = Counter()
    for found, is_chosen in zip(own, chosen, strict=True):
        if is_chosen:
            often.update(found)
    once, twice = [], []
    for found, is_chosen in zip(own, chosen.tolist(), strict=True):
        # What the line itself counts for does not make another one.
        counts = [often.get(word, 0) for word in found]
        size = len(counts)
        once.append(sum([count > is_chosen for count in counts]) / size if size else -1.0)
        twice.append(sum([count > is_chosen + 1 for count in counts]) / size if size else -1.0)
    return {"topic": np.array(once, float), "topic_twice": np.array(twice, float)}


def _column(values: Iterable[float]) -> _Counts:
    return np.fromiter(values, np.float64)


def _parent(element: HtmlElement) -> HtmlElement:
    parent = element.getparent()
    return element if parent is None else parent


def _last_before(index: NDArray[np.intp], marks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the index of the last marked line before each line, -1 where there is none."""
    latest = np.maximum.accumulate(np.where(marks, index, -1)) if len(index) else index
    return np.concatenate([[-1], latest[:-1]]) if len(index) else index


def _shifted(values: _Counts, distance: int) -> _Counts:
    """Return the values of the lines a distance away; -1 beyond the ends of the page."""
    shifted = np.full(len(values), -1.0)
    if distance > 0:
        shifted[:-distance] = values[distance:]
    else:
        shifted[-distance:] = values[:distance]
    return shifted


def _sums(values: _Counts, start: NDArray[np.intp], end: NDArray[np.intp]) -> _Counts:
    """Return the sums of the values from start to before end."""
    running = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(running[end] - running[np.minimum(start, end)])
