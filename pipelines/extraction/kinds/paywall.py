"""Whether the rest of a story is for sale, and whether its text breaks off, with the evidence."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml.html import HtmlElement

from pipelines.extraction.kinds.look import Look
from pipelines.extraction.user_rules.selectors import select
from pipelines.normalization import count_words, count_words_roughly, is_spaceless, word_key
from pipelines.sentence_signs import ELLIPSES

FLAGS_OF_A_CUT_TEXT = frozenset({"ends-in-ellipsis", "shorter-than-declared", "paid-part-missing"})
"""Those of the flags that say that the text breaks off."""
_WORD_COUNT = re.compile(r'"wordCount"\s*:\s*"?(\d{1,6})\b')
_PAID_PART = re.compile(r'"cssSelector"\s*:\s*"([^"\\]{1,200})"')
_CONTAINERS = ("aside", "div", "section")
_MIN_LACK = 1.5
"""So many times the words of the text a page has to claim, to be believed to hold more."""
_MIN_LACK_WORDS = 150
_MIN_PART_WORDS = 20
_MAX_TEASER_WORDS = 250
_LAST_BLOCKS = 3
_MAX_PROMPT_CHARS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Paywall:
    """What a page says of the price of its text."""

    is_paywalled: bool | None
    """``None`` when the page says nothing of it."""
    is_truncated: bool | None
    """``None`` when the signs disagree: stories pause at their end, and some sites let crawlers
    read what they sell."""
    flags: tuple[str, ...]
    """Codes of the evidence, for ``quality_flags``."""


def read_paywall(look: Look) -> Paywall:
    """Return whether the text of a page is for sale and whether it breaks off.

    For sale: the page declares it (``isAccessibleForFree``, content tier), or its text is short or
    breaks off and then a prompt to pay or to log in follows. Broken off: for sale, and an ellipsis
    at the end, much less text than ``wordCount`` or ``articleBody`` declare, or a paid part
    (``hasPart``, https://developers.google.com/search/docs/appearance/structured-data/paywalled-content)
    that is not on the page.
    """
    words = sum(count_words_roughly(block.text) for block in look.blocks)
    is_teaser = words < _MAX_TEASER_WORDS
    pauses = bool(look.blocks) and look.blocks[-1].text.rstrip().endswith(ELLIPSES)
    is_free = look.metadata.is_accessible_for_free
    lacks = _declared_words(look) >= max(words * _MIN_LACK, words + _MIN_LACK_WORDS)
    has_prompt = is_free is None and (pauses or is_teaser) and _has_prompt(look)
    is_locked = has_prompt or is_free is False
    # Sites name a paid part in stories of which the whole text is there as well.
    has_no_paid_part = is_free is False and is_teaser and _lacks_paid_part(look.tree)
    return Paywall(
        is_paywalled=True if is_locked else (None if is_free is None else False),
        is_truncated=_agree(is_locked, pauses or lacks or has_no_paid_part),
        flags=_seen(
            {
                "paywall-declared": is_free is False,
                "paywall-prompt": has_prompt,
                "ends-in-ellipsis": pauses and is_locked,
                "shorter-than-declared": lacks,
                "paid-part-missing": has_no_paid_part,
            }
        ),
    )


def says_prompt(text: str) -> bool:
    """Return whether a line says that the rest is for those who pay or log in."""
    if len(text) > _MAX_PROMPT_CHARS:
        return False
    folded = f" {word_key(text)} "
    return any(prompt in folded for prompt in _load()["prompts"])


def _seen(signs: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(sign for sign, is_seen in signs.items() if is_seen)


def _agree(is_locked: bool, breaks_off: bool) -> bool | None:
    return is_locked if is_locked == breaks_off else None


def _declared_words(look: Look) -> int:
    body = count_words_roughly(look.metadata.article_body or "")
    counts = [int(n) for script in _scripts(look.tree) for n in _WORD_COUNT.findall(script)]
    # Pages that describe several stories tell the lengths of all of them.
    return max(body, counts[0] if len(counts) == 1 else 0)


def _lacks_paid_part(tree: HtmlElement) -> bool:
    selectors = [name for script in _scripts(tree) for name in _PAID_PART.findall(script)]
    parts = [part for selector in selectors for part in select(tree, selector)]
    words = sum(count_words("".join(part.itertext())) for part in parts)
    return bool(selectors) and words < _MIN_PART_WORDS


def _scripts(tree: HtmlElement) -> Iterable[str]:
    return (
        script.text or ""
        for script in tree.iter("script")
        if "ld+json" in script.get("type", "").lower()
    )


def _has_prompt(look: Look) -> bool:
    """Return whether a prompt ends the text, or stands in a container that is named for it."""
    ends = (block.text for block in look.extracted[-_LAST_BLOCKS:])
    named = (" ".join(e.itertext()) for e in look.tree.iter(*_CONTAINERS) if _is_wall(e))
    return any(says_prompt(text) for text in (*ends, *named))


def _is_wall(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", "-")
    return any(name in names for name in _load()["containers"])


@lru_cache(maxsize=1)
def _load() -> dict[str, tuple[str, ...]]:
    text = (files("pipelines.extraction.kinds") / "paywall.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    phrases = (phrase for group in told["prompts"].values() for phrase in group)
    prompts = (phrase if is_spaceless(phrase) else f" {phrase} " for phrase in phrases)
    return {"containers": tuple(told["names"]["containers"]), "prompts": tuple(prompts)}
