"""Notices that the publisher earns from the links of a page."""

from pipelines.cleaning.phrase_rule import phrase_rule

RULE = phrase_rule("affiliate-notice", "tells that links are paid for")
