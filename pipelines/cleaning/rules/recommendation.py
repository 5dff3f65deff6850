"""Pointers to other stories between the paragraphs: "Recommended Article", "Read more:"."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("recommendation", "points to another story")
