from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.headline.affixes import (
    affix_names,
    site_affixes,
    strip_affixes,
    title_affixes,
)
from pipelines.extraction.headline.titles import choose_title
from pipelines.items import Candidate, Metadata
from pipelines.normalization import folded_words
from pipelines.site_memory import SiteMemory

NAMES = frozenset({"… the lantern", "opinion …"})


def metadata(*titles: str, source: str = "html") -> Metadata:
    return Metadata(titles=tuple(Candidate(value=title, source=source) for title in titles))


def test_first_and_last_part_of_a_title_are_learned() -> None:
    learned = title_affixes(metadata("Opinion | The harbour opens - The Lantern"))
    assert learned == {"opinion …": 1, "… the lantern": 1}


def test_headline_of_the_page_teaches_nothing() -> None:
    assert title_affixes(metadata("The harbour opens | The Lantern", source="h1")) == {}


def test_long_parts_and_what_leaves_one_word_are_no_affix() -> None:
    assert title_affixes(metadata("Harbour | The paper of all who live here")) == {"harbour …": 1}
    assert title_affixes(metadata("Harbour | Lantern")) == {}


def test_chinese_needs_no_space_before_the_name_of_the_site() -> None:
    assert title_affixes(metadata("市议会批准修建新桥！-码头日报")) == {
        "市议会批准修建新桥 …": 1,
        "… 码头日报": 1,
    }
    assert title_affixes(metadata("A well-known bridge")) == {}


def test_part_must_stand_in_most_titles_of_a_site() -> None:
    counts = {"… the lantern": 6, "… united": 4, "… city": 1}
    assert site_affixes(SiteMemory(articles=10, affixes=counts)) == {"… the lantern"}
    assert site_affixes(SiteMemory(articles=2, affixes={"… the lantern": 2})) == frozenset()


def test_affixes_go_from_both_ends() -> None:
    assert strip_affixes("Opinion | The harbour opens — The Lantern", NAMES) == "The harbour opens"
    assert strip_affixes("Praise of The Lantern", NAMES) == "Praise of The Lantern"
    assert strip_affixes("The Lantern | The harbour opens", NAMES) != "The harbour opens"


def test_name_of_the_site_is_told_as_it_is_written() -> None:
    page = metadata("Opinion | The harbour opens - The Lantern", "The harbour opens - The Lantern")
    assert [name.value for name in affix_names(page, NAMES)] == ["The Lantern", "Opinion"]
    assert affix_names(page, frozenset({"… the lantern"}))[0].source == "title"
    assert affix_names(page, frozenset()) == ()


def test_chosen_title_is_without_what_the_site_is_known_to_add() -> None:
    page = metadata("The harbour opens again | Lowmere Lantern")
    known = Metadata(titles=page.titles, title_affixes=frozenset({"… lowmere lantern"}))
    titles = [title and title.value for title in map(choose_title, (page, known))]
    assert titles == ["The harbour opens again | Lowmere Lantern", "The harbour opens again"]


@given(st.text(alphabet="ab |-–:", max_size=40), st.booleans())
def test_stripping_never_leaves_less_than_two_words_or_nothing(title: str, known: bool) -> None:
    affixes = frozenset(title_affixes(metadata(title))) if known else frozenset()
    left = strip_affixes(title, affixes)
    assert left in title
    assert left == title or len(folded_words(left)) >= 2
