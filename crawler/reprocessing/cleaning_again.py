"""All archived pages of a dataset cleaned with the rules of today, on all cores."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from crawler.configuration.todays_hints import TodaysHints
from crawler.extracting.learning import Lessons
from crawler.extracting.many_pages import (
    Outcome,
    Recall,
    count_by_site,
    extract_pages,
    learn_pages,
    no_memory,
)
from crawler.reprocessing.archived_stories import ArchivedStories
from crawler.reprocessing.comparing import Account, Turned, Versions, versions_of
from crawler.reprocessing.dataset_lines import (
    Line,
    RemovedLines,
    Tell,
    article_lines,
    rejected_lines,
)
from crawler.reprocessing.patches import Patches
from pipelines.errors import MACHINE_FAULTS, RecordError
from pipelines.items import Article, Page, Rejection
from pipelines.serialization import dumps
from pipelines.workers.pool import ArticleWorkers


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the work is done with."""

    workers: ArticleWorkers
    today: TodaysHints
    uses_memory: bool
    """Tell each page what the other archived pages of its site teach."""
    tell: Tell
    """Takes what cannot be read."""
    progress: Callable[[str, int], None]
    """Takes what is done and how many pages it was done with."""


class CleaningAgain(AbstractContextManager["CleaningAgain"]):
    """One pass over a dataset. The result depends on the dataset and the rules alone.

    What a page is told of its site comes from all archived pages of the dataset, as in
    ``newsdesk extract``: neither from the state, which knows what came after a page and which a
    new dataset lacks, nor from the order in which pages come.
    """

    def __init__(self, dataset: Path, means: Means) -> None:
        self._dataset = dataset
        self._means = means
        self._resources = ExitStack()
        self._stories = self._resources.enter_context(ArchivedStories(dataset))
        self._removed = self._resources.enter_context(RemovedLines(dataset, means.tell))
        self.patches = self._resources.enter_context(Patches())
        """The lines of a new dataset that are not as they were."""
        self.account = Account()

    @override
    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def run(self) -> None:
        """Clean all pages, and fill the account and the patches."""
        waiting: deque[Line] = deque()
        recall = self._recall()
        outcomes = extract_pages(self._handed_out(waiting), self._means.workers, recall)
        for done, outcome in enumerate(outcomes, start=1):
            self._take(waiting.popleft(), outcome)
            self._means.progress("pages", done)

    def _recall(self) -> Recall:
        if not self._means.uses_memory:
            return no_memory
        lessons = self._resources.enter_context(Lessons())
        sites = count_by_site(self._pages())
        for done in learn_pages(self._pages(), sites, self._means.workers, lessons):
            self._means.progress("pages learned from", done)
        return lambda page: lessons.memory(page.url)

    def _handed_out(self, waiting: deque[Line]) -> Iterator[Page | RecordError]:
        for line, page in self._archived(self._means.tell):
            self.account.records += line.is_article
            if page is None:
                self.account.unarchived += 1
            else:
                waiting.append(line)
                yield page

    def _pages(self) -> Iterator[Page]:
        for _, page in self._archived(lambda _: None):
            if isinstance(page, Page):
                yield page

    def _archived(self, tell: Tell) -> Iterator[tuple[Line, Page | RecordError | None]]:
        """Yield each record with its page, and after them the rejected pages that are archived."""
        for line in article_lines(self._dataset, tell):
            yield line, self._page(self._stories.page_of, line)
        for line in rejected_lines(self._dataset, lambda _: None):
            page = self._page(self._stories.rejected_page, line)
            if page is not None:
                yield line, page

    def _page(
        self, read: Callable[[dict[str, object]], Page | None], line: Line
    ) -> Page | RecordError | None:
        try:
            page = read(line.record)
        except RecordError as error:
            return error
        return None if page is None else self._means.today.given_to(page)

    def _take(self, line: Line, outcome: Outcome) -> None:
        if isinstance(outcome, RecordError):
            self._fail(outcome)
        elif isinstance(outcome, Rejection) and outcome.reason in MACHINE_FAULTS:
            told = f"{outcome.url_requested}: {outcome.reason}: {outcome.detail}"
            self._fail(RecordError(outcome.reason, told))
        elif isinstance(outcome, Rejection):
            if line.is_article:
                self.account.lost.append(Turned(url=outcome.url, detail=outcome.reason))
        elif line.is_article:
            self._compare(line, outcome)
        else:
            self.account.gained.append(Turned(url=outcome.url, detail=outcome.title or ""))

    def _fail(self, error: RecordError) -> None:
        self.account.failed += 1
        self._means.tell(error)

    def _compare(self, line: Line, article: Article) -> None:
        cut = self._removed.of(line.record)
        versions = versions_of(line.record, None if cut is None else cut.record, article)
        has_other_identity = article.id != line.record["id"]
        if self.account.add(versions, has_other_identity=has_other_identity):
            self._patch(line, cut, versions)

    def _patch(self, line: Line, cut: Line | None, versions: Versions) -> None:
        if versions.new_record != versions.record:
            self.patches.put(line.segment, line.number, dumps(versions.new_record))
        if not versions.is_cut_otherwise:
            return
        new = None if versions.new_removed is None else dumps(versions.new_removed)
        if cut is not None:
            self.patches.put(cut.segment, cut.number, new)
        elif new is not None:
            # Beside the record: it has no line there yet, and perhaps no segment.
            self.patches.add(line.segment.replace("articles/", "removed/", 1), new)
