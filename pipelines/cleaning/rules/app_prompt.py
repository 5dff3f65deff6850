"""Requests to install an app or to allow notifications."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("app-prompt", "asks to install an app", may_ask_first=True)
