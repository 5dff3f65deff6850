"""A user's rules for one site: what they name and replace on a page, and which of them missed."""

import copy
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction.tree.markup import drop_machinery, prune, text_length
from pipelines.extraction.user_rules.selectors import read_values, remove_elements
from pipelines.items import Candidate, Metadata, Page, SiteRules

BODY_RULE_MISSED = "body-rule-not-matched"
MAX_DEPTH = 200
"""Of 2,900 real pages one has 138 elements around one another, and the next 56. At the 2,048 that
the parser lets through, ``//div//div//a`` took 14 s on a page of 342 kB."""


def is_deep(tree: HtmlElement) -> bool:
    """Return whether a page has so many elements around one another that no XPath is safe on it.

    Each ``//`` looks at an element once for every one around it.
    """
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def with_bearable_rules(page: Page, tree: HtmlElement) -> Page:
    """Return the page with no more than the name of its rules where they could take for ever."""
    rules = page.hints.rules
    if rules is None or not is_deep(tree):
        return page
    return replace(page, hints=replace(page.hints, rules=SiteRules(id=rules.id)))


def read_rule(tree: HtmlElement, selectors: Iterable[str]) -> tuple[Candidate, ...]:
    """Return the values of the first selector that has any, as candidates of source ``rule``."""
    found = (read_values(tree, selector) for selector in selectors)
    values = next((values for values in found if values), ())
    return tuple(Candidate(value=value, source="rule") for value in values)


def read_rules(tree: HtmlElement, selectors: Iterable[str]) -> tuple[Candidate, ...]:
    """Return the values of all selectors in their order, as candidates of source ``rule``."""
    return tuple(
        Candidate(value=value, source="rule")
        for selector in selectors
        for value in read_values(tree, selector)
    )


def replace_strings(html: str, rules: SiteRules | None) -> str:
    """Return the markup of a page after the replacements of the rules, in their order."""
    for found, instead in rules.replacements if rules is not None else ():
        html = html.replace(found, instead)
    return html


def tell_missed_rules(
    rules: SiteRules | None, metadata: Metadata, *, has_ruled_body: bool, has_ruled_date: bool
) -> tuple[str, ...]:
    """Return a quality flag for each rule that gave nothing, so that the general way decided."""
    if rules is None:
        return ()
    flags = {
        BODY_RULE_MISSED: bool(rules.body) and not has_ruled_body,
        "title-rule-not-matched": bool(rules.title) and not _is_ruled(metadata.titles),
        "author-rule-not-matched": bool(rules.author) and not _is_ruled(metadata.authors),
        "date-rule-not-matched": bool(rules.date) and not has_ruled_date,
    }
    return tuple(flag for flag, is_missed in flags.items() if is_missed)


def tell_cuts(tree: HtmlElement, rules: SiteRules | None) -> str:
    """Return what the remove rules took of a page that has no text, for its message.

    Empty when they took less than half of it.
    """
    if rules is None or not rules.remove:
        return ""
    left = copy.deepcopy(tree)
    remove_elements(left, rules.remove)
    drop_machinery(left)
    whole, rest = text_length(prune(tree)), text_length(left)
    if rest * 2 > whole:
        return ""
    return f"the rules of {rules.id} remove {whole - rest} of {whole} characters of the page"


def _is_ruled(candidates: Iterable[Candidate]) -> bool:
    return any(candidate.source == "rule" for candidate in candidates)
