"""What a page calls its readers to do or to buy, by the name that page builders give it."""

from pipelines.cleaning.part_rule import part_rule

RULE = part_rule("call-to-action", "stands in a call to action", frozenset({"cta", "ctas"}))
