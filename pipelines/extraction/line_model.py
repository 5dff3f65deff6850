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

from pipelines.extraction.line_features import Column

_RESOURCE = "line_model.json"

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
    """Trees as arrays: ``trees`` by ``depth`` questions, ``trees`` by 2**``depth`` answers."""

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
        return np.stack([columns[name] for name in self.features], axis=1)

    def _score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        yes = matrix[:, self.question_features] > self.thresholds
        bits = 1 << np.arange(self.thresholds.shape[1])
        leaves = yes @ bits
        log_odds = self.answers[np.arange(len(self.answers)), leaves].sum(axis=1) + self.bias
        return np.asarray(1 / (1 + np.exp(-log_odds)))

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
        usual = matrix[list(likely)].mean(axis=0)
        own = matrix[list(unlikely)]
        raised = []
        aspects = [_aspect_of(name) for name in self.features]
        names = tuple(dict.fromkeys(aspects))
        for aspect in names:
            changed = own.copy()
            part = [i for i, other in enumerate(aspects) if other == aspect]
            changed[:, part] = usual[part]
            raised.append(self._score(changed))
        return tuple(names[place] for place in np.argmax(raised, axis=0))


def _aspect_of(feature: str) -> str:
    found = (aspect for aspect, starts in _ASPECTS.items() if feature.startswith(starts))
    return next(found, _OWN_TEXT)


@lru_cache(maxsize=1)
def load_line_model() -> LineModel:
    """Return the model of the package."""
    text = (files("pipelines.extraction") / _RESOURCE).read_text(encoding="utf-8")
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
