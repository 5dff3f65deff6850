import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.source_states import Validators
from pipelines.items import ConsideredDate, Entry
from tests.crawler.state.examples import (
    FEED,
    NOON,
    STORY,
    announcement,
    article,
    open_dataset,
    rejection,
    with_removed_block,
)

REQUESTED = f"{STORY}?utm_source=feed"
REACHED = f"{STORY}/final"
ENTRY = Entry(url=REQUESTED, title="The harbour", date_raw="Tue, 24 Nov 2026 10:00:00 GMT")


def explain(folder: Path, url: str, *options: str) -> int:
    return main(["explain", url, "--output", str(folder), *options])


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset with a story that was redirected and cleaned, its copy, and a rejected page."""
    page = with_removed_block(article(REACHED, canonical=STORY))
    other = ConsideredDate(
        role="published", raw="soon", source="text", value=None, outcome="not a date"
    )
    dates = (*page.dates_considered, other)
    page = replace(
        page, url_requested=REQUESTED, dates_considered=dates, rule_id="gazette.example.txt"
    )
    with open_dataset(tmp_path) as dataset:
        told = announcement(ENTRY)
        dataset.frontier.announce(
            replace(told, requested_url=FEED, validators=Validators(etag='"1"'))
        )
        dataset.deliver(page)
        dataset.deliver(article(f"{STORY}/copy"))
        dataset.reject(rejection(f"{STORY}/bad"))
        dataset.reject(rejection(f"{STORY}/secret", "robots-disallowed"))
        dataset.sources.record_run("gazette", NOON, error=None)
    return tmp_path


def told(text: str) -> dict[str, str]:
    """Return the rows of names and values, wherever they stand."""
    rows = (line.strip().split("  ", 1) for line in text.splitlines())
    return {row[0]: row[1].strip() for row in rows if len(row) == 2}


def test_trail_of_a_story_tells_every_step(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, REQUESTED) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.startswith(f"{REQUESTED}\n\nFound\n")
    rows = told(captured.out)
    noon = "2026-11-24T12:00:00Z"
    expected = {
        "source": "gazette (feed)",
        "named by": FEED,
        "first seen": noon,
        "announced title": "The harbour",
        "announced date": "Tue, 24 Nov 2026 10:00:00 GMT",
        "source last read": noon,
        "state": "delivered",
        "robots.txt": "did not forbid it",
        "fetched": noon,
        "HTTP status": "200",
        "redirected to": REACHED,
        "requested": REQUESTED,
        "without tracking": STORY,
        "reached": REACHED,
        "canonical": STORY,
        "decision": "no other article says the same",
        "revision": "1",
        "title": "The harbour opens (og)",
        "rules": "gazette.example.txt",
    }
    assert {name: rows.get(name) for name in expected} == expected


def test_dates_and_removed_blocks_are_told(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, STORY) == 0
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "published time 24.11.2026 2026-11-24T12:00:00Z chosen" in lines
    assert "published text soon - not a date" in lines
    assert "read-more: a prompt (block 3, 0 to 9)" in lines
    assert "Read more" in lines


def test_copy_names_the_article_it_says_again(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, f"{STORY}/copy") == 0
    rows = told(capsys.readouterr().out)
    assert rows["state"] == "duplicate: duplicate-exact"
    assert rows["decision"] == "copy (exact)"
    assert rows["rules"] == "none of yours"
    assert rows["of article"] == rows["id"] == article(canonical=STORY).id


def test_rejected_page_has_its_reason(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(dataset, f"{STORY}/bad") == 0
    out = capsys.readouterr().out
    rows = told(out)
    assert (rows["state"], rows["detail"]) == ("rejected: no-article-body", "4 words")
    assert "Dates considered" not in out


def test_forbidden_page_says_that_robots_txt_forbids_it(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, f"{STORY}/secret") == 0
    assert told(capsys.readouterr().out)["robots.txt"] == "forbids it"


def test_json_holds_the_trail(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(dataset, STORY, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["url"], found["state"], found["final_url"]) == (REQUESTED, "delivered", REACHED)
    assert found["discovered_at"] == "2026-11-24T12:00:00Z"
    assert found["entry"]["title"] == "The harbour"
    assert found["evidence"]["url_canonical"] == STORY
    assert [date["outcome"] for date in found["evidence"]["dates"]] == ["chosen", "not a date"]
    assert found["article"]["revision"] == 1
    assert [block["rule"] for block in found["removed"]] == ["read-more"]


NEAR = {
    "other scheme": "http://gazette.example/2026/harbour",
    "with www": "https://www.gazette.example/2026/harbour",
    "slash at the end": f"{STORY}/",
    "without scheme": "gazette.example/2026/harbour",
    "without scheme, with a slash": "www.gazette.example/2026/harbour/",
}


@pytest.mark.parametrize("url", NEAR.values(), ids=NEAR)
def test_unknown_url_is_told_with_the_near_ones(
    dataset: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, url) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{url}: was never seen in {dataset}; known is {REQUESTED}\n" in captured.err


def test_unknown_url_is_told_with_what_may_have_kept_it_out(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(dataset, "https://faro.example/") == 1
    told = capsys.readouterr().err
    assert f"was never seen in {dataset}: no source listed it, or include" in told
    assert "`newsdesk fetch --explain URL`" in told


def test_article_may_be_named_by_its_id(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(dataset, STORY, "--json") == 0
    by_url = json.loads(capsys.readouterr().out)
    assert explain(dataset, by_url["article_id"], "--json") == 0
    assert json.loads(capsys.readouterr().out) == by_url


def test_folder_without_a_dataset_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(tmp_path / "nothing", STORY) == 1
    assert "holds no dataset" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


def test_trail_is_told_while_a_crawl_holds_the_dataset(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_dataset(dataset, "run-2") as busy:
        busy.deliver(with_removed_block(article(f"{STORY}/new", "Something else entirely.")))
        assert explain(dataset, f"{STORY}/new") == 0
        out = capsys.readouterr().out
    # Its line still waits for a segment: the counts are all that is known.
    assert "delivered" in out
    assert out.endswith("  rule       blocks\n  read-more       1\n")


def test_removed_blocks_are_those_of_the_last_revision(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = with_removed_block(article(REACHED, "The harbour is closed.", canonical=STORY))
    block = replace(changed.removed[0], text="Read on")
    with open_dataset(dataset, "run-2") as later:
        later.deliver(replace(changed, url_requested=REQUESTED, removed=(block,)))
    assert explain(dataset, STORY, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["article"]["revision"] == 2
    assert [block["text"] for block in found["removed"]] == ["Read on"]


def test_torn_side_file_is_told_and_passed_over(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("removed/*/*.jsonl"))
    segment.write_bytes(b'{"torn\n' + segment.read_bytes())
    assert explain(dataset, STORY) == 0
    captured = capsys.readouterr()
    assert f"{segment}:1: not JSON" in captured.err
    assert "Read more" in captured.out


def test_cut_that_is_no_block_is_passed_over(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("removed/*/*.jsonl"))
    line = json.loads(segment.read_bytes())
    segment.write_text(json.dumps({**line, "removed": [{"block": 1}, *line["removed"]]}) + "\n")
    assert explain(dataset, STORY) == 0
    out = capsys.readouterr().out
    assert "Read more" in out
    assert "None" not in out


def test_article_without_removed_blocks_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
    assert explain(tmp_path, STORY) == 0
    assert capsys.readouterr().out.endswith("Removed blocks\n  none\n")
