import pytest
from lxml.html import fromstring

from pipelines.extraction.headline.stamp_attributes import hidden_stamp, stated_stamp

HIDDEN = {
    '<span title="2025-12-18">Posted: 2 days ago</span>': "2025-12-18",
    '<abbr title="December 18, 2025 5:04 am">5:04 AM</abbr>': "December 18, 2025 5:04 am",
    '<span data-timestamp="1766245020"></span>': "1766245020",
    '<small data-post-time="1766245020000">vor 3 Stunden</small>': "1766245020000",
    '<b class="x" data-date="18. März 2020">gestern</b>': "18. März 2020",
}
NOTHING_HIDDEN = (
    '<span title="2025-12-19">18 December 2025</span>',
    '<span title="Posts of 2025">2 days ago</span>',
    '<span title="yesterday">2 days ago</span>',
    '<span data-updated-at="1766245020">2 days ago</span>',
    '<span data-end-date="2025-12-18">2 days ago</span>',
    '<span data-id="2025-12-18">2 days ago</span>',
    '<span data-time="5">2 days ago</span>',
    '<span data-time="9999999999">2 days ago</span>',
    f'<span title="{"On a bridge in the rain " * 3} 2025-12-18">2 days ago</span>',
)


@pytest.mark.parametrize(("markup", "stamp"), HIDDEN.items())
def test_an_attribute_tells_the_day_that_words_only_count_back(markup: str, stamp: str) -> None:
    assert hidden_stamp(fromstring(markup)) == stamp


@pytest.mark.parametrize("markup", NOTHING_HIDDEN)
def test_other_attributes_and_days_in_words_tell_nothing(markup: str) -> None:
    assert hidden_stamp(fromstring(markup)) is None


def test_attributes_for_dates_are_read_as_they_stand() -> None:
    assert stated_stamp(fromstring('<time datetime=" 2025-12-18 " content="x">a</time>')) == (
        "2025-12-18"
    )
    assert stated_stamp(fromstring('<span content="2025">a</span>')) == "2025"
    assert stated_stamp(fromstring("<time>2025-12-18</time>")) == ""
