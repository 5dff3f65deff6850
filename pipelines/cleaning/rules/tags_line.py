"""Lines of tags and topics."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("tags-line", "lists tags")
