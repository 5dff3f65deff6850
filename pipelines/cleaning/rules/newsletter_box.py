"""Sign-up boxes, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset({"newsletter", "newsletters", "optin", "signup", "subscribe", "subscription"})

RULE = part_rule("newsletter-box", "stands in a sign-up box", _NAMES)
