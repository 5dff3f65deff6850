"""Which texts of a known story are updates: ``Dataset.deliver`` on pages that change."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pipelines.items import Article
from tests.crawler.state.examples import NOON, STORY, article, column, open_dataset


def visited(hour: int, text: str) -> Article:
    return article(text=text, fetched_at=NOON + timedelta(hours=hour))


def test_a_page_that_shows_two_texts_by_lot_gives_no_revision_each_time(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        outcomes = [
            dataset.deliver(visited(hour, text)).outcome
            for hour, text in enumerate(
                (*("It opens.", "It opens on Monday.") * 3, "It opens on Friday.")
            )
        ]
    assert outcomes == ["new", "updated", "updated", *["unchanged"] * 3, "updated"]


def test_a_correction_may_be_taken_back(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        for hour, text in enumerate(("It opens.", "It opens on Monday.", "It opens.")):
            dataset.deliver(visited(hour, text))
    assert column(tmp_path, "articles", "text") == ["It opens.", "It opens on Monday.", "It opens."]


WHOLE = " ".join(f"word{n}" for n in range(50))


def cut(words: int) -> Article:
    return replace(article(text=" ".join(WHOLE.split()[:words])), is_truncated=True)


def test_a_text_that_is_sold_from_now_on_stays_whole(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(text=WHOLE))
        outcomes = [dataset.deliver(cut(words)).outcome for words in (20, 30, 20)]
        row = dataset.frontier.row(STORY)
        longer = dataset.deliver(article(text=f"{WHOLE} and more"))
    assert outcomes == ["unchanged"] * 3
    assert row is not None
    assert (row.state, row.detail) == (
        "delivered",
        "the page gives less of the text than it did, which is kept",
    )
    assert longer.outcome == "updated"


def test_a_text_that_is_cut_from_the_start_is_updated(tmp_path: Path) -> None:
    first = replace(cut(40), quality_flags=("ends-in-ellipsis",))
    with open_dataset(tmp_path) as dataset:
        outcomes = [dataset.deliver(each).outcome for each in (first, cut(20), article(text=WHOLE))]
    assert outcomes == ["new", "updated", "updated"]


def test_a_text_that_is_whole_and_shorter_is_an_update(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(text=WHOLE))
        outcomes = [
            dataset.deliver(each).outcome for each in (cut(45), replace(cut(20), is_truncated=None))
        ]
    assert outcomes == ["updated", "updated"]
