"""Lines that announce an advertisement."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("advertisement", "announces an advertisement")
