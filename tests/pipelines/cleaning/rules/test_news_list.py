import pytest

from pipelines.cleaning.rules.news_list import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, LANGUAGES, claimed, each_case

ENTRIES = ("Ferry stops for good", "20.02.2025 23:36", "Who took the chair?", "20.02.2025 22:10")
HEADINGS = {
    "en": "News Feed", "de": "Meistgelesen", "fr": "Les plus lus", "es": "Más noticias",
    "it": "Ultime notizie", "pt": "Mais lidas", "ru": "Лента новостей", "uk": "Стрічка новин",
    "pl": "Najnowsze", "nl": "Meest gelezen",
}  # fmt: skip


def linked(text: str) -> Block:
    return Block(text=text, link_density=1.0)


CLAIMED: dict[str, tuple[str | Block, ...]] = {
    "stamps below a heading": ("News Feed", *ENTRIES),
    "links below a heading": ("Related", linked("Ferry stops for good"), linked("Who sat there?")),
    "headlines below a heading at the end": ("Most read", ENTRIES[0], ENTRIES[2]),
    "stamps that count from now": (
        "Ferry stops for good", "2 hours ago", "Who took the chair?", "3 hours ago",
    ),
    "headlines that stand twice": (
        "Ferry stops for good", "Ferry stops for good", "20.02.2025 23:36",
        "Who took the chair?", "Who took the chair?",
    ),
    "links with stamps": (
        linked("Ferry stops for good"), "20.02.2025", linked("Who took the chair?"), "21.02.2025",
    ),
}  # fmt: skip
LEFT_ALONE: dict[str, tuple[str | Block, ...]] = {
    "concert dates": ("Where they play", "12 March 2024, Lowmere", "14 March 2024, Marsh Lane"),
    "concert dates in lines of their own": (
        "The old mill in Lowmere", "12 March 2024", "The harbour of Marsh Lane", "14 March 2024",
    ),
    "two evenings at one place": (
        "The old mill of Lowmere", "12 March 2024", "The old mill of Lowmere", "13 March 2024",
    ),
    "list under a subheading": (
        Block(text="Recommended", kind="heading", level=2),
        Block(text="Three cups of water", kind="list_item"),
        Block(text="An apple before noon", kind="list_item"),
    ),
    "chronicle": ("12 March 2024", "The bridge closes", "14 March 2024", "The ferry stops"),
    "recipe": ("What you need", "200 g flour", "3 eggs and some salt", "A spoon of honey"),
    "results": ("Lowmere 3 Marsh Lane 2", "Stillwater 1 Northpoint 0"),
    "subheadings": ("The bench", "The chair that came back"),
    "verse": ("The river went on", "The boats lay still", "The river went on"),
    "names": ("Ada Long", "Ben Short", "Cora Wide"),
    "heading without a list": ("Latest news",),
}  # fmt: skip


@each_case(CLAIMED, "lines")
def test_list_of_other_stories_at_the_end_goes(lines: tuple[str | Block, ...]) -> None:
    texts = [line if isinstance(line, str) else line.text for line in lines]
    assert claimed(RULE, *BODY, *lines) == texts


@each_case(LEFT_ALONE, "lines")
def test_other_runs_of_short_lines_stay(lines: tuple[str | Block, ...]) -> None:
    assert claimed(RULE, *BODY, *lines) == []
    assert claimed(RULE, BODY[0], *lines, BODY[1], BODY[2]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_heading_of_a_list_is_known_in_every_language(language: str) -> None:
    lines = (HEADINGS[language], *ENTRIES)
    assert claimed(RULE, *BODY, *lines) == list(lines)


def test_list_between_paragraphs_goes() -> None:
    assert claimed(RULE, BODY[0], "News Feed", *ENTRIES, *BODY[1:]) == ["News Feed", *ENTRIES]


def test_headlines_below_a_heading_between_paragraphs_stay_without_a_second_sign() -> None:
    assert claimed(RULE, BODY[0], "Latest news", "Ferry stops for good", *BODY[1:]) == []


def test_subheading_before_the_list_stays() -> None:
    subheading = Block(text="The chair that came back", kind="heading", level=2)
    assert claimed(RULE, *BODY, subheading, BODY[0], "News Feed", *ENTRIES) == [
        "News Feed",
        *ENTRIES,
    ]


def test_lines_before_the_body_stay() -> None:
    assert claimed(RULE, "News Feed", *ENTRIES, *BODY) == []


def test_page_without_a_body_is_left_alone() -> None:
    """A live blog or a list page: then the list is the content."""
    assert claimed(RULE, "News Feed", *ENTRIES) == []
