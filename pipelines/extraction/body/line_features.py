"""What is known about every line of a page before it is decided which are the body: numbers.

Each feature is a column with one value a line. The line's own text and link share, how it compares
with the headline and the JSON-LD body, the names around it, the statistics of its container and of
all lines of its shape, the lines before and after it, and whether trafilatura chose it and its
neighbours. None of them depends on the language or on a site's own class names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.extraction.body.line_groups import Counts, LineCounts, LineGroup
from pipelines.extraction.body.line_markup import CONTAINERS, NAME_GROUPS, MarkupReader, own_shape
from pipelines.extraction.body.line_texts import (
    TEXT_COLUMNS,
    WORDING_COLUMNS,
    PageWordings,
    WordingReader,
    read_text,
)
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import Line
from pipelines.normalization import is_spaceless, letter_key, word_parts, words_in_place

Column = NDArray[np.float32]

LINE_KINDS = {
    "paragraph": 0, "heading": 1, "list_item": 2, "quote": 3, "caption": 4, "table": 5, "code": 6,
}  # fmt: skip
_LONG_WORDS = 20
_LONG_MAX_LINK_SHARE = 0.3
_WINDOW = 8
_FAR = 999.0
_NO_HEADING_ABOVE = 99.0
_NOTHING_CHOSEN_ABOVE = 5.0
_TOPIC_LETTERS = 5
_MAX_SAME = 5
_MAX_LINK_SHARE = 0.8
_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFeatures:
    """The features of the lines that can be body at all."""

    candidates: NDArray[np.intp]
    """Indexes of the lines. Links far from anything that was chosen are left out."""
    columns: Mapping[str, Column]
    """By name; one value a candidate."""
    is_news: bool
    """Of ``PageWordings``."""


class FeatureReader:
    """Reads the features of the lines of a page, for any choice among them.

    What does not depend on the choice is read once.
    """

    def __init__(self, lines: Sequence[Line], wordings: PageWordings) -> None:
        self._page = _Page(lines)
        self._texts = _Texts(lines, self._page, WordingReader(wordings))
        self.tree = LineTree(lines)
        self._is_news = wordings.is_news
        running = self._page.words * self._page.is_long
        self._markup = MarkupReader(self.tree, self._page.words.tolist(), running.tolist())
        self._groups = _Groups(self._page, self.tree)
        self._fixed = (
            self._page.places(wordings.title) | self._page.neighbours() | self._groups.columns()
        )

    def read(self, chosen: frozenset[int]) -> LineFeatures:
        """Return the features of the lines, of which the extractor chose some."""
        choice = _Choice(self._page, chosen)
        candidates = choice.candidates()
        columns = (
            self._fixed
            | choice.places()
            | choice.neighbours()
            | self._groups.chosen_columns(choice)
            | self._markup_columns(chosen)
        )
        picked = {name: column[candidates] for name, column in columns.items()}
        places = candidates.tolist()
        picked |= self._texts.columns(places)
        picked |= _topic_columns(self._texts.long_words(places), choice.chosen[candidates])
        return LineFeatures(
            candidates=candidates,
            columns={name: column.astype(np.float32) for name, column in picked.items()},
            is_news=self._is_news,
        )

    def _markup_columns(self, chosen: frozenset[int]) -> dict[str, Counts]:
        around = self._markup.read(chosen)
        columns = _bit_columns(around.groups, [f"named_{group}" for group in NAME_GROUPS])
        columns |= _bit_columns(around.containers, [f"in_{tag}" for tag in CONTAINERS])
        columns |= _bit_columns(around.own_containers, [f"in_own_{tag}" for tag in CONTAINERS])
        columns["depth_below_trunk"] = around.depth_below_trunk.astype(np.float64)
        return columns


class _Page:
    """What is known of all lines, whatever was chosen."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.size = len(lines)
        self.keys = [letter_key(line.text) for line in lines]
        self.found = [words_in_place(line.text) for line in lines]
        """The words of each line, as they stand there."""
        self.words = _column(map(len, self.found))
        self.link_share = _column([line.link_chars / len(line.text) for line in lines])
        self.is_long = (self.words >= _LONG_WORDS) & (self.link_share < _LONG_MAX_LINK_SHARE)
        self.kinds = _column([LINE_KINDS[line.kind] for line in lines])
        self.index = np.arange(self.size)
        self.at = self.index.astype(np.float64)
        self.heading_above = _last_before(self.index, self.kinds == LINE_KINDS["heading"])
        self.counts = LineCounts(
            words=self.words, link_words=self.words * self.link_share, is_long=self.is_long
        )

    def places(self, title: str | None) -> dict[str, Counts]:
        """Return where on the page the lines stand, against the headline and the headings."""
        heading = self.heading_above
        headline = self._headline(title)
        same = Counter(self.keys)
        return {
            "link_share": self.link_share,
            "kind": self.kinds,
            "from_headline": self.at - headline if headline >= 0 else np.full(self.size, _FAR),
            "place": self.at / self.size,
            "since_heading": np.where(heading >= 0, self.at - heading, _NO_HEADING_ABOVE),
            "same_lines": _column(min(same[key], _MAX_SAME) for key in self.keys),
            "stood_before": _column(self._stood_before()),
        }

    def _headline(self, title: str | None) -> float:
        """Return the index of the headline: the line that equals it, else the first ``h1``."""
        key = letter_key(title or "")
        found = (i for i, own in enumerate(self.keys) if key and own == key)
        headings = (i for i, line in enumerate(self.lines) if line.element.tag == "h1")
        return float(next(found, next(headings, -1)))

    def _stood_before(self) -> Iterator[bool]:
        seen: set[str] = set()
        for key in self.keys:
            yield key in seen
            seen.add(key)

    def neighbours(self) -> dict[str, Counts]:
        """Return what the lines around each line are like; -1 beyond the ends of the page."""
        log_words = np.log1p(self.words)
        columns = {f"words_{d:+}": _shifted(log_words, d) for d in (-3, -2, -1, 1, 2)}
        columns |= {f"kind_{d:+}": _shifted(self.kinds, d) for d in (-3, -2, -1, 1)}
        columns["link_share_+1"] = _shifted(self.link_share, 1)
        for name, (start, end) in {"before": self.before(), "after": self.after()}.items():
            found = _sums(self.words, start, end)
            columns[f"words_{name}"] = found / np.maximum(1, end - start)
            linked = _sums(self.counts.link_words, start, end)
            columns[f"link_share_{name}"] = linked / np.maximum(1, found)
        return columns

    def before(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return for each line where the lines right before it start and end."""
        return np.maximum(self.index - _WINDOW, 0), self.index

    def after(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return for each line where the lines right after it start and end."""
        return self.index + 1, np.minimum(self.index + 1 + _WINDOW, self.size)


class _Choice:
    """What is known of all lines when some of them were chosen."""

    def __init__(self, page: _Page, chosen: frozenset[int]) -> None:
        self._page = page
        self.chosen = np.zeros(page.size)
        self.chosen[list(chosen)] = 1.0
        self.words = page.words * self.chosen
        self.total = max(1.0, float(self.words.sum()))

    def candidates(self) -> NDArray[np.intp]:
        """Return the lines that are no mere link, or stand near a chosen line."""
        page = self._page
        start = np.maximum(page.index - _NEAR, 0)
        near = _sums(self.chosen, start, np.minimum(page.index + _NEAR + 1, page.size)) > 0
        return np.flatnonzero((page.link_share < _MAX_LINK_SHARE) | near)

    def places(self) -> dict[str, Counts]:
        """Return where the lines stand against the chosen ones."""
        page = self._page
        body = np.flatnonzero((self.chosen > 0) & page.is_long)
        if not body.size:
            body = np.flatnonzero(self.chosen)
        first, last = (int(body[0]), int(body[-1])) if body.size else (0, page.size)
        before = np.cumsum(self.words) - self.words
        previous = _last_before(page.index, self.chosen > 0)
        heading = page.heading_above
        return {
            "chosen": self.chosen,
            "from_first_chosen": page.at - first,
            "to_last_chosen": last - page.at,
            "is_between_chosen": ((first <= page.index) & (page.index <= last)).astype(float),
            "chosen_before": before / self.total,
            "since_chosen": np.where(
                previous >= 0, np.log1p(page.at - previous), _NOTHING_CHOSEN_ABOVE
            ),
            "is_heading_chosen": np.where(heading >= 0, self.chosen[heading], 0.0),
        }

    def neighbours(self) -> dict[str, Counts]:
        """Return which of the lines around each line were chosen; -1 beyond the ends."""
        columns = {f"chosen_{d:+}": _shifted(self.chosen, d) for d in (-2, 1)}
        start, end = self._page.after()
        columns["chosen_share_after"] = _sums(self.chosen, start, end) / np.maximum(1, end - start)
        return columns


class _Groups:
    """The lines that share a container or a shape."""

    def __init__(self, page: _Page, tree: LineTree) -> None:
        parents = [tree.parent(place) for place in tree.of_lines]
        shapes = [own_shape(element) for element in tree.elements]
        in_parents = [
            shape if parent < 0 else (*shape, *shapes[parent])
            for shape, parent in zip(shapes, tree.parents, strict=True)
        ]
        self._parent = LineGroup(page.counts, parents)
        self._above = LineGroup(page.counts, [tree.parent(place) for place in parents])
        self._place = LineGroup(page.counts, [in_parents[place] for place in tree.of_lines])
        self._own = LineGroup(page.counts, [shapes[place] for place in tree.of_lines])

    def columns(self) -> dict[str, Counts]:
        """Return the statistics that do not depend on the choice."""
        parent, above, place, own = self._parent, self._above, self._place, self._own
        return {
            "parent_long": parent.long,
            "parent_text": parent.text_share,
            "parent_link_share": parent.link_share,
            "parent_lines": np.log1p(parent.lines),
            "place_in_parent": parent.ordinal(),
            "above_long": above.long,
            "above_text": above.text_share,
            "above_words": above.words / above.lines,
            "above_lines": np.log1p(above.lines),
            "shape_lines": np.log1p(place.lines),
            "shape_words": place.words / place.lines,
            "shape_long": place.long,
            "shape_link_share": place.link_share,
            "own_lines": np.log1p(own.lines),
            "own_words": own.words / own.lines,
            "own_long": own.long,
            "own_link_share": own.link_share,
        }

    def chosen_columns(self, choice: _Choice) -> dict[str, Counts]:
        """Return how much of each group was chosen."""
        return {
            "parent_chosen": self._parent.total(choice.words) / choice.total,
            "above_chosen": self._above.total(choice.words) / choice.total,
            "above_others_chosen": self._above.others_share(choice.words),
            "shape_chosen": self._place.total(choice.words) / choice.total,
            "shape_others_chosen": self._place.others_share(choice.words),
            "shape_chosen_lines": self._place.total(choice.chosen) - choice.chosen,
            "own_chosen": self._own.total(choice.words) / choice.total,
            "own_others_chosen": self._own.others_share(choice.words),
        }


class _Texts:
    """What the lines say; each is read when it is first asked for."""

    def __init__(self, lines: Sequence[Line], page: _Page, wordings: WordingReader) -> None:
        self._lines = lines
        self._page = page
        self._wordings = wordings
        self._rows: dict[int, tuple[float, ...]] = {}
        self._long_words: dict[int, tuple[str, ...]] = {}

    def columns(self, places: Sequence[int]) -> dict[str, Counts]:
        """Return the columns of some lines, by their indexes."""
        for place in places:
            if place not in self._rows:
                self._read(place)
        names = (*TEXT_COLUMNS, *WORDING_COLUMNS)
        rows = np.array([self._rows[place] for place in places], np.float64)
        columns = dict(zip(names, rows.reshape(-1, len(names)).T, strict=True))
        for name in ("words", "link_chars"):
            columns[name] = np.log1p(columns[name])
        return columns

    def long_words(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the different long words of lines that were read."""
        return [self._long_words[place] for place in places]

    def _read(self, place: int) -> None:
        line, found = self._lines[place], self._page.found[place]
        said = word_parts(line.text)
        wording = self._wordings.read(self._page.keys[place], said, len(found))
        self._rows[place] = (*read_text(line, found), *wording)
        self._long_words[place] = tuple(
            word
            for word in said
            if len(word) >= _TOPIC_LETTERS or (not word.isascii() and is_spaceless(word))
        )


def _topic_columns(own: Sequence[tuple[str, ...]], chosen: Counts) -> dict[str, Counts]:
    """Return how many of a line's long words other chosen lines have too; -1 without such words."""
    often: Counter[str] = Counter()
    if not chosen.any():
        nothing = np.array([0.0 if found else -1.0 for found in own], float)
        return {"topic": nothing, "topic_twice": nothing}
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


def _bit_columns(bits: NDArray[np.int64], names: Sequence[str]) -> dict[str, Counts]:
    """Return a column for each bit, the first for bit 0."""
    return {name: (bits >> place & 1).astype(np.float64) for place, name in enumerate(names)}


def _column(values: Iterable[float]) -> Counts:
    return np.fromiter(values, np.float64)


def _last_before(index: NDArray[np.intp], marks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the index of the last marked line before each line, -1 where there is none."""
    latest = np.maximum.accumulate(np.where(marks, index, -1)) if len(index) else index
    return np.concatenate([[-1], latest[:-1]]) if len(index) else index


def _shifted(values: Counts, distance: int) -> Counts:
    """Return the values of the lines a distance away; -1 beyond the ends of the page."""
    shifted = np.full(len(values), -1.0)
    if distance > 0:
        shifted[:-distance] = values[distance:]
    else:
        shifted[-distance:] = values[:distance]
    return shifted


def _sums(values: Counts, start: NDArray[np.intp], end: NDArray[np.intp]) -> Counts:
    """Return the sums of the values from start to before end."""
    running = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(running[end] - running[np.minimum(start, end)])
