"""By which key a line of a page is recognised on other pages of its site.

The key is a hash of the folded words, with any word that has a digit in it read as ``#``: stamps,
counts of comments and prices differ from page to page, the line around them does not.
"""

import hashlib
from functools import lru_cache

from pipelines.cleaning.rule import KINDS_WITHOUT_SENTENCES
from pipelines.items import Document
from pipelines.normalization import folded_words
from pipelines.site_memory import SiteMemory

_KEY_BYTES = 8
_SAMPLE_CHARS = 80
_MAX_LINES = 500
"""Lines of one page that are learned, the first ones: longer pages are lists of their own."""


def learn_lines(document: Document) -> SiteMemory:
    """Return what the lines of one article teach about its site: that each stands on one article.

    The document is the one before cleaning, so that lines count that another rule will cut. Its
    description counts as one of them: many sites declare the same slogan on every page.
    """
    lines = [
        block.text
        for block in document.blocks[:_MAX_LINES]
        if block.kind not in KINDS_WITHOUT_SENTENCES
    ]
    samples: dict[int, str] = {}
    for line in (*lines, document.description or ""):
        key = masked_key(line)
        if key is not None:
            sample = line[:_SAMPLE_CHARS].rstrip()
            samples[key] = min(samples.get(key, sample), sample)
    return SiteMemory(articles=1, lines=dict.fromkeys(samples, 1), samples=samples)


@lru_cache(maxsize=1024)
def masked_key(text: str) -> int | None:
    """Return the key of a line, a signed 64-bit number; ``None`` when it has numbers alone.

    Equal in every process. Of a thousand million lines two share a key in one case of forty.
    """
    masked = folded_words(text)
    if any(map(str.isdigit, text)):
        masked = tuple("#" if any(map(str.isdigit, word)) else word for word in masked)
    if all(word == "#" for word in masked):
        return None
    digest = hashlib.blake2b(" ".join(masked).encode(), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)
