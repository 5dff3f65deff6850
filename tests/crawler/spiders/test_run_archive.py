import errno
from pathlib import Path

import pytest
from scrapy.exceptions import CloseSpider
from scrapy.settings import Settings

from crawler.archive.recovery import index_path
from crawler.spiders.run_archive import close_archive, describe_story, open_archive
from pipelines.items import Page
from tests.crawler.archive.exchanges import exchange, warc_files
from tests.crawler.spiders.runs import new_run
from tests.crawler.state.examples import NOON, STORY


def settings(**values: object) -> Settings:
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    found.setdict(values, priority="cmdline")
    return found


def test_an_archive_is_opened_when_it_is_asked_for(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    assert open_archive(run, settings()) is None
    archive = open_archive(run, settings(NEWSDESK_WARC="True", NEWSDESK_WARC_MAX_BYTES="1"))
    assert archive is not None
    archive.add(exchange(b"one"))
    archive.add(exchange(b"two"))
    close_archive(run, archive)
    run.dataset.close()
    assert [path.name for path in warc_files(tmp_path)] == [
        "run-1-00001.warc.gz",
        "run-1-00002.warc.gz",
    ]
    assert run.storage_error is None


def test_a_dry_run_archives_nothing(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    run.dry_run = True
    assert open_archive(run, settings(NEWSDESK_WARC="True")) is None
    run.dataset.close()
    assert not (tmp_path / "warc").exists()


def test_what_a_killed_run_left_is_made_whole_without_the_option_too(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    archive = open_archive(run, settings(NEWSDESK_WARC="True"))
    assert archive is not None
    archive.add(exchange(b"one"))
    (path,) = warc_files(tmp_path)
    with path.open("ab") as stream:
        stream.write(b"\x1f\x8b torn")
    size = path.stat().st_size
    assert open_archive(run, settings()) is None
    assert path.stat().st_size == size - 7
    assert index_path(path).exists()
    close_archive(run, archive)
    run.dataset.close()


def test_why_the_archive_could_not_be_written_is_why_the_run_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run(tmp_path)
    archive = open_archive(run, settings(NEWSDESK_WARC="True"))
    assert archive is not None

    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "_finish_file", fail)
    close_archive(run, archive)
    assert isinstance(run.storage_error, OSError)
    run.dataset.close()


def test_a_story_that_cannot_be_archived_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run(tmp_path)
    page = Page(url=STORY, url_requested=STORY, body=b"", fetched_at=NOON)
    describe_story(run, None, page)
    archive = open_archive(run, settings(NEWSDESK_WARC="True"))
    assert archive is not None

    def fail(_: Page) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "describe", fail)
    with pytest.raises(CloseSpider):
        describe_story(run, archive, page)
    assert isinstance(run.storage_error, OSError)
    close_archive(run, archive)
    run.dataset.close()
