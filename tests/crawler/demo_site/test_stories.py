from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo_site.stories import Host, load_hosts

TODAY = datetime(2025, 11, 20, 18, 0, tzinfo=UTC)
HOSTS = load_hosts(TODAY)

every_host = pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.id)


@every_host
def test_host_has_stories_newest_first(host: Host) -> None:
    moments = [story.published for story in host.stories]
    assert len(moments) >= 3
    assert moments == sorted(moments, reverse=True)


@every_host
def test_stories_of_a_host_are_spread_over_a_week(host: Host) -> None:
    spread = host.stories[0].published - host.stories[-1].published
    assert spread > timedelta(days=6)


@every_host
def test_stories_are_long_enough_to_be_stories(host: Host) -> None:
    for story in host.stories:
        if not story.is_disallowed:
            assert sum(len(block.text.split()) for block in story.blocks) >= 80, story.slug
            assert len(story.blocks) >= 4, story.slug


def test_each_host_has_an_address_of_its_own() -> None:
    assert [host.number for host in HOSTS] == sorted({host.number for host in HOSTS})


def test_exact_copy_repeats_its_original_word_for_word_and_near_copy_does_not() -> None:
    stories = {f"{host.id}/{story.slug}": story for host in HOSTS for story in host.stories}
    copies = {story.is_exact_copy: story for story in stories.values() if story.copy_of}
    for is_exact, copy in copies.items():
        assert copy.copy_of is not None
        original = stories[copy.copy_of]
        assert (copy.blocks == original.blocks) is is_exact
        assert len(copy.blocks) == len(original.blocks)
    assert set(copies) == {True, False}


def test_second_day_brings_two_new_stories_and_one_changed_text() -> None:
    new = [story for host in HOSTS for story in host.stories if story.day == 2]
    changed = [story for host in HOSTS for story in host.stories if story.is_revised_on(2)]
    assert (len(new), len(changed)) == (2, 1)
    assert changed[0].blocks_on(2)[:-1] == changed[0].blocks_on(1)


@settings(max_examples=25)
@given(st.integers(0, 15 * 365 * 24 * 60))
def test_no_story_is_ahead_of_the_day_it_is_counted_from(minutes: int) -> None:
    today = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert all(story.published < today for host in load_hosts(today) for story in host.stories)
