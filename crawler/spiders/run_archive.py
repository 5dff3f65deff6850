"""The archive of a run: opened with the spider, closed with it."""

from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler import converters
from crawler.archive.recovery import recover
from crawler.archive.writer import FOLDER, Archive, ArchiveLimits
from crawler.run import CrawlRun
from crawler.state.database import STORAGE_ERRORS
from pipelines.items import Page


def open_archive(run: CrawlRun, settings: BaseSettings) -> Archive | None:
    """Return the archive that a run writes; ``None`` when it is to write none.

    What a run that was killed left torn is made whole in any case.

    Raises:
        OSError: the folder of the dataset cannot be written.
    """
    if run.dry_run:
        return None
    if not settings.getbool("NEWSDESK_WARC"):
        recover(run.folder / FOLDER)
        return None
    limits = ArchiveLimits(
        max_bytes=settings.getint("NEWSDESK_WARC_MAX_BYTES"),
        max_age_s=settings.getfloat("NEWSDESK_WARC_MAX_AGE_S"),
    )
    archive = Archive(run.folder, run.run_id, converters.now, limits)
    run.dataset.before_segments(archive.sync)
    return archive


def describe_story(run: CrawlRun, archive: Archive | None, page: Page) -> None:
    """Archive what is known of a story, before anything is delivered that names the archive.

    Raises:
        CloseSpider: the archive cannot be written.
    """
    if archive is None:
        return
    try:
        archive.describe(page)
    except STORAGE_ERRORS as error:
        run.storage_error = error
        raise CloseSpider("the archive cannot be written") from error


def close_archive(run: CrawlRun, archive: Archive) -> None:
    """Finish the archive of a run; why it could not be written is why the run ended."""
    try:
        archive.close()
    except STORAGE_ERRORS as error:
        archive.error = archive.error or error
    if archive.error is not None and run.storage_error is None:
        run.storage_error = archive.error
