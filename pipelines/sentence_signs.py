"""The signs that end sentences and open and close what is said, in any script."""

SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "۔")
CLOSING_SIGNS = "\"'”’»“)]」』）"
"""What may stand behind the end of a sentence."""
ELLIPSES = ("…", "...", "…]", "[...]")
"""Ends of a text that breaks off."""
OPENING_QUOTES = "\"'“„«‘‚»”「『"


def ends_like_a_sentence(text: str) -> bool:
    """Return whether a text ends with a mark that ends sentences."""
    # From the end: a pattern would try every full stop of a text.
    return text.rstrip().rstrip(CLOSING_SIGNS).endswith(SENTENCE_ENDS)
