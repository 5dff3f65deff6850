"""Which dates and lines of a page may date its story: not those that belong to another one."""

from dataclasses import replace

from pipelines.cleaning.cleaner import Cleaned
from pipelines.items import Document, Metadata

_VISIBLE_SOURCES = frozenset({"text", "time"})
_RULES_THAT_CUT_OWN_STAMPS = frozenset({"breadcrumbs", "byline", "date-line", "reading-time"})


def without_foreign_stamps(metadata: Metadata, cleaned: Cleaned) -> Metadata:
    """Return the metadata without visible stamps that stand in what was cut as another story."""
    foreign = "\n".join(
        removed.text
        for removed in cleaned.removed
        if removed.rule not in _RULES_THAT_CUT_OWN_STAMPS
    )
    kept = tuple(
        item
        for item in metadata.dates_published
        if item.source not in _VISIBLE_SOURCES or item.value not in foreign
    )
    return replace(metadata, dates_published=kept)


def lines_that_may_date(document: Document, cleaned: Cleaned) -> tuple[str, ...]:
    """Return the lines without those that were cut for another reason than being a stamp.

    What isolation doubted above the text may be the head of the article.
    """
    doubted = {i for i, block in enumerate(document.blocks) if block.signals.doubt is not None}
    first = min(set(range(len(document.blocks))) - doubted, default=0)
    foreign = {
        r.block
        for r in cleaned.removed
        if r.rule not in _RULES_THAT_CUT_OWN_STAMPS and not (r.block in doubted and r.block < first)
    }
    return tuple(block.text for index, block in enumerate(document.blocks) if index not in foreign)
