"""Requests for comments and notes about them."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("comments-prompt", "asks for comments", spares_chapters=True, may_ask_first=True)
