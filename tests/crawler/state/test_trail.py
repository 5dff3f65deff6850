import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.state.packed_text import pack, unpack
from crawler.state.source_states import Validators
from crawler.state.trail import (
    dump_evidence,
    dump_record_evidence,
    load_evidence,
    told_by_feed,
    told_by_page,
)
from pipelines.dedup.index import Duplicate
from pipelines.items import ConsideredDate, ConsideredValue
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

TITLE = ConsideredValue(field="title", value="Harbour", source="h1", outcome="chosen")
UNREADABLE = ConsideredDate(
    role="modified", raw="soon", source="text", value=None, outcome="not a date"
)


def test_evidence_comes_back_as_it_was() -> None:
    page = with_removed_block(article())
    page = replace(
        page,
        dates_considered=(*page.dates_considered, UNREADABLE),
        values_considered=(TITLE,),
        quality_flags=("short",),
        rule_id="gazette.example.txt",
    )
    twin = Duplicate(id="0" * 32, kind="near", similarity=0.75)
    evidence = load_evidence(dump_evidence(page, twin))
    assert evidence.dates == page.dates_considered
    assert evidence.dates[0].value == NOON
    assert evidence.values == (TITLE,)
    assert evidence.removed_by_rule == {"read-more": 1}
    assert evidence.quality_flags == ("short",)
    assert evidence.duplicate == twin
    assert evidence.rule_id == "gazette.example.txt"


def test_the_trail_of_a_delivered_url_tells_the_whole_way(tmp_path: Path) -> None:
    told = replace(
        announcement(f"{STORY}?utm_source=feed"),
        requested_url=FEED,
        validators=Validators(etag='"1"'),
    )
    page = replace(article(f"{STORY}/final"), url_requested=f"{STORY}?utm_source=feed")
    with open_dataset(tmp_path) as dataset:
        dataset.frontier.announce(told)
        dataset.deliver(page)
        trail = dataset.trail(STORY)
    assert trail is not None
    assert (trail.row.state, trail.row.source_id) == ("delivered", "gazette")
    assert trail.source_validators == Validators(etag='"1"')
    assert trail.article is not None
    assert trail.article.revision == 1
    assert trail.evidence is not None
    assert trail.evidence.url_requested == f"{STORY}?utm_source=feed"
    assert trail.evidence.url_requested_canonical == STORY
    assert trail.evidence.url == f"{STORY}/final"


def test_a_trail_is_found_by_the_canonical_url_of_the_story(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article(f"{STORY}/amp", canonical=STORY))
        trail = dataset.trail(STORY)
    assert trail is not None
    assert trail.row.url == f"{STORY}/amp"


def test_the_trail_of_a_copy_names_the_first(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.deliver(article(f"{STORY}/copy"))
        trail = dataset.trail(f"{STORY}/copy")
    assert trail is not None
    assert trail.evidence is not None
    assert trail.evidence.duplicate == Duplicate(id=article().id, kind="exact", similarity=1.0)
    assert trail.article is not None
    assert trail.article.id == article().id


def test_the_trail_of_a_rejected_url_has_its_reason_and_no_evidence(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.reject(rejection())
        trail = dataset.trail(STORY)
    assert trail is not None
    assert (trail.row.reason, trail.evidence, trail.article) == ("no-article-body", None, None)


def test_a_url_that_was_never_seen_has_no_trail(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        assert dataset.trail(STORY) is None


def test_evidence_of_an_earlier_version_has_no_values() -> None:
    told = json.loads(unpack(dump_evidence(article(), None)))
    del told["values"]
    assert load_evidence(pack(json.dumps(told))).values == ()


@pytest.mark.parametrize(
    ("extractor", "by_page"), [("trafilatura/2.3.1", True), ("feed-content/1", False)]
)
def test_it_is_known_whether_the_page_gave_the_text(
    tmp_path: Path, extractor: str, by_page: bool
) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.frontier.announce(announcement(STORY, f"{STORY}/2"))
        assert not told_by_page(dataset.frontier.row(STORY))
        dataset.deliver(replace(article(), extractor=extractor))
        assert told_by_page(dataset.frontier.row(STORY)) == by_page
        dataset.reject(rejection(STORY))
        assert told_by_page(dataset.frontier.row(STORY)) == by_page
        assert not told_by_page(dataset.frontier.row(f"{STORY}/3"))


def test_a_record_still_tells_who_gave_the_text(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        record = dataset.deliver(replace(article(), extractor="feed-content/1")).record
    assert record is not None
    packed = dump_record_evidence(record)
    assert told_by_feed(packed)
    evidence, whole = load_evidence(packed), load_evidence(dump_evidence(article(), None))
    assert replace(evidence, extractor=whole.extractor) == replace(
        whole, dates=(), values=(), removed_by_rule={}
    )
