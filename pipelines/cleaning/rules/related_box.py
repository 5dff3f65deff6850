"""Boxes of other stories, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset(
    {
        "mostread", "outbrain", "popular", "recirc", "recirculation", "recommend", "recommendation",
        "recommendations", "recommended", "related", "relatedlinks", "taboola", "trending",
    }
)  # fmt: skip

RULE = part_rule("related-box", "stands in a box of other stories", _NAMES)
