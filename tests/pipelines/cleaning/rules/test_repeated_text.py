from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.cleaning.rules.repeated_text import RULE, doubled_starts
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case

LINE = "Bees return to the old railway bridge"
REFRAIN = "And the river went on and on"

CLAIMED = {
    "paragraph copied": ((*BODY, BODY[0]), [BODY[0]]),
    "paragraph copied at once": ((BODY[0], BODY[0], BODY[1]), [BODY[0]]),
    "line copied at once": ((LINE, LINE, *BODY), [LINE]),
    "copied with other marks": ((LINE, f"{LINE.upper()}!", *BODY), [LINE]),
    "doubled inside a block": ((f"{LINE} {LINE}", *BODY), [f"{LINE} "]),
    "doubled with a bar": ((f"{LINE} | {LINE}", *BODY), [f"{LINE} | "]),
    "doubled start": ((f"{LINE} {LINE} again, and nobody knows why.", *BODY), [f"{LINE} "]),
}
LEFT_ALONE = {
    "verse with a refrain": (
        REFRAIN, "The boats lay still in the rain", REFRAIN, "No one came home again", REFRAIN,
    ),
    "short line at once": ("Row, row, row", "Row, row, row", *BODY),
    "question of an interview": (
        "And what did you do then?", BODY[0], "And what did you do then?", BODY[1],
    ),
    "quoted refrain": (f"“{REFRAIN}”", f"“{REFRAIN}”", *BODY),
    "figure of speech": ("Day after day after day after day after day he waited.", *BODY),
    "repeated with commas": ("He ran and he ran and, he ran and he ran and, out of breath.", *BODY),
    "sentence said twice": ("We will not go. We will not go.", *BODY),
    "numbers that differ": ("12 of 40 seats went to 12 of 41 seats went", *BODY),
    "list of a recipe": (
        *(Block(text=t, kind="list_item") for t in ("200 g flour", "3 eggs", "200 g flour")),
        *BODY,
    ),
    "doubled in a quotation": (f"“{LINE} {LINE}”", *BODY),
    "table rows": (Block(text=BODY[0], kind="table"), Block(text=BODY[0], kind="table"), BODY[1]),
    "code": (Block(text=f"{LINE} {LINE}", kind="code"), *BODY),
}  # fmt: skip


@each_case(CLAIMED, ("lines", "stretches"))
def test_first_of_two_copies_goes(lines: tuple[str | Block, ...], stretches: list[str]) -> None:
    assert claimed(RULE, *lines) == stretches


@each_case(LEFT_ALONE, "lines")
def test_what_is_repeated_on_purpose_stays(lines: tuple[str | Block, ...]) -> None:
    assert claimed(RULE, *lines) == []


@given(st.lists(st.sampled_from("abc"), max_size=60).map(tuple))
@example(("a",) * 41)
@example(tuple("abaababaabaababaababa"))
def test_doubled_starts_are_those_that_comparing_all_stretches_finds(
    words: tuple[str, ...],
) -> None:
    assert doubled_starts(words) == [
        size for size in range(len(words) // 2, 3, -1) if words[:size] == words[size : 2 * size]
    ]


@given(st.lists(st.sampled_from("ab"), min_size=4, max_size=12), st.integers(2, 6))
def test_start_that_stands_many_times_is_doubled_at_each_multiple(
    start: list[str], times: int
) -> None:
    assert len(start) * (times // 2) in doubled_starts(tuple(start) * times)


def test_long_row_of_one_word_is_read_to_its_end() -> None:
    # Comparing stretch with stretch, this took minutes.
    assert claimed(RULE, "word " * 100_000) == ["word " * 50_000]


CODE = Block(text="for hive in hives:\n    open(hive, at=noon)", kind="code")


def test_code_stays_and_its_copy_for_the_clipboard_goes() -> None:
    copy = " ".join(CODE.text.split())
    assert claimed(RULE, *BODY, CODE, copy) == [copy]
    assert claimed(RULE, *BODY, copy, CODE) == [copy]


def test_code_that_stands_twice_stays() -> None:
    assert claimed(RULE, *BODY, CODE, CODE) == []
