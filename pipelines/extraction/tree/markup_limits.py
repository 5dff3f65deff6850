"""Markup that is made to exhaust whoever parses it, told before it is parsed.

The parser's time grows with the square of the attributes of an element (20 s at 100,000), and all
that is read from a tree costs time and memory by the element. Nesting needs no limit: the parser
has one of its own.
"""

import re

from pipelines.errors import PageError

MAX_TAGS = 100_000
"""``<`` in a page, those of scripts included. Of 2,500 pages of news sites, shops and guides half
have 1,600, and the largest 22,000."""
MAX_ATTRIBUTES = 1_000
"""Attributes of one element. Twenty are many."""
_SUSPICIOUS_SIGNS = 20_000
"""From so many ``=`` on the attributes of each element are counted, which takes 2 ms a page."""
# What HTML 5 takes for an attribute. Possessive throughout, so that it is read once.
_ATTRIBUTE = (
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+"""
)
_CROWDED_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}")


def check_markup(html: str, *, is_timed: bool = False) -> None:
    """Return nothing when a page can be parsed.

    ``is_timed`` says that the page is built under a time limit, which is what ends it should its
    attributes stand there without values, as none but hostile pages have them.

    Raises:
        PageError: ``too-complex``; no page that people read has so many elements or attributes.
    """
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise PageError("too-complex", f"{tags} tags; {MAX_TAGS} are the limit")
    if is_timed and html.count("=") <= _SUSPICIOUS_SIGNS:
        return
    if has_crowded_tag(html):
        raise PageError("too-complex", f"an element has more than {MAX_ATTRIBUTES} attributes")


def has_crowded_tag(text: str) -> bool:
    """Return whether an element of a document has more attributes than the limit."""
    return _CROWDED_TAG.search(text) is not None
