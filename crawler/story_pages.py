"""The pages of one story while they come in: what is fetched next, and what they make together."""

from dataclasses import dataclass, field, replace

from pipelines.extraction.user_rules.rule_links import find_next_page, find_single_page
from pipelines.items import Page
from pipelines.urls import canonicalize_url, is_same_site

MAX_PAGES = 10
"""Pages of one story that are fetched; a rule that errs must not walk through an archive."""


@dataclass(slots=True, kw_only=True)
class StoryPages:
    """Follows the links that the user's rules name: first to a single page, then page by page."""

    first: Page
    _further: list[Page] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _has_tried_single: bool = False
    _waits_for_single: bool = False
    _has_single: bool = False
    _has_missed_single: bool = False
    _has_missed_next: bool = False

    def next_url(self) -> str | None:
        """Return the URL that is to be fetched next; ``None`` when the story has ended."""
        if not self._has_tried_single:
            self._has_tried_single = True
            single = find_single_page(self.first)
            if single is not None:
                self._waits_for_single = True
                return single
        # A single page often leads to the second page of the others, whose text it has.
        return None if self._has_single or self._has_missed_next else self._next_page()

    def add(self, page: Page) -> None:
        """Take in the page that was asked for; one that leads to another site is none of it."""
        if not is_same_site(page.url, self.first.url):
            self.miss()
        elif self._waits_for_single:
            self._waits_for_single = False
            self._has_single = True
            # The story keeps the address under which it is known.
            self.first = replace(self.first, body=page.body, headers=page.headers, warc=page.warc)
        else:
            self._further.append(page)

    def miss(self) -> None:
        """Note that the page that was asked for could not be had; what is there stays."""
        if self._waits_for_single:
            self._waits_for_single = False
            self._has_missed_single = True
        else:
            self._has_missed_next = True

    def whole(self) -> Page:
        """Return the first page with all others."""
        has_part_alone = self._has_missed_single and not self._further
        return replace(
            self.first,
            further_pages=tuple(self._further),
            is_incomplete=self._has_missed_next or has_part_alone,
        )

    def _next_page(self) -> str | None:
        last = self._further[-1] if self._further else self.first
        url = find_next_page(replace(last, hints=self.first.hints))
        self._known.update(map(canonicalize_url, (self.first.url, last.url)))
        # The last page of many stories leads back to the first.
        if url is None or canonicalize_url(url) in self._known:
            return None
        if len(self._further) + 1 >= MAX_PAGES:
            self._has_missed_next = True
            return None
        self._known.add(canonicalize_url(url))
        return url
