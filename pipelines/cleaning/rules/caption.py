"""Captions and credits of pictures that were taken for paragraphs, by names in the markup."""

from pipelines.cleaning.part_rule import part_rule

_NAMES = frozenset(
    {
        "caption", "captions", "credit", "credits", "figcaption", "icaption", "imagedescription",
        "photocredit",
    }
)  # fmt: skip

RULE = part_rule("caption", "stands in the caption or credit of a picture", _NAMES)
