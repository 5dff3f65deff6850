import numpy as np

from pipelines.extraction.body.line_groups import LineCounts, LineGroup

COUNTS = LineCounts(
    words=np.array([10.0, 30.0, 4.0]),
    link_words=np.array([0.0, 0.0, 4.0]),
    is_long=np.array([False, True, False]),
)


def test_lines_of_one_mark_are_summed_up() -> None:
    group = LineGroup(COUNTS, ["main", "main", "nav"])
    assert group.lines.tolist() == [2, 2, 1]
    assert group.words.tolist() == [40, 40, 4]
    assert group.long.tolist() == [1, 1, 0]
    assert group.link_share.tolist() == [0, 0, 1]
    assert group.text_share.tolist() == [1, 1, 0]
    assert group.ordinal().tolist() == [1, 2, 1]


def test_a_line_is_told_what_was_chosen_of_its_group_and_of_the_others_in_it() -> None:
    group = LineGroup(COUNTS, ["main", "main", "nav"])
    chosen_words = np.array([0.0, 30.0, 0.0])
    assert group.total(chosen_words).tolist() == [30, 30, 0]
    assert group.others_share(chosen_words).tolist() == [1, 0, 0]
