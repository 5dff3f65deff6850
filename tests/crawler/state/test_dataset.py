import sqlite3
import struct
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.dataset import Dataset
from pipelines.errors import DatasetError, DatasetLockedError
from pipelines.items import Article
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    column,
    lines,
    open_dataset,
    rejection,
    with_removed_block,
)

OTHER = "https://gazette.example/2026/bridge"
SIGNATURE = tuple(range(128))
NEAR_SIGNATURE = (*range(120), *range(900, 908))


def test_a_new_article_is_written_once_with_its_first_revision(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        delivered = dataset.deliver(article())
    assert delivered.outcome == "new"
    assert lines(tmp_path, "articles") == [delivered.record]
    assert delivered.record is not None
    assert (delivered.record["revision"], delivered.record["change"]) == (1, "new")
    assert delivered.record["run_id"] == "run-1"


def test_an_unchanged_article_writes_nothing_in_the_next_run(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
    with open_dataset(tmp_path, "run-2") as dataset:
        delivered = dataset.deliver(article())
    assert (delivered.outcome, delivered.record) == ("unchanged", None)
    assert len(lines(tmp_path, "articles")) == 1
    assert lines(tmp_path, "rejected") == []


def test_a_changed_text_is_the_next_revision_and_keeps_when_it_was_first_seen(
    tmp_path: Path,
) -> None:
    later = NOON + timedelta(days=2)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        delivered = dataset.deliver(article(text="It opens on Friday.", fetched_at=later))
    assert delivered.outcome == "updated"
    assert delivered.record is not None
    assert (delivered.record["revision"], delivered.record["change"]) == (2, "updated")
    assert delivered.record["date_first_seen"] == "2026-11-24T12:00:00Z"
    days = {p.parent.name for p in tmp_path.rglob("articles/**/*.jsonl")}
    assert days == {"date=2026-11-24", "date=2026-11-26"}


def test_an_exact_copy_gives_a_rejected_line_that_names_the_first(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        first = dataset.deliver(article())
        delivered = dataset.deliver(article(OTHER))
        row = dataset.frontier.look_up(OTHER)
    assert first.record is not None
    assert (delivered.outcome, delivered.record) == ("duplicate", None)
    assert len(lines(tmp_path, "articles")) == 1
    [line] = lines(tmp_path, "rejected")
    assert (line["reason"], line["url"]) == ("duplicate-exact", OTHER)
    assert str(first.record["id"]) in str(line["detail"])
    assert row is not None
    assert row.state == "duplicate"


def test_an_exact_copy_is_written_on_demand_with_the_id_of_the_first(tmp_path: Path) -> None:
    with open_dataset(tmp_path, keep_duplicates=True) as dataset:
        dataset.deliver(article())
        dataset.deliver(article(OTHER))
    assert column(tmp_path, "articles", "duplicate_of") == [None, article().id]
    assert lines(tmp_path, "rejected") == []


def test_a_near_copy_is_written_and_carries_the_first_of_its_cluster(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        second = dataset.deliver(article(OTHER, "Almost it.", signature=NEAR_SIGNATURE))
        dataset.deliver(article(f"{OTHER}/3", "A third one.", signature=NEAR_SIGNATURE))
    assert second.outcome == "new"
    assert second.duplicate is not None
    assert second.duplicate.kind == "near"
    assert column(tmp_path, "articles", "cluster_id") == [None, article().id, article().id]


def test_a_new_revision_stays_in_its_cluster(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(signature=SIGNATURE))
        dataset.deliver(article(OTHER, "Almost it.", signature=NEAR_SIGNATURE))
        dataset.deliver(article(OTHER, "Wholly new.", signature=tuple(range(5000, 5128))))
        dataset.deliver(article(text="The first, updated.", signature=SIGNATURE))
    assert column(tmp_path, "articles", "cluster_id") == [None, article().id, article().id, None]


def test_another_address_of_a_known_article_gives_a_rejected_line(tmp_path: Path) -> None:
    twin = replace(article(f"{STORY}/amp", canonical=STORY), url=STORY)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        delivered = dataset.deliver(twin)
    assert delivered.outcome == "duplicate"
    assert column(tmp_path, "rejected", "reason") == ["duplicate-canonical-url"]
    assert column(tmp_path, "rejected", "url_requested") == [f"{STORY}/amp"]


def test_the_target_of_a_redirect_that_was_delivered_gives_a_rejected_line(
    tmp_path: Path,
) -> None:
    redirected = replace(article(STORY), url_requested=f"{STORY}/old")
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(redirected)
        delivered = dataset.deliver(article(STORY))
    assert delivered.outcome == "duplicate"
    assert column(tmp_path, "rejected", "reason") == ["duplicate-canonical-url"]


def test_a_revisit_of_another_address_writes_nothing_and_stays_a_duplicate(
    tmp_path: Path,
) -> None:
    twin = replace(article(f"{STORY}/amp", canonical=STORY), url=STORY)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.deliver(twin)
        delivered = dataset.deliver(twin)
        row = dataset.frontier.look_up(f"{STORY}/amp")
    assert delivered.outcome == "unchanged"
    assert len(lines(tmp_path, "rejected")) == 1
    assert row is not None
    assert row.state == "duplicate"


def test_what_was_cut_is_kept_in_the_side_file(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(with_removed_block(article()))
    assert column(tmp_path, "removed", "id") == [article().id]
    assert column(tmp_path, "articles", "removed_blocks") == [1]


def test_a_rejection_ends_its_url(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.frontier.announce(announcement(STORY))
        dataset.reject(rejection())
        row = dataset.frontier.look_up(STORY)
    assert column(tmp_path, "rejected", "reason") == ["no-article-body"]
    assert row is not None
    assert (row.state, row.reason, row.detail) == ("rejected", "no-article-body", "4 words")


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
