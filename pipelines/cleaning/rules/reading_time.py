"""Reading times."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("reading-time", "tells how long reading takes")
