"""Requests to sign up for a newsletter or to subscribe."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("newsletter-prompt", "asks to subscribe", may_ask_first=True)
