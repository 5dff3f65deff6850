"""What ``Dataset.deliver`` makes of an article."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.crawler.state.examples import (
    NOON,
    STORY,
    article,
    column,
    lines,
    open_dataset,
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
