"""Dialogs that lie over the page, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset(
    {
        "consent",
        "cookie",
        "cookies",
        "dialog",
        "gdpr",
        "lightbox",
        "modal",
        "overlay",
        "paywall",
        "popup",
    }
)

RULE = part_rule("dialog", "stands in a dialog", _NAMES)
