import numpy as np
import pytest
from hypothesis import given, settings

from pipelines.extraction.body.line_features import FeatureReader, LineFeatures
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

PAGE = """
<body><nav><a href="/a">Town</a><a href="/b">Sea</a></nav>
<main><h1>Bench will be mended</h1>
<p>The council of Lowmere will mend the bench before the winter, the mayor said on Tuesday.</p>
<p>“It was time,” Ada Long said. The bench of Lowmere has stood at the quay since 1931.</p>
<p><a href="/c">Ferry stops for a day</a></p>
<p>The council met twice.</p></main>
<footer>© Lowmere Gazette</footer></body>
"""
WORDINGS = PageWordings(
    title="Bench will be mended",
    description="The bench is mended.",
    authors=("Ada Long",),
    site_names=("Lowmere Gazette",),
    article_body="The council of Lowmere will mend the bench before the winter, the mayor said on "
    "Tuesday.\nThe council met twice.",
)


def features_of(
    markup: str, chosen: tuple[int, ...], wordings: PageWordings = WORDINGS
) -> tuple[list[str], LineFeatures]:
    lines = read_lines(parse(markup))
    features = FeatureReader(lines, wordings).read(frozenset(chosen))
    return [lines[index].text for index in features.candidates], features


@pytest.fixture
def page() -> tuple[list[str], LineFeatures]:
    return features_of(PAGE, (2, 3))


def value(page: tuple[list[str], LineFeatures], start: str, column: str) -> float:
    texts, features = page
    place = next(i for i, text in enumerate(texts) if text.startswith(start))
    return float(features.columns[column][place])


@pytest.mark.parametrize(
    ("start", "column", "expected"),
    [
        ("The council of", "ends_sentence", 1),
        ("“It was", "opens_with_quote", 1),
        ("“It was", "has_year", 1),
        ("“It was", "names_author", 1),
        ("©", "names_site", 1),
        ("©", "in_footer", 1),
        ("©", "opens_with_mark", 1),
        ("Ferry", "link_share", 1),
        ("Bench", "in_title", 1),
        ("Bench", "of_title", 1),
        ("Bench", "from_headline", 0),
        ("Bench", "level", 1),
        ("The council of", "from_headline", 1),
        ("The council of", "since_heading", 1),
        ("The council of", "in_json_ld", 1),
        ("“It was", "in_json_ld", 0),
        ("The council of", "chosen", 1),
        ("The council met", "chosen", 0),
        ("“It was", "is_between_chosen", 1),
        ("Ferry", "is_between_chosen", 0),
        ("Ferry", "chosen_share_after", 0),
        ("The council met", "kind_-1", 0),
        ("©", "words_+1", -1),
    ],
)
def test_columns(
    page: tuple[list[str], LineFeatures], start: str, column: str, expected: float
) -> None:
    assert value(page, start, column) == expected


def test_a_line_that_shares_long_words_with_others_is_on_their_topic(
    page: tuple[list[str], LineFeatures],
) -> None:
    assert value(page, "The council met", "topic") > value(page, "Ferry", "topic")


def test_scripts_without_spaces_and_capitals_look_like_any_other() -> None:
    wordings = PageWordings(title="渡轮下月恢复航行", description="渡轮将于下月恢复航行。")
    sentence = "市议会星期四表示，开往码头的渡轮将于下月恢复航行。居民说：“太好了！”"
    page = features_of(f"<body><p>{sentence}</p><p>渡轮由三人驾驶。</p></body>", (0,), wordings)

    assert value(page, "市议会", "words") == pytest.approx(np.log1p(16), abs=0.2)
    assert value(page, "市议会", "lower_share") == 1
    assert value(page, "市议会", "stops_a_word") > 0
    assert value(page, "市议会", "of_title") > 0.8
    assert 0 < value(page, "渡轮由", "topic") < 1


def test_links_far_from_what_was_chosen_are_no_candidates() -> None:
    menu = "".join(f"<p><a href='/{n}'>Section number {n}</a></p>" for n in range(20))
    texts, _ = features_of(f"<body>{menu}<p>The council met twice.</p></body>", ())
    assert texts == ["The council met twice."]
    texts, _ = features_of(f"<body>{menu}<p>The council met twice.</p></body>", (20,))
    assert texts[:-1] == ["Section number 17", "Section number 18", "Section number 19"]


def test_what_was_read_for_one_choice_does_not_change_another() -> None:
    lines = read_lines(parse(PAGE))
    reader = FeatureReader(lines, WORDINGS)
    for chosen in (frozenset[int](), frozenset((2, 3)), frozenset((0, 1))):
        again, fresh = reader.read(chosen), FeatureReader(lines, WORDINGS).read(chosen)
        assert again.candidates.tolist() == fresh.candidates.tolist()
        assert {n: c.tolist() for n, c in again.columns.items()} == {
            n: c.tolist() for n, c in fresh.columns.items()
        }


def test_without_json_ld_body_nothing_speaks_against_a_line() -> None:
    _, features = features_of(PAGE, (2, 3), PageWordings())
    assert set(features.columns["in_json_ld"]) == {-1.0}


@settings(max_examples=60)
@given(html_pages())
def test_every_page_gives_finite_numbers_of_one_length(markup: str) -> None:
    lines = read_lines(parse(markup))
    if not lines:
        return
    features = FeatureReader(lines, WORDINGS).read(frozenset(range(0, len(lines), 2)))
    for name, column in features.columns.items():
        assert column.shape == features.candidates.shape, name
        assert np.isfinite(column).all(), name
    assert set(features.candidates.tolist()) <= set(range(len(lines)))
