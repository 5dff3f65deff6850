"""Whether a page is a story at all, and what else it is, with the evidence.

First the walls, which are told by their wording. Then a softmax regression over named marks of the
page (McCullagh and Nelder, Generalized Linear Models, chapter 5). Its weights are data, fitted by
``benchmarks/page_kinds.py``. No single mark decides, so plain rules will not do: stories carry
cards, prices, comments and code as well. Boosted trees were tried; they refused more stories.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.mark_words import load_mark_words
from pipelines.extraction.kinds.page_format import choose_format
from pipelines.extraction.kinds.page_marks import read_marks
from pipelines.extraction.kinds.page_type import choose_page_type, running_words
from pipelines.extraction.kinds.walls import find_wall
from pipelines.items import PageType
from pipelines.normalization import count_words
from pipelines.options import ExtractionOptions

_ARTICLE = "article"
REASONS = {"forum": "forum-page", "list": "list-page", "product": "product-page"}
"""The slugs of kinds that are refused by their marks."""
_MARKS_TOLD = 3
_OWN_FORMATS = frozenset({"gallery", "live", "video"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What a page is."""

    page_type: PageType
    reason: str | None = None
    """Slug of the rejection; ``None`` when the page may be a story."""
    evidence: str = ""
    """For people: what decided. Empty when nothing spoke against a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindModel:
    """The weights of the marks for each kind."""

    intercepts: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]

    def shares(self, marks: Mapping[str, float]) -> dict[str, float]:
        """Return how likely each kind is; the shares add up to 1."""
        scores = {kind: self._score(kind, marks) for kind in self.intercepts}
        highest = max(scores.values())
        powers = {kind: exp(score - highest) for kind, score in scores.items()}
        total = sum(powers.values())
        return {kind: power / total for kind, power in powers.items()}

    def reasons(self, kind: str, marks: Mapping[str, float]) -> tuple[str, ...]:
        """Return the marks that speak most for a kind and against a story, strongest first."""
        own, other = self.weights[kind], self.weights[_ARTICLE]
        pull = {
            mark: (own.get(mark, 0.0) - other.get(mark, 0.0)) * value
            for mark, value in marks.items()
        }
        strongest = sorted(pull, key=lambda mark: (-pull[mark], mark))
        return tuple(mark for mark in strongest[:_MARKS_TOLD] if pull[mark] > 0)

    def _score(self, kind: str, marks: Mapping[str, float]) -> float:
        weights = self.weights[kind]
        return self.intercepts[kind] + sum(
            weights.get(mark, 0.0) * value for mark, value in marks.items()
        )


def choose_page_kind(look: Look, options: ExtractionOptions = ExtractionOptions()) -> PageKind:
    """Return the kind of a page and, when it is no story, why.

    A page that a feed or a news sitemap announced needs more against it, and one for which the
    user named the body is taken at that word.
    """
    wall = find_wall(look.tree, look.metadata, look.extracted)
    if wall is not None:
        return PageKind(page_type="other", reason=wall.reason, evidence=wall.evidence)
    page_type = choose_page_type(look.metadata, look.blocks)
    if page_type == "list" and not running_words(look.blocks):
        evidence = "the page lists other stories and has no text of its own"
        return PageKind(page_type="list", reason="list-page", evidence=evidence)
    if page_type in (_ARTICLE, "other"):
        page_type = choose_format(look) or page_type
    count = _count_up_to(options.min_body_words, look)
    has_text = count >= options.min_body_words
    kind = PageKind(page_type=page_type)
    # A live blog or a gallery is built like a list, and yet a story by its own kind.
    if not look.is_body_named and page_type not in _OWN_FORMATS:
        # Without text a page is refused anyhow, so its marks have to be sure to say more than that.
        is_doubted = has_text and not look.is_announced
        needed = options.min_refused if is_doubted else options.min_refused_announced
        kind = _by_marks(look, page_type, needed, options)
    if kind.reason is None and not has_text:
        evidence = f"{count} words of text were left after cleaning"
        return PageKind(page_type=page_type, reason="no-article-body", evidence=evidence)
    return kind


def share_against(shares: Mapping[str, float]) -> float:
    """Return how likely a page is of a kind that is refused."""
    return sum(shares.get(kind, 0.0) for kind in REASONS)


def _by_marks(
    look: Look, page_type: PageType, needed: float, options: ExtractionOptions
) -> PageKind:
    """Return what the marks say; short of ``needed`` they only name the kind."""
    model, marks = load_model(), read_marks(look)
    shares = model.shares(marks)
    against = share_against(shares)
    if against >= (options.min_not_story if not look.is_announced else needed):
        kind = max(REASONS, key=lambda name: shares[name])
        return PageKind(
            page_type="list" if kind == "list" else "other",
            reason=REASONS[kind] if against >= needed else None,
            evidence=_tell(kind, against, model.reasons(kind, marks)),
        )
    kind = max(shares, key=lambda name: shares[name])
    if kind not in (_ARTICLE, *REASONS) and 1 - shares[_ARTICLE] >= options.min_other:
        evidence = _tell(kind, 1 - shares[_ARTICLE], model.reasons(kind, marks))
        return PageKind(page_type="other", evidence=evidence)
    return PageKind(page_type=page_type)


def _count_up_to(enough: int, look: Look) -> int:
    """Return the words of the text; those of a long text are not counted to the end."""
    count = 0
    for block in look.blocks:
        count += count_words(block.text) if block.kind != "caption" else 0
        if count >= enough:
            break
    return count


def _tell(kind: str, share: float, marks: tuple[str, ...]) -> str:
    words = load_mark_words()["meanings"]
    told = "; ".join(words[mark][0] if mark in words else mark for mark in marks)
    return f"{share:.0%} sure that this is a {kind} page: {told}"


@lru_cache(maxsize=1)
def load_model() -> KindModel:
    """Return the fitted model, from the package."""
    told = json.loads((files("pipelines.extraction.kinds") / "page_kind.json").read_text("utf-8"))
    return KindModel(intercepts=told["intercepts"], weights=told["weights"])
