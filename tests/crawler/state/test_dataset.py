import sqlite3
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.state.dataset import Dataset
from pipelines.errors import ConfigError, DatasetError, DatasetLockedError
from pipelines.items import Article
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import (
    STORY,
    announcement,
    article,
    column,
    lines,
    open_dataset,
    rejection,
)

OTHER = "https://gazette.example/2026/bridge"


def test_a_rejection_ends_its_url(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.frontier.announce(announcement(STORY))
        dataset.reject(rejection())
        row = dataset.frontier.look_up(STORY)
    assert column(tmp_path, "rejected", "reason") == ["no-article-body"]
    assert row is not None
    assert (row.state, row.reason, row.detail) == ("rejected", "no-article-body", "4 words")


@pytest.mark.parametrize("part", ["articles", "articles/date=2026-11-24", "warc/more"])
def test_no_dataset_is_made_among_the_files_of_another(tmp_path: Path, part: str) -> None:
    """Its records would count there as well."""
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
    with pytest.raises(ConfigError, match=r"lies among the files of the dataset .*name that one"):
        open_dataset(tmp_path / part)
    assert not (tmp_path / part / "state").exists()
    with open_dataset(tmp_path / "demo"):  # beside them there is room
        pass


def test_what_pages_teach_adds_up_over_runs(tmp_path: Path) -> None:
    for number in (1, 2):
        with open_dataset(tmp_path, f"run-{number}") as dataset:
            dataset.deliver(article(f"{STORY}/{number}", f"Text {number}"))
            assert dataset.sources.memory("gazette") == SiteMemory(day_first=number)


def lesson(url: str, text: str, signature: tuple[int, ...] = ()) -> Article:
    learned = SiteMemory(articles=1, lines={7: 1}, samples={7: "Sign up"})
    return replace(article(url, text, signature=signature), learned=learned)


def test_only_another_story_teaches_of_its_site(tmp_path: Path) -> None:
    near = tuple(range(128)), (*range(120), *range(900, 908))
    other_site = "https://faro.example/harbour"
    counts = []
    with open_dataset(tmp_path) as dataset:
        for one in (
            lesson(STORY, "The harbour opens.", near[0]),
            lesson(STORY, "The harbour opens.", near[0]),  # fetched again
            lesson(STORY, "The harbour opens late."),  # changed
            lesson(f"{STORY}/copy", "The harbour opens late."),  # an exact copy
            lesson(f"{STORY}/near", "The harbour, it opens.", near[1]),  # a near copy of none left
            lesson(f"{STORY}/nearer", "The harbour opens, it does.", near[0]),
            lesson(other_site, "So the harbour opens.", near[0]),
        ):
            dataset.deliver(one)
            counts.append(dataset.sites.memory(STORY).lines.get(7))
        assert dataset.sites.memory(other_site).articles == 1
    assert counts == [1, 1, 1, 1, 2, 2, 2]


def test_page_that_taught_its_site_is_told_of_the_others_only(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(lesson(STORY, "The harbour opens."))
        dataset.deliver(lesson(OTHER, "The bridge closes."))
        told = [dataset.memory_for(url, url) for url in (STORY, f"{STORY}/new")]
    assert [(memory.articles, memory.lines[7]) for memory in told] == [(1, 1), (2, 2)]


def test_sites_of_a_source_are_where_its_articles_were_found(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(lesson("https://news.faro.example/1", "The harbour opens."))
        assert dataset.sites_of("gazette") == ("faro.example",)
        assert dataset.sites_of("www.other.example") == ("other.example",)
        dataset.forget_site("faro.example")
        assert dataset.sites.sites() == ()


def test_a_delivery_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    broken = replace(article(), signature=(-1,))
    with open_dataset(tmp_path) as dataset:
        with pytest.raises(struct.error):
            dataset.deliver(broken)
        assert dataset.frontier.look_up(STORY) is None
        assert dataset.index.known(broken.id) is None
    assert lines(tmp_path, "articles") == []


def test_text_that_is_no_unicode_is_delivered_all_the_same(tmp_path: Path) -> None:
    address = "file:///pages/caf\udce9.html"
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(replace(article(text="Half a pair \ud83d."), url_requested=address))
        dataset.reject(replace(rejection(address), detail="caf\udce9"))
        assert dataset.frontier.look_up(address) is not None
    assert len(lines(tmp_path, "articles")) == 1
    assert len(lines(tmp_path, "rejected")) == 1


def test_segments_are_written_when_enough_lines_wait(tmp_path: Path) -> None:
    with open_dataset(tmp_path, segment_records=2) as dataset:
        written = []
        for number in range(3):
            dataset.deliver(article(f"{STORY}/{number}", f"Text {number}"))
            dataset.drain()
            written.append(len(lines(tmp_path, "articles")))
    assert written == [0, 2, 2]
    assert len(lines(tmp_path, "articles")) == 3


def test_what_a_killed_run_found_is_written_before_the_next_one_begins(tmp_path: Path) -> None:
    killed = open_dataset(tmp_path)
    killed.deliver(article())
    killed._connection.close()
    assert killed._lock is not None
    killed._lock.release()
    with open_dataset(tmp_path, "run-2"):
        assert column(tmp_path, "articles", "run_id") == ["run-1"]


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with open_dataset(tmp_path), pytest.raises(DatasetLockedError, match="newsdesk crawl"):
        open_dataset(tmp_path, "run-2")
    with open_dataset(tmp_path, "run-3"):
        pass


def test_a_dataset_that_cannot_be_opened_gives_its_lock_back(tmp_path: Path) -> None:
    state = tmp_path / "state" / "newsdesk.sqlite"
    state.parent.mkdir()
    state.write_bytes(b"no database" * 500)
    with pytest.raises(DatasetError):
        open_dataset(tmp_path)
    state.unlink()
    with open_dataset(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here is no folder")
    with pytest.raises(DatasetError, match="file/dataset"):
        open_dataset(tmp_path / "file" / "dataset")


def test_a_dry_run_knows_the_past_and_writes_nothing(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
    before = _contents(tmp_path)
    with open_dataset(tmp_path, "run-2", in_memory=True) as dataset:
        outcomes = [dataset.deliver(a).outcome for a in (article(), article(OTHER, "New."))]
        dataset.drain(force=True)
    assert outcomes == ["unchanged", "new"]
    assert _contents(tmp_path) == before


def test_a_dry_run_leaves_a_missing_folder_missing(tmp_path: Path) -> None:
    with open_dataset(tmp_path / "missing", in_memory=True) as dataset:
        assert dataset.deliver(article()).outcome == "new"
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_is_possible_while_another_run_works(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        with open_dataset(tmp_path, "run-2", in_memory=True) as copy:
            assert copy.deliver(article()).outcome == "unchanged"


def test_a_reader_knows_what_a_running_writer_has_committed(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as writer:
        writer.deliver(article())
        with open_dataset(tmp_path, "run-2", read_only=True) as reader:
            row = reader.frontier.row(STORY)
            assert row is not None
            assert row.state == "delivered"
            assert reader.index.known(article().id) is not None
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.forget_site("gazette.example")
    assert column(tmp_path, "articles", "url") == [STORY]


def test_compressed_segments_hold_the_same(tmp_path: Path) -> None:
    with open_dataset(tmp_path, compression="gzip") as dataset:
        dataset.deliver(article())
    assert [p.suffix for p in tmp_path.rglob("articles/**/*.gz")] == [".gz"]
    assert column(tmp_path, "articles", "id") == [article().id]


def test_a_failing_drain_still_gives_the_lock_back(tmp_path: Path) -> None:
    dataset = open_dataset(tmp_path)
    dataset.deliver(article())
    (tmp_path / "articles").write_text("in the way")
    with pytest.raises(OSError, match="articles"):
        dataset.close()
    (tmp_path / "articles").unlink()
    with open_dataset(tmp_path, "run-2") as reopened:
        assert isinstance(reopened, Dataset)
    assert len(lines(tmp_path, "articles")) == 1


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_folder_that_is_a_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    file = tmp_path / "articles.txt"
    file.touch()
    message = f"{file}: cannot be written: Not a directory; --output names another"
    with pytest.raises(DatasetError, match=f"^{message}$"), open_dataset(file):
        pass
