"""The comments of readers, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset({"comment", "comments", "commentlist", "disqus"})

RULE = part_rule("comment-section", "stands in the comments", _NAMES)
