"""Requests to share a story or to follow its publisher."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("share-prompt", "asks to share or follow", may_ask_first=True)
