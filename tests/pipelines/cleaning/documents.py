"""Documents for the tests of the cleaning rules, and what a rule claims of them. Our own text."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pytest
from hypothesis import strategies as st

from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Block, BlockKind, Document, Signals
from pipelines.normalization import clean_text

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "uk", "pl", "nl")
"""Each phrase file speaks all of them."""

BODY = (
    "The beekeepers of Marsh Lane may put up a bench beside the allotments after all, the council "
    "of Lowmere decided by nine votes to four.",
    "For two summers an old kitchen chair had been taken away every Friday afternoon and had come "
    "back every Saturday morning, nobody knew how.",
    "It can take three hours until a swarm has settled in its new box, said a woman who keeps nine "
    "hives behind the station house.",
)
"""Paragraphs that no rule touches."""


def named(*names: str, text: str = "Nine hives stand there.", **fields: Any) -> Block:
    """Return a block with names in its markup."""
    return Block(text=text, signals=Signals(names=names), **fields)


def blocks_of(*lines: str | Block) -> tuple[Block, ...]:
    """Return blocks; a text becomes a paragraph."""
    return tuple(Block(text=line) if isinstance(line, str) else line for line in lines)


def claimed(rule: CleaningRule, *lines: str | Block, **fields: Any) -> list[str]:
    """Return the stretches that a rule claims of a document of these lines, in reading order.

    A stretch that is claimed for two reasons counts once.
    """
    document = Document(blocks=blocks_of(*lines), **fields)
    places = sorted({(claim.block, claim.start, claim.end) for claim in rule(document)})
    return [document.blocks[block].text[start:end] for block, start, end in places]


def claimed_between_paragraphs(rule: CleaningRule, *lines: str | Block) -> list[str]:
    """Return what a rule claims when the lines stand in the middle of a story."""
    return claimed(rule, BODY[0], *lines, BODY[1], BODY[2])


def each_line(lines: Mapping[str, Sequence[str]]) -> pytest.MarkDecorator:
    """Return the mark that runs a test for every line, named by its group and its first words."""
    return pytest.mark.parametrize(
        "line",
        [
            pytest.param(line, id=f"{group}-{' '.join(line.split()[:6])}")
            for group, texts in lines.items()
            for line in texts
        ],
    )


def each_case(cases: Mapping[str, Any], names: str | tuple[str, ...]) -> pytest.MarkDecorator:
    """Return the mark that runs a test for every named case."""
    return pytest.mark.parametrize(names, list(cases.values()), ids=list(cases))


KNOWN_LINES = (
    *BODY,
    "Bees return to the old railway bridge",
    "Bees return to the old railway bridge Bees return to the old railway bridge",
    "Bees return to the old railway bridge: nine hives now stand there.",
    "Advertisement", "Read more: Ferry stops for good", "News Feed", "20.02.2025 23:36",
    "2 hours ago", "By Ada Long", "Home > News > World", "* * *", "Foto: dpa", "Tags: bees",
    "The beekeepers of Marsh Lane may put up a bench beside…", "© 2024 Lowmere Gazette",
)  # fmt: skip

KNOWN_NAMES = ("byline", "card", "breadcrumb", "hidden", "related", "standfirst", "comment", "x")


def any_documents() -> st.SearchStrategy[Document]:
    """Return documents of lines that the rules know and of lines of any characters."""
    title = st.none() | st.sampled_from(KNOWN_LINES) | st.text(max_size=30)
    names = st.lists(st.sampled_from((*KNOWN_LINES, "Lowmere Gazette", "", "|")), max_size=2)
    block = st.builds(
        Block,
        text=st.sampled_from(KNOWN_LINES) | st.text(max_size=60).map(clean_text).filter(bool),
        kind=st.sampled_from(get_args(BlockKind)),
        link_density=st.sampled_from((0.0, 0.5, 1.0)),
        signals=st.builds(
            Signals, names=st.lists(st.sampled_from(KNOWN_NAMES), max_size=2).map(tuple)
        ),
    )
    return st.builds(
        Document,
        title=title,
        other_titles=names.map(tuple),
        description=title,
        site_names=names.map(tuple),
        authors=names.map(tuple),
        blocks=st.lists(block, max_size=12).map(tuple),
    )
