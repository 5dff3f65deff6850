from hypothesis import given, settings

from pipelines.cleaning.headlines import headline_wordings, longest_first
from pipelines.items import Document
from pipelines.normalization import folded_words
from tests.pipelines.cleaning.documents import any_documents, each_case

HEADLINE = "Bees return to the old bridge"
SITE = "Lowmere Gazette"

WITH_SITE = {
    "bar": f"{HEADLINE} | {SITE}",
    "dash": f"{HEADLINE} - {SITE}",
    "long dash": f"{HEADLINE} — {SITE}",
    "dot": f"{HEADLINE} · {SITE}",
    "before": f"{SITE}: {HEADLINE}",
    "section too": f"{HEADLINE} | Nature | {SITE}",
}


def wordings(**fields: object) -> frozenset[tuple[str, ...]]:
    return headline_wordings(Document(**fields))  # type: ignore[arg-type] # from a table


@each_case(WITH_SITE, "title")
def test_name_of_the_site_is_taken_off_the_headline(title: str) -> None:
    assert folded_words(HEADLINE) in wordings(title=title, site_names=(SITE,))


def test_headline_is_known_with_the_name_of_the_site_too() -> None:
    found = wordings(title=HEADLINE, site_names=(SITE,))
    assert found == {folded_words(HEADLINE), folded_words(f"{HEADLINE} {SITE}")}


def test_what_follows_a_dash_goes_when_a_long_headline_stands_before_it() -> None:
    assert folded_words(HEADLINE) in wordings(title=f"{HEADLINE} - The Other Paper")


def test_short_start_before_a_mark_is_no_headline() -> None:
    assert wordings(title="Opinion | Bees return to the bridge") == {
        folded_words("Opinion Bees return to the bridge")
    }


def test_name_of_the_site_alone_is_no_headline() -> None:
    assert wordings(title=SITE, site_names=(SITE,)) == frozenset()


def test_other_wordings_count_as_well() -> None:
    other = "Honey for Lowmere again"
    found = wordings(title=HEADLINE, other_titles=(other,))
    assert found == {folded_words(HEADLINE), folded_words(other)}


def test_document_without_title_has_no_wordings() -> None:
    assert wordings(title=None, other_titles=("", "…"), site_names=("", SITE)) == frozenset()


@settings(max_examples=50)
@given(any_documents())
def test_longest_wording_comes_first(document: Document) -> None:
    found = longest_first(document)
    assert set(found) == headline_wordings(document)
    assert [len(words) for words in found] == sorted(map(len, found), reverse=True)
    assert () not in found
