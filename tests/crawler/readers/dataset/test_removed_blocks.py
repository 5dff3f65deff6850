from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.dataset.removed_blocks import read_removed
from tests.crawler.serving.records import record, removed_line

VALUES = st.sampled_from([None, True, 3, -1, "text", [], {}, ["x"], {"text": 1}])
NAMES = ("block", "start", "end", "rule", "reason", "text")
ENTRIES = VALUES | st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))


def test_blocks_come_in_the_order_in_which_they_stood() -> None:
    line = removed_line(
        record("a"),
        {"block": 7, "start": 0, "text": "third"},
        {"block": 2, "start": 40, "text": "second"},
        {"block": 2, "start": 0, "text": "first"},
    )
    assert [block.text for block in read_removed(line)] == ["first", "second", "third"]


def test_what_is_no_block_is_left_out() -> None:
    line = removed_line(record("a"), {"block": "7"}, {"reason": None}, {"text": "kept"})
    assert [block.text for block in read_removed(line)] == ["kept"]


@given(VALUES | st.lists(ENTRIES, max_size=4))
def test_any_line_can_be_read(removed: object) -> None:
    read_removed({"removed": removed})
