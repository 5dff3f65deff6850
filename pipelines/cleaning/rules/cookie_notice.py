"""Cookie notices and requests for consent."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("cookie-notice", "asks for consent", spares_chapters=True)
