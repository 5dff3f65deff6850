"""What a crawl of the demo site must bring back, as the stories were written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from crawler.demo_site.pages import Edition
from crawler.demo_site.stories import Story
from pipelines.dedup.index import DuplicateKind

TrapKind = Literal["not-found", "list", "no-body", "disallowed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStory:
    """One story that is announced and can be read."""

    source_id: str
    url: str
    """Canonical URL; for an AMP variant the URL as announced."""
    title: str
    paragraphs: tuple[str, ...]
    """Body in order, subheadings included; without headline, standfirst and furniture."""
    standfirst: str | None
    published: datetime
    """UTC."""
    authors: tuple[str, ...]
    language: str
    revision: int = 1
    duplicate: DuplicateKind | None = None
    """How the story relates to ``twin_url``; which of the two comes first is open."""
    twin_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedTrap:
    """One announced URL that must not become a record."""

    source_id: str
    url: str
    kind: TrapKind


def expected_stories(editions: tuple[Edition, ...]) -> tuple[ExpectedStory, ...]:
    """Return every readable story of the editions, AMP variants after their originals."""
    urls = {
        f"{edition.host.id}/{story.slug}": edition.url(story)
        for edition in editions
        for story in edition.host.stories
    }
    return tuple(
        expected
        for edition in editions
        for story in edition.stories()
        if not story.is_disallowed
        for expected in _expected(edition, story, urls)
    )


def _expected(edition: Edition, story: Story, urls: dict[str, str]) -> Iterable[ExpectedStory]:
    twin = urls[story.copy_of] if story.copy_of else None
    yield _story(edition, story, edition.url(story), _copy_kind(story), twin)
    if story.has_amp:
        amp_url = f"{edition.base}/amp{edition.host.path_of(story)}"
        yield _story(edition, story, amp_url, "canonical_url", edition.url(story))


def _copy_kind(story: Story) -> DuplicateKind | None:
    if story.copy_of is None:
        return None
    return "exact" if story.is_exact_copy else "near"


def _story(
    edition: Edition, story: Story, url: str, duplicate: DuplicateKind | None, twin: str | None
) -> ExpectedStory:
    return ExpectedStory(
        source_id=edition.host.source_id(story),
        url=url,
        title=story.title,
        paragraphs=tuple(block.text for block in story.blocks_on(edition.day)),
        standfirst=story.standfirst or None,
        published=story.published.astimezone(UTC),
        authors=story.authors,
        language=edition.host.language,
        revision=2 if story.is_revised_on(edition.day) else 1,
        duplicate=duplicate,
        twin_url=twin,
    )
