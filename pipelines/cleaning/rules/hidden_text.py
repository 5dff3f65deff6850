"""Text that the page does not show, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset({"invisible", "nodisplay", "offscreen", "screenreader", "visuallyhidden"})

RULE = part_rule("hidden-text", "is not shown", _NAMES)
