import pytest

from pipelines.extraction.body.line_texts import (
    TEXT_COLUMNS,
    WORDING_COLUMNS,
    PageWordings,
    WordingReader,
    read_text,
)
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from pipelines.normalization import folded_words, letter_key

WORDINGS = PageWordings(
    title="Bench will be mended",
    other_titles=("Lowmere mends its bench",),
    description="The bench is mended.",
    authors=("Ada Long",),
    site_names=("Lowmere Gazette",),
    article_body="The bench of Lowmere was mended. It cost little.",
)


def text_values(markup: str) -> dict[str, float]:
    (line,) = read_lines(parse(f"<body>{markup}</body>"))
    return dict(zip(TEXT_COLUMNS, read_text(line, line.text.split()), strict=True))


def wording_values(text: str, wordings: PageWordings = WORDINGS) -> dict[str, float]:
    said = folded_words(text)
    told = WordingReader(wordings).read(letter_key(text), frozenset(said), len(said))
    return dict(zip(WORDING_COLUMNS, told, strict=True))


@pytest.mark.parametrize(
    ("markup", "column", "expected"),
    [
        ("<p>The bench was mended.</p>", "words", 4),
        ("<p>The Bench was mended.</p>", "capital_share", 0.5),
        ("<p>“It was time.”</p>", "opens_with_quote", 1),
        ("<p>“It was time.”</p>", "ends_sentence", 1),
        ("<p>– It was time</p>", "opens_with_mark", 1),
        ("<p>Since 1931</p>", "has_year", 1),
        ("<p>Since 19</p>", "has_year", 0),
        ("<h2>The bench</h2>", "level", 2),
        ("<h2>The bench</h2>", "is_h2", 1),
        ("<p>The <a href='/b'>bench</a></p>", "link_chars", 5),
    ],
)
def test_text_columns(markup: str, column: str, expected: float) -> None:
    assert text_values(markup)[column] == expected


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("Bench will be mended", "in_title", 1),
        ("Bench will be mended", "of_title", 1),
        ("bench", "of_title", 0.25),
        ("Lowmere mends", "in_other_titles", 1),
        ("The bench is mended.", "of_description", 1),
        ("By Ada Long", "names_author", 1),
        ("© Lowmere Gazette", "names_site", 1),
        ("It cost little.", "in_json_ld", 1),
        ("It cost", "in_json_ld", 0.5),
        ("It cost much.", "in_json_ld", 0),
    ],
)
def test_wording_columns(text: str, column: str, expected: float) -> None:
    assert wording_values(text)[column] == expected


def test_long_lines_are_not_compared_with_the_headline() -> None:
    assert wording_values("bench " * 61)["in_title"] == 0


def test_without_json_ld_body_nothing_speaks_against_a_line() -> None:
    assert wording_values("It cost little.", PageWordings())["in_json_ld"] == -1
