"""What a site says about its liability, by names in the markup.

Only "disclaimer" names it: a "disclosure" is a collapsible part with text of the story as often.
"""

from pipelines.cleaning.part_rule import part_rule

RULE = part_rule("disclaimer", "stands in a disclaimer", frozenset({"disclaimer", "disclaimers"}))
