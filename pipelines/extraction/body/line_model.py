"""How likely each line is to be body: a small learned model over the features of lines.

Gradient-boosted oblivious decision trees (Prokhorenkova et al., CatBoost, NeurIPS 2018): all nodes
of one depth ask the same question, so a tree is a table that is looked up with as many bits as it
is deep, and a page costs about a millisecond with numpy alone. ``line_model.json`` holds the trees;
``benchmarks/train_line_model.py`` makes them from pages with gold text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.extraction.body.line_features import Column

_LINE_MODEL = "line_model.json"
_GLANCE_MODEL = "glance_model.json"

_OWN_TEXT = "its own text"
_ASPECTS: dict[str, tuple[str, ...]] = {
    "its links": ("link_",),
    "the names and elements around it": ("named_", "in_own_", "in_article", "in_aside", "in_footer",
                                         "in_header", "in_main", "in_ol", "in_table", "in_ul",
                                         "depth_"),
    "its container": ("parent_", "above_", "place_in_"),
    "other lines of its shape": ("shape_", "own_"),
    "the lines around it": ("words_", "kind_", "chosen_", "since_", "link_share_"),
    "its place on the page": ("from_", "to_last", "is_between", "place"),
    "the headline and the description": ("in_title", "of_title", "in_other", "in_description",
                                         "of_description", "names_"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """Trees as arrays: ``trees`` by ``depth`` questions, ``trees`` by 2**``depth`` answers.

    No tree is deeper than eight questions.
    """

    features: tuple[str, ...]
    question_features: NDArray[np.intp]
    """Which feature each question looks at."""
    thresholds: NDArray[np.float32]
    """A value above it answers yes."""
    answers: NDArray[np.float64]
    """What a tree adds to the log odds, by the bits of its answers."""
    bias: float

    def score(self, columns: Mapping[str, Column]) -> NDArray[np.float64]:
        """Return for each line how likely it is to be body, 0 to 1."""
        return self._score(self._matrix(columns))

    def _matrix(self, columns: Mapping[str, Column]) -> NDArray[np.float32]:
        """Return one row a feature, one column a line."""
        return np.stack([columns[name] for name in self.features])

    def _score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        # One depth of all trees at a time: bytes that are or-ed cost less than a product of bits.
        leaves = np.zeros((len(self.answers), matrix.shape[1]), np.uint8)
        for depth, (feature, threshold) in enumerate(
            zip(self.question_features.T, self.thresholds.T, strict=True)
        ):
            yes = matrix[feature] > threshold[:, np.newaxis]
            leaves |= yes.view(np.uint8) << depth
        firsts = np.arange(len(self.answers)) * self.answers.shape[1]
        told = self.answers.take(leaves.T + firsts)
        return np.asarray(1 / (1 + np.exp(-told.sum(axis=1) - self.bias)))

    def explain(
        self, columns: Mapping[str, Column], unlikely: Sequence[int], likely: Sequence[int]
    ) -> tuple[str, ...]:
        """Return for each unlikely line which aspect speaks most against it.

        That is the aspect whose features, set to what they are on average on the likely lines of
        the page, raise the score most. Without likely lines the answer is empty text.
        """
        if not len(likely) or not len(unlikely):
            return ("",) * len(unlikely)
        matrix = self._matrix(columns)
        usual = matrix[:, likely].mean(axis=1, keepdims=True)
        aspects = _aspects_of(self.features)
        changed = np.tile(matrix[:, unlikely], len(aspects))
        size = len(unlikely)
        for place, part in enumerate(aspects.values()):
            changed[part, place * size : (place + 1) * size] = usual[part]
        raised = self._score(changed).reshape(len(aspects), size)
        names = tuple(aspects)
        return tuple(names[place] for place in np.argmax(raised, axis=0))


@lru_cache(maxsize=4)
def _aspects_of(features: tuple[str, ...]) -> Mapping[str, NDArray[np.intp]]:
    """Return which features each aspect has, by their places."""
    places: dict[str, list[int]] = {}
    for place, feature in enumerate(features):
        found = (aspect for aspect, starts in _ASPECTS.items() if feature.startswith(starts))
        places.setdefault(next(found, _OWN_TEXT), []).append(place)
    return {aspect: np.array(part, np.intp) for aspect, part in places.items()}


@lru_cache(maxsize=1)
def load_line_model() -> LineModel:
    """Return the model that decides, from the package."""
    return _load(_LINE_MODEL)


@lru_cache(maxsize=1)
def load_glance_model() -> LineModel:
    """Return the model of the first look, from the package."""
    return _load(_GLANCE_MODEL)


def _load(resource: str) -> LineModel:
    text = (files("pipelines.extraction.body") / resource).read_text(encoding="utf-8")
    return read_line_model(json.loads(text))


def read_line_model(values: Mapping[str, Any]) -> LineModel:
    """Return a model from what its JSON file holds."""
    trees = values["trees"]
    return LineModel(
        features=tuple(values["features"]),
        question_features=np.array([[f for f, _ in tree["questions"]] for tree in trees], np.intp),
        thresholds=np.array([[t for _, t in tree["questions"]] for tree in trees], np.float32),
        answers=np.array([tree["answers"] for tree in trees], np.float64),
        bias=values["bias"],
    )
