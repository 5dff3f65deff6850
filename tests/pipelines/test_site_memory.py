from hypothesis import given
from hypothesis import strategies as st

from pipelines.site_memory import SiteMemory


def test_memories_add_up() -> None:
    memory = SiteMemory(day_first=2, month_first=1)
    assert memory.with_more(SiteMemory(day_first=3)) == SiteMemory(day_first=5, month_first=1)


def test_new_memory_is_empty() -> None:
    memory = SiteMemory(day_first=2, month_first=1)
    assert SiteMemory().with_more(memory) == memory


def memories() -> st.SearchStrategy[SiteMemory]:
    count = st.integers(1, 5)
    return st.builds(
        SiteMemory,
        day_first=count,
        month_first=count,
        articles=count,
        lines=st.dictionaries(st.integers(0, 5), count),
        affixes=st.dictionaries(st.sampled_from(("a …", "… b")), count),
        offsets=st.dictionaries(st.sampled_from(("07+02:00", "01+01:00")), count),
        samples=st.dictionaries(st.integers(0, 5), st.text(max_size=2)),
    )


@given(memories(), memories(), memories())
def test_memories_add_up_to_the_same_in_any_order(
    a: SiteMemory, b: SiteMemory, c: SiteMemory
) -> None:
    assert a.with_more(b) == b.with_more(a)
    assert a.with_more(b).with_more(c) == a.with_more(b.with_more(c))


@given(memories())
def test_article_is_taken_out_of_what_it_taught(memory: SiteMemory) -> None:
    lesson = SiteMemory(articles=1, lines={1: 1, 99: 1}, affixes={"… b": 1}, offsets={"x": 1})
    left = memory.with_more(lesson).without_one()
    assert left.articles == memory.articles
    assert left.lines.get(1, 0) == memory.lines.get(1, 0)
    assert 99 not in left.lines
    assert all(count <= memory.lines[key] for key, count in left.lines.items())
    assert SiteMemory().without_one() == SiteMemory()
