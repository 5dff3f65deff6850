"""The stories of the demo hosts as they were written: the truth that records are compared with."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, Literal
from zoneinfo import ZoneInfo

BlockRole = Literal["paragraph", "heading"]
PageEncoding = Literal["utf-8", "no-charset", "wrong-charset"]

_PUBLISHED = re.compile(r"(?:(?P<minutes>\d+)m|(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d))")
_HEADING_MARK = "## "


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBlock:
    """One paragraph or subheading of a story."""

    text: str
    role: BlockRole = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story of one host."""

    slug: str
    title: str
    standfirst: str
    """Empty where the host writes none."""
    section: str
    authors: tuple[str, ...]
    published: datetime
    """In the host's own time zone."""
    blocks: tuple[StoryBlock, ...]
    revision: tuple[StoryBlock, ...] = ()
    """Blocks added at the end on the second day."""
    day: int = 1
    """The day on which the story first appears, 1 or 2."""
    has_amp: bool = False
    is_disallowed: bool = False
    """Announced by the source but closed by robots.txt."""
    encoding: PageEncoding = "utf-8"
    copy_of: str | None = None
    """``site/slug`` of the story that this one repeats."""
    is_exact_copy: bool = False

    def blocks_on(self, day: int) -> tuple[StoryBlock, ...]:
        """Return the blocks as they stand on a day."""
        return self.blocks + (self.revision if day > 1 else ())

    def is_revised_on(self, day: int) -> bool:
        """Return whether the text differs from that of the first day."""
        return day > 1 and bool(self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host of the demo site with all its stories, newest first."""

    number: int
    """Last part of its loopback address."""
    id: str
    name: str
    language: str
    timezone: str
    style: str
    """Name of its template file."""
    story_path: str
    source_path: str
    kind: str = "auto"
    stories: tuple[Story, ...] = field(default=())

    def path_of(self, story: Story) -> str:
        """Return the path of a story on this host."""
        return self.story_path.format(slug=story.slug)

    def source_id(self, story: Story) -> str:
        """Return the id of the source that announces a story; a single page is a source itself."""
        return f"{self.id}-{story.slug}" if self.kind == "url" else self.id

    def stories_on(self, day: int) -> tuple[Story, ...]:
        """Return the stories that are out on a day, newest first."""
        return tuple(story for story in self.stories if story.day <= day)


def load_hosts(today: datetime) -> tuple[Host, ...]:
    """Return all hosts by number, with dates counted back from ``today``."""
    folder = files("crawler.demo_site.story_texts")
    tables = [
        tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    originals = {
        f"{table['site']['id']}/{story['slug']}": story
        for table in tables
        for story in table["story"]
    }
    hosts = (_host(table, originals, today) for table in tables)
    return tuple(sorted(hosts, key=lambda host: host.number))


def _host(table: Mapping[str, Any], originals: Mapping[str, Any], today: datetime) -> Host:
    site = table["site"]
    zone = ZoneInfo(site["timezone"])
    stories = (_story(_filled(row, originals), today.astimezone(zone)) for row in table["story"])
    newest_first = sorted(stories, key=lambda story: story.published, reverse=True)
    return Host(**site, stories=tuple(newest_first))


def _filled(row: Mapping[str, Any], originals: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a copy with the text of its original, changed where it asks for it."""
    if "copy_of" not in row:
        return dict(row)
    filled = {**originals[row["copy_of"]], **row, "day": 1}
    for old, new in row.get("replace", ()):
        filled["body"] = filled["body"].replace(old, new)
    return filled


def _story(row: Mapping[str, Any], today: datetime) -> Story:
    return Story(
        slug=row["slug"],
        title=row["title"],
        standfirst=row["standfirst"],
        section=row["section"],
        authors=tuple(row["authors"]),
        published=_moment(row["published"], today),
        blocks=tuple(_blocks(row["body"])),
        revision=tuple(_blocks(row.get("revision", ""))),
        day=row.get("day", 1),
        has_amp=row.get("amp", False),
        is_disallowed=row.get("disallowed", False),
        encoding=row.get("encoding", "utf-8"),
        copy_of=row.get("copy_of"),
        is_exact_copy="copy_of" in row and "replace" not in row,
    )


def _moment(published: str, today: datetime) -> datetime:
    match = _PUBLISHED.fullmatch(published)
    if match is None:
        raise ValueError(f'published must look like "2d 14:05" or "20m", not "{published}"')
    if match["minutes"]:
        # Back through UTC: local clocks may have jumped in between.
        moment = today.astimezone(UTC) - timedelta(minutes=int(match["minutes"]))
        return moment.replace(second=0, microsecond=0).astimezone(today.tzinfo)
    day = today - timedelta(days=int(match["days"]))
    return day.replace(
        hour=int(match["hour"]), minute=int(match["minute"]), second=0, microsecond=0
    )


def _blocks(text: str) -> Iterable[StoryBlock]:
    for part in text.strip().split("\n\n"):
        if part.startswith(_HEADING_MARK):
            yield StoryBlock(text=part.removeprefix(_HEADING_MARK), role="heading")
        elif part:
            yield StoryBlock(text=part)
