"""What the page says about its author, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset({"authorbox", "authorbio", "bio", "biography", "aboutauthor", "saboxplugin"})

RULE = part_rule("author-box", "stands in the author's box", _NAMES)
