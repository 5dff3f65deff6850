"""Runs the rules and removes what they claim, keeping the account.

In one pass all rules see the same document; the union of their claims is removed; passes repeat
until nothing is claimed. One pass is not enough: a doubled headline may stand inside a doubled
headline. Every pass shortens the text, so it ends, and because a pass depends on the document
alone, cleaning a cleaned document changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.cleaning.all_rules import ALL_RULES
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.rules import unlike_body
from pipelines.items import Block, Claim, Document, RemovedBlock
from pipelines.options import CleaningOptions

CLEANER = "newsdesk-rules/1"
REFUSED = "cleaning-refused"
"""Flag of an article of which the rules wanted too much: everything was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What cleaning left, and the account of what it took."""

    blocks: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...]
    """In the order of the text. Each is a stretch of a block as extracted, and no two overlap."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """A stretch of a block's text as extracted."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Remainder:
    """What is left of one block: stretches of its text as extracted, joined by single spaces."""

    index: int
    block: Block
    spans: tuple[_Span, ...]

    @property
    def text(self) -> str:
        return " ".join(self.block.text[span.start : span.end] for span in self.spans)


@dataclass(frozen=True, slots=True)
class _RuleClaim:
    rule: str
    claim: Claim


def clean(
    document: Document,
    options: CleaningOptions = CleaningOptions(),
    rules: tuple[CleaningRule, ...] = ALL_RULES,
) -> Cleaned:
    """Return the blocks of the article and the account of what was removed.

    What is kept and what is removed make up the document, except for white space around a cut:
    what stands on both sides of one is joined by a single space. Where claims overlap, the
    earliest, then the longest, then the rule first in the alphabet gets the text. If the rules
    want more than ``options.max_removed_share`` of the characters, all is kept and flagged. Blocks
    with a doubt go in any case and count for nothing.
    """
    remainders = [
        _Remainder(index, block, (_Span(0, len(block.text)),))
        for index, block in enumerate(document.blocks)
    ]
    # What isolation doubts goes first: the rules must not see it around the body.
    doubted = _run_pass(document, remainders, (unlike_body.RULE,), options)
    doubted = _named(doubted, document, rules, options)
    remainders = [remainder for remainder in remainders if remainder.spans]
    held_for_body = tuple(remainder.block for remainder in remainders)
    removed: list[RemovedBlock] = []
    while taken := _run_pass(document, remainders, rules, options):
        removed.extend(taken)
        remainders = [remainder for remainder in remainders if remainder.spans]
    if _share(removed, held_for_body) > options.max_removed_share:
        return Cleaned(blocks=held_for_body, removed=tuple(doubted), flags=(REFUSED,))
    removed = [*doubted, *removed]
    removed.sort(key=lambda r: (r.block, r.start))
    blocks = tuple(_block_of(remainder) for remainder in remainders)
    return Cleaned(blocks=blocks, removed=tuple(removed))


def _run_pass(
    document: Document,
    remainders: list[_Remainder],
    rules: Iterable[CleaningRule],
    options: CleaningOptions,
) -> list[RemovedBlock]:
    """Take out of the remainders what the rules claim, and return it."""
    current = replace(document, blocks=tuple(_block_of(remainder) for remainder in remainders))
    claims: dict[int, list[_RuleClaim]] = {}
    for found in _claims(current, rules, options):
        claims.setdefault(found.claim.block, []).append(found)
    removed: list[RemovedBlock] = []
    for index, found_here in claims.items():
        if 0 <= index < len(remainders):
            remainders[index], taken = _cut(remainders[index], found_here)
            removed.extend(taken)
    return removed


def _named(
    doubted: list[RemovedBlock],
    document: Document,
    rules: Iterable[CleaningRule],
    options: CleaningOptions,
) -> list[RemovedBlock]:
    """Return what isolation doubts, by the rule that knows what it is where one would claim it."""
    if not doubted:
        return doubted
    known: dict[int, _RuleClaim] = {}
    for found in _claims(document, [rule for rule in rules if rule != unlike_body.RULE], options):
        claim = found.claim
        if claim.start <= 0 and claim.end >= len(document.blocks[claim.block].text):
            known.setdefault(claim.block, found)
    return [
        replace(block, rule=told.rule, reason=told.claim.reason)
        if (told := known.get(block.block))
        else block
        for block in doubted
    ]


def _claims(
    document: Document, rules: Iterable[CleaningRule], options: CleaningOptions
) -> list[_RuleClaim]:
    """Return the claims of one pass in an order that does not depend on the rules' order."""
    total = sum(len(block.text) for block in document.blocks)
    limit = max(options.max_heuristic_share * total, options.min_heuristic_chars)
    found: list[_RuleClaim] = []
    for rule in rules:
        claims = list(rule(document))
        if not rule.is_heuristic or sum(c.end - c.start for c in claims) <= limit:
            found.extend(_RuleClaim(rule.name, claim) for claim in claims)
    found.sort(key=lambda f: (f.claim.start, -f.claim.end, f.rule, f.claim.reason))
    return found


def _cut(
    remainder: _Remainder, claims: Iterable[_RuleClaim]
) -> tuple[_Remainder, list[RemovedBlock]]:
    """Return a remainder without the claimed stretches, and those; overlaps go once."""
    removed: list[RemovedBlock] = []
    kept: list[_Span] = []
    position, length = 0, len(remainder.text)
    for found in claims:
        start, end = max(found.claim.start, position), min(found.claim.end, length)
        if start < end:
            kept.extend(_as_extracted(remainder, position, start))
            removed.extend(
                _account(remainder, found, span) for span in _as_extracted(remainder, start, end)
            )
            position = end
    kept.extend(_as_extracted(remainder, position, length))
    if not removed:
        return remainder, removed
    return _Remainder(remainder.index, remainder.block, tuple(kept)), removed


def _as_extracted(remainder: _Remainder, start: int, end: int) -> list[_Span]:
    """Return where a stretch of what is left stands in the block as extracted, without blanks."""
    found: list[_Span] = []
    offset = 0
    for span in remainder.spans:
        first = max(span.start, span.start + start - offset)
        last = min(span.end, span.start + end - offset)
        found.extend(_trimmed(remainder.block.text, first, last))
        offset += span.end - span.start + 1
    return found


def _trimmed(text: str, start: int, end: int) -> Sequence[_Span]:
    stretch = text[start:end] if start < end else ""
    if not stretch.strip():
        return ()
    left = len(stretch) - len(stretch.lstrip())
    return (_Span(start + left, start + left + len(stretch.strip())),)


def _account(remainder: _Remainder, found: _RuleClaim, span: _Span) -> RemovedBlock:
    return RemovedBlock(
        block=remainder.index,
        start=span.start,
        end=span.end,
        text=remainder.block.text[span.start : span.end],
        rule=found.rule,
        reason=found.claim.reason,
    )


def _block_of(remainder: _Remainder) -> Block:
    text = remainder.text
    if text == remainder.block.text:
        return remainder.block
    return replace(remainder.block, text=text)


def _share(removed: Iterable[RemovedBlock], blocks: Iterable[Block]) -> float:
    total = sum(len(block.text) for block in blocks)
    return sum(r.end - r.start for r in removed) / total if total else 0.0
