"""What today's configuration says of pages that are already on disk."""

from dataclasses import replace

from crawler.configuration.sources import Configuration
from pipelines.items import Page


class TodaysHints:
    """Gives a saved page the rules and the facts of its source that are configured now."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._sources = {source.id: source for source in configuration.sources}

    def given_to(self, page: Page) -> Page:
        """Return the page as a crawl of today would hand it on.

        A source that is configured no more is known by what was archived of it.
        """
        hints = self._configuration.with_rules(page).hints
        source = self._sources.get(hints.source_id)
        if source is not None and hints.source_type != "archive":
            hints = replace(
                hints,
                publisher=source.publisher,
                language=source.language,
                timezone=source.timezone,
                date_order=source.date_order,
            )
        return replace(page, hints=hints)
