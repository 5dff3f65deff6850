"""What a whole set of pages teaches of its sites, before any of them is built for good.

The result depends on the set alone, not on its order: articles that are versions of one another
count as one story, whichever came first, and a line counts once a story.
"""

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crawler.scratch import Scratch
from pipelines.dedup.minhash import bands, similarity
from pipelines.items import Article
from pipelines.options import DedupOptions, SiteOptions
from pipelines.site_memory import SiteMemory
from pipelines.urls import registered_domain

_SITES_AT_HAND = 256
_COMPARED_IN_A_BAND = 20
"""Articles of one band that are compared, first those whose texts hash lowest."""
_SCHEMA = """CREATE TABLE lessons (
    site TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    id TEXT NOT NULL,
    signature BLOB NOT NULL,
    lines BLOB NOT NULL,
    rest TEXT NOT NULL,
    PRIMARY KEY (site, text_sha256, id)
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one article taught, with what tells whether it is a version of another one."""

    id: str
    text_sha256: str
    signature: tuple[int, ...] = field(repr=False)
    learned: SiteMemory


class Lessons(Scratch):
    """What the articles of a set taught. SQLite keeps it on disk when it grows, gone when closed.

    An article takes less than two kilobytes there.
    """

    def __init__(self, options: SiteOptions = SiteOptions()) -> None:
        self._options = options
        super().__init__(_SCHEMA)
        self._remembered = lru_cache(maxsize=_SITES_AT_HAND)(self._memory_of_site)

    def add(self, article: Article) -> None:
        """Take what an article taught; one that is there already changes nothing."""
        learned = article.learned
        rest = [learned.day_first, learned.month_first, [*learned.affixes], [*learned.offsets]]
        self._connection.execute(
            "INSERT OR IGNORE INTO lessons VALUES (?, ?, ?, ?, ?, ?)",
            (
                registered_domain(article.url),
                article.text_sha256,
                article.id,
                struct.pack(f"<{len(article.signature)}H", *article.signature),
                struct.pack(f"<{len(learned.lines)}q", *learned.lines),
                json.dumps(rest),
            ),
        )
        self._remembered.cache_clear()

    def memory(self, url: str) -> SiteMemory:
        """Return what the other articles of a page's site taught; the page is one of the set."""
        site = registered_domain(url)
        # Pages without an address share no site, so nothing is known of them either.
        return self._remembered(site) if site else SiteMemory()

    def _memory_of_site(self, site: str) -> SiteMemory:
        memory = learn_site(self._lessons(site)).without_one()
        lines = sorted(memory.lines.items(), key=lambda line: (-line[1], line[0]))
        return replace(memory, lines=dict(lines[: self._options.max_lines_told]))

    def _lessons(self, site: str) -> Iterator[Lesson]:
        rows = self._connection.execute(
            "SELECT text_sha256, id, signature, lines, rest FROM lessons WHERE site = ?"
            " ORDER BY text_sha256, id",
            (site,),
        )
        for text_sha256, article_id, signature, lines, rest in rows:
            day_first, month_first, affixes, offsets = json.loads(rest)
            yield Lesson(
                id=article_id,
                text_sha256=text_sha256,
                signature=struct.unpack(f"<{len(signature) // 2}H", signature),
                learned=SiteMemory(
                    day_first=day_first,
                    month_first=month_first,
                    articles=1,
                    lines=dict.fromkeys(struct.unpack(f"<{len(lines) // 8}q", lines), 1),
                    affixes=dict.fromkeys(affixes, 1),
                    offsets=dict.fromkeys(offsets, 1),
                ),
            )


def learn_site(lessons: Iterable[Lesson]) -> SiteMemory:
    """Return what the articles of one site taught, each story counted once.

    Articles are one story when they have the same id or text, or near copies of each other among
    them. Their stamps add up to those of the one with most of them.
    """
    ordered = sorted(lessons, key=lambda lesson: (lesson.text_sha256, lesson.id))
    lines, affixes, offsets = Counter[int](), Counter[str](), Counter[str]()
    articles = day_first = month_first = 0
    for story in _stories(ordered):
        taught = [lesson.learned for lesson in story]
        lines.update({key for one in taught for key in one.lines})
        affixes.update({key for one in taught for key in one.affixes})
        offsets.update({key for one in taught for key in one.offsets})
        articles += 1
        day_first += max(one.day_first for one in taught)
        month_first += max(one.month_first for one in taught)
    return SiteMemory(
        day_first=day_first,
        month_first=month_first,
        articles=articles,
        lines=dict(lines),
        affixes=dict(affixes),
        offsets=dict(offsets),
    )


def _stories(lessons: list[Lesson]) -> list[list[Lesson]]:
    """Return the articles in groups of versions of one story."""
    parents = list(range(len(lessons)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for one, other in _versions(lessons):
        parents[root(one)] = root(other)
    stories: defaultdict[int, list[Lesson]] = defaultdict(list)
    for index, lesson in enumerate(lessons):
        stories[root(index)].append(lesson)
    return list(stories.values())


def _versions(lessons: list[Lesson]) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles that are versions of one story."""
    least = DedupOptions().min_similarity
    same: dict[str, int] = {}
    near: defaultdict[int, list[int]] = defaultdict(list)
    for index, lesson in enumerate(lessons):
        for name in (lesson.id, lesson.text_sha256):
            yield index, same.setdefault(name, index)
        candidates = set()
        for band in bands(lesson.signature):
            candidates.update(near[band][:_COMPARED_IN_A_BAND])
            near[band].append(index)
        for candidate in candidates:
            if similarity(lesson.signature, lessons[candidate].signature) >= least:
                yield index, candidate
