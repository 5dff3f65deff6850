from pipelines.cleaning.rules.date_line import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, each_line

CLAIMED = {
    "en": (
        "March 12, 2024", "Published 12 March 2024, 14:05 | Updated 15:30", "2 hours ago",
        "World | 12 March 2024, 14:05", "Tue, Mar 12, 2024 at 2:05 PM EST",
    ),
    "de": ("12.03.2024, 14:05 Uhr", "Veröffentlicht am 12. März 2024", "vor 2 Stunden"),
    "fr": ("Publié le 12 mars 2024 à 14h05", "il y a 2 heures"),
    "es": ("Publicado el 12 de marzo de 2024", "hace 2 horas"),
    "it": ("Pubblicato il 12 marzo 2024", "2 ore fa"),
    "pt": ("Publicado em 12/03/2024 às 14:05", "há 2 horas"),
    "ru": ("12 марта 2024, 14:05", "Опубликовано: 12.03.2024", "2 часа назад"),
    "uk": ("12 березня 2024, 14:05", "Опубліковано: 12.03.2024"),
    "pl": ("12 marca 2024, 14:05", "Opublikowano: 12.03.2024"),
    "nl": ("12 maart 2024, 14:05", "Gepubliceerd op 12 maart 2024"),
}  # fmt: skip
LEFT_ALONE = {
    "en": (
        "Share prices fell on Tuesday as banks reported losses",
        "On 12 March 2024 the bridge closed.",
        "12 marching bands",
        "Set 2",
        "Yesterday the river rose again.",
        "Published in 1932, the novel sold forty copies.",
        "May 2024 was the driest month",
    ),
    "de": ("Am 12. März schloss die Brücke.", "Gestern stieg der Fluss wieder."),
    "fr": ("Le 12 mars, le pont a fermé.",),
    "es": ("El 12 de marzo cerró el puente.",),
    "it": ("Il 12 marzo il ponte ha chiuso.",),
    "pt": ("No dia 12 de março a ponte fechou.",),
    "ru": ("12 марта мост закрыли на ремонт.",),
    "uk": ("12 березня міст закрили на ремонт.",),
    "pl": ("12 marca zamknięto most kolejowy.",),
    "nl": ("Op 12 maart sloot de oude brug.",),
}  # fmt: skip


@each_line(CLAIMED)
def test_stamp_at_the_top_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY) == [line]


@each_line(LEFT_ALONE)
def test_sentence_with_a_date_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY) == []


def test_stamp_with_a_time_between_standfirst_and_text_goes() -> None:
    assert claimed(RULE, BODY[0], "12 March 2024, 14:05", BODY[1]) == ["12 March 2024, 14:05"]


def test_line_that_says_when_it_was_published_goes_at_the_end_too() -> None:
    line = "Published: 12 March 2024"
    assert claimed(RULE, *BODY, line) == [line]


CHRONICLES = {
    "headings": [
        block
        for day in (12, 13, 14)
        for block in (Block(text=f"{day} March 2024", kind="heading", level=2), BODY[day % 3])
    ],
    "bare lines": ["12 March", BODY[0], "13 March", BODY[1], "14 March", BODY[2]],
    "two days below the first paragraph": [BODY[0], "12 March", BODY[1], "13 March", BODY[2]],
    "times of a live blog": ["14:05", BODY[0], "14:20", BODY[1], "15:00", BODY[2]],
    "heading of the first day": [Block(text="12 March 1911", kind="heading"), *BODY],
    "German diary": ["1. Mai", BODY[0], "2. Mai", BODY[1], "3. Mai", BODY[2]],
}


@each_case(CHRONICLES, "lines")
def test_dates_as_subheadings_stay(lines: list[str | Block]) -> None:
    assert claimed(RULE, *lines) == []


def test_concert_dates_stay() -> None:
    tour = ("12 March – Lowmere", "14 March – Marsh Lane", "15 March – Stillwater")
    assert claimed(RULE, *BODY, *tour) == []


@each_line(
    {"en": ("March 12, 2024",), "de": ("28.04.2020 21:38 Uhr",), "fr": ("Créé: 12.12.2019",)}
)
def test_stamp_below_the_story_goes(line: str) -> None:
    assert claimed(RULE, *BODY, line) == [line]


LAST_LINES: dict[str, tuple[str | Block, ...]] = {
    "day and place": ("12 March 2024, Lowmere",),
    "day below a short line": ("The market opens again on", "12 March 2024"),
    "list item": (Block(text="12 March 2024", kind="list_item"),),
    "two days": ("12 March 2024", "13 March 2024"),
}


@each_case(LAST_LINES, "lines")
def test_dates_that_belong_to_the_text_below_it_stay(lines: tuple[str | Block, ...]) -> None:
    assert claimed(RULE, *BODY, *lines) == []
