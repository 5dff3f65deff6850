"""Dialogs that lie over the page, by names in the markup."""

from collections.abc import Iterator

from pipelines.cleaning.part_rule import part_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Claim, Document

_NAMES = frozenset(
    {
        "consent", "cookie", "cookies", "gdpr", "lightbox", "modal", "overlay", "paywall", "popup",
    }
)  # fmt: skip
_WHAT = "stands in a dialog"
_BY_NAMES = part_rule("dialog", _WHAT, _NAMES)
_BY_DIALOG = part_rule("dialog", _WHAT, frozenset({"dialog"}))
_CANVAS = "canvas"
"""Drupal wraps the whole page in ``dialog-off-canvas-main-canvas``: that is no dialog."""


def _find(document: Document) -> Iterator[Claim]:
    yield from _BY_NAMES(document)
    for claim in _BY_DIALOG(document):
        if _CANVAS not in document.blocks[claim.block].signals.names:
            yield claim


RULE = CleaningRule(name="dialog", find=_find, is_heuristic=True)
