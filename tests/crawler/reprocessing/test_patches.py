from hypothesis import given
from hypothesis import strategies as st

from crawler.reprocessing.patches import Patches

LINES = st.lists(st.text(max_size=5), max_size=8)


@given(
    lines=LINES,
    changes=st.dictionaries(st.integers(1, 8), st.none() | st.text(max_size=5)),
    extras=LINES,
)
def test_patches_are_applied_line_by_line(
    lines: list[str], changes: dict[int, str | None], extras: list[str]
) -> None:
    with Patches() as patches:
        for number, line in changes.items():
            patches.put("articles/a", number, line)
        for line in extras:
            patches.add("articles/a", line)
        patches.put("articles/b", 1, "other")
        found = list(patches.applied("articles/a", [line.encode() for line in lines]))
        assert patches.segments() == {"articles/b"} | (
            {"articles/a"} if changes or extras else set()
        )
    model = [changes.get(number, line) for number, line in enumerate(lines, start=1)]
    assert found == [line.encode() for line in (*model, *extras) if line is not None]
