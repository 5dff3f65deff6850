"""Requests for money or membership."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("donation-prompt", "asks for support", may_ask_first=True)
