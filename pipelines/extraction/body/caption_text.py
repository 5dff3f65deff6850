"""Captions that no markup names: paragraphs with the credit of a picture in brackets at their end.

Carousels and galleries put them among the paragraphs of the story. "(Reuters)" or "(dpa)" alone is
no sign: agencies sign paragraphs of a live blog like that.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.items import Block

_MAX_CHARS = 800
"""Captions of agencies tell the story's background too: those of AP have 560 to 650 characters."""
_MAX_CAPTION_SHARE = 0.5
_CREDIT_AT_END = re.compile(
    r"""[(\[]\s*(?:
        (?:file\s+)?(?:photos?|fotos?|foto-?grafía|fotografía|bild|bilder|grafik|image|picture|pictures
          |crédit\ photo|crédits?|photo\ credit|image\ credit|picture\ credit|zdjęcie|фото)
          \s*(?:by\b|courtesy\b|credit\b|via\b|de\b|:|/)
        |(?:ap|afp|reuters|epa|getty)\s(?:file\s)?(?:photo|images?|picture)\b
        |(?:getty\ images|picture\ alliance|imago)\b
        |(?:[^()\[\]]{0,60}/\s?|[^()\[\]]{0,40}\bvia\s)
          (?:getty\ images|ap|afp|reuters|shutterstock)\b
    )[^()\[\]]{0,100}[)\]][.\s]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FILE_PICTURE = re.compile(r"FILE\s?[-–—:]\s?\S|FILE PHOTO:\s?\S|\(FILES?\)\s\S")
"""How AP, Reuters and AFP begin the caption of a picture from their archive."""


def tell_captions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with those paragraphs that are captions by their wording set as captions.

    Where captions would be most of the text, they are the story of a gallery and stay. Blocks with
    a doubt stay as well: cleaning accounts for them.
    """
    if not any(_is_caption(block) for block in blocks):
        return tuple(blocks)
    texts = [block for block in blocks if block.kind != "caption" and block.signals.doubt is None]
    total = sum(len(block.text) for block in texts)
    captions = sum(len(block.text) for block in texts if _is_caption(block))
    if captions > _MAX_CAPTION_SHARE * total:
        return tuple(blocks)
    return tuple(replace(b, kind="caption") if _is_caption(b) else b for b in blocks)


def _is_caption(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "paragraph"
        and block.signals.doubt is None
        and len(text) <= _MAX_CHARS
        and (
            (text.rstrip(". ")[-1:] in (")", "]") and _CREDIT_AT_END.search(text) is not None)
            or _FILE_PICTURE.match(text) is not None
        )
    )
