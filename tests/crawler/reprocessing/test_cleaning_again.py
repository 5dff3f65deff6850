from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crawler.configuration.sources import Configuration
from crawler.configuration.todays_hints import TodaysHints
from crawler.reprocessing.cleaning_again import CleaningAgain, Means
from crawler.reprocessing.new_folder import write_dataset
from pipelines.errors import RecordError
from pipelines.items import SiteRules
from pipelines.workers.pool import ArticleWorkers, WorkerSettings
from tests.crawler.reprocessing.archived_dataset import (
    CUT,
    EMPTIED,
    FOUND,
    HIDDEN,
    HOST,
    PROMPT,
    SHORT,
    configured,
    contents,
    fill,
    prompting_stories,
    stories,
)
from tests.crawler.state.examples import lines
from tests.integration.prose import paragraphs

NO_RULES = Configuration()


@contextmanager
def cleaned_again(
    folder: Path, configuration: Configuration = NO_RULES, *, uses_memory: bool = True
) -> Iterator[CleaningAgain]:
    told: list[RecordError] = []
    with closing(ArticleWorkers(WorkerSettings(processes=0))) as workers:
        means = Means(
            workers=workers,
            today=TodaysHints(configuration),
            uses_memory=uses_memory,
            tell=told.append,
            progress=lambda *_: None,
        )
        with CleaningAgain(folder, means) as work:
            work.run()
            assert len(told) == work.account.failed
            yield work


@pytest.mark.parametrize("uses_memory", [False, True])
def test_the_same_rules_give_the_same_records(tmp_path: Path, uses_memory: bool) -> None:
    fill(tmp_path, [*stories(4), SHORT])
    with cleaned_again(tmp_path, uses_memory=uses_memory) as work:
        account = work.account
        assert (account.records, account.identical, account.changed) == (4, 4, 0)
        assert work.patches.segments() == frozenset()
        assert account.lost == account.gained == []


def test_other_rules_change_what_they_touch(tmp_path: Path) -> None:
    fill(tmp_path, stories(3))
    fill(tmp_path, stories(2), "run-2", has_archive=False)
    with cleaned_again(tmp_path, configured(CUT)) as work:
        account = work.account
        assert (account.changed, account.identical, account.unarchived) == (3, 0, 0)
        assert {"text", "rule_id", "word_count", "text_sha256"} <= set(account.fields)
        write_dataset(tmp_path, tmp_path.with_name("new"), work.patches)
    for before, after in zip(
        lines(tmp_path, "articles"), lines(tmp_path.with_name("new"), "articles"), strict=True
    ):
        assert after["rule_id"] == HOST
        for name in ("id", "revision", "change", "run_id", "date_first_seen", "warc_offset"):
            assert after[name] == before[name]
        assert len(str(after["text"]).split("\n\n")) == len(str(before["text"]).split("\n\n")) - 1


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    old, new, newer = (tmp_path / name for name in ("old", "new", "newer"))
    fill(old, prompting_stories(6))
    with cleaned_again(old) as work:
        assert "removed" in work.account.fields  # each page alone did not know that it repeats
        write_dataset(old, new, work.patches)
    assert contents(new) != contents(old)
    assert set(contents(new)) >= set(contents(old))
    with cleaned_again(new) as work:
        assert work.account.changed == 0
        write_dataset(new, newer, work.patches)
    assert contents(newer) == contents(new)
    removed = {line["id"]: line for line in lines(new, "removed")}
    for record in lines(new, "articles"):
        cuts = removed[record["id"]]["removed"]
        assert isinstance(cuts, list)
        assert len(cuts) == record["removed_blocks"]
        assert PROMPT not in str(record["text"])


def test_what_is_not_cut_any_more_leaves_the_removed_lines(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    bodies = [body.replace(b"</h1>", b"</h1><p>Advertisement</p>") for body in stories(2)]
    fill(old, bodies)
    assert len(lines(old, "removed")) == 2
    rules = SiteRules(id=HOST, remove=("//h1 | //h1/following::p[1]",))
    with cleaned_again(old, configured(rules)) as work:
        write_dataset(old, new, work.patches)
    assert lines(new, "removed") == []
    assert set(contents(new)) == set(contents(old))


def test_pages_that_are_no_article_any_more_are_named_and_kept(tmp_path: Path) -> None:
    fill(tmp_path, stories(2))
    with cleaned_again(tmp_path, configured(EMPTIED)) as work:
        assert [page.detail for page in work.account.lost] == ["no-article-body"] * 2
        assert work.patches.segments() == frozenset()


def test_pages_that_are_an_article_now_are_named(tmp_path: Path) -> None:
    fill(tmp_path, [HIDDEN.format("".join(f"<p>{p}</p>" for p in paragraphs("Hidden"))).encode()])
    assert len(lines(tmp_path, "rejected")) == 1
    with cleaned_again(tmp_path, configured(FOUND)) as work:
        (page,) = work.account.gained
        assert (page.url, page.detail) == (f"https://{HOST}/run-1/0", "Hidden words")


def test_records_of_pages_that_are_in_no_archive_are_counted(tmp_path: Path) -> None:
    fill(tmp_path, stories(2), has_archive=False)
    with cleaned_again(tmp_path) as work:
        assert (work.account.records, work.account.unarchived) == (2, 2)


def test_archives_that_are_gone_are_told(tmp_path: Path) -> None:
    fill(tmp_path, stories(2))
    for path in (tmp_path / "warc").iterdir():
        path.unlink()
    with cleaned_again(tmp_path) as work:
        assert (work.account.records, work.account.failed) == (2, 2)
        assert work.patches.segments() == frozenset()
