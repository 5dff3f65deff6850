from pipelines.cleaning.rules.byline import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, each_line, named

CLAIMED = {
    "en": (
        "By Ada Long", "By Ada Long, Chief Reporter", "By Ada Long and Ben Short",
        "Written by Ada Long", "BY ADA LONG | March 12, 2024", "Posted by Ada Long",
        "By Ada Long for the Lowmere Gazette", "Story & Photos by Ada Long",
    ),
    "de": (
        "Von Ada Lang", "Von Ada Lang und Ben Kurz", "Ein Kommentar von Ada Lang",
        "Text und Fotos: Ada Lang",
    ),
    "fr": ("Par Ada Lelong", "Propos recueillis par Ada Lelong", "Par Ada Lelong avec AFP"),
    "es": ("Por Ada Larga", "Por Ada Larga, corresponsal"),
    "it": ("di Ada Lunga", "A cura di Ada Lunga", "di Ada Lunga e Beppe Corto"),
    "pt": ("Por Ada Longo", "Por Ada Longo, da redação"),
    "ru": ("Автор: Ада Лонг", "Текст: Ада Лонг", "Автор: Ада Лонг, корреспондент"),
    "uk": ("Автор: Ада Лонг", "Текст: Ада Лонг"),
    "pl": ("Autor: Ada Długa", "Oprac. Ada Długa"),
    "nl": ("Door Ada Lang", "Door onze redacteur Ada Lang", "Tekst: Ada Lang"),
}  # fmt: skip
LEFT_ALONE = {
    "en": (
        "By Monday evening the river had risen two metres.",
        "By Monday evening the river had risen",
        "BY MONDAY EVENING THE RIVER HAD RISEN TWO METRES",
        "By the light of a candle",
        "From the bridge you see nine hives",
        "By Ada Long?",
        "By then, nobody laughed.",
        "Story and photos by our readers will be printed on Sunday.",
    ),
    "de": (
        "Von der Leyen reist nach Lowmere", "Aus dem Fluss wird ein See",
        "Von Montag an fährt keine Fähre mehr.",
    ),
    "fr": ("Par temps de pluie, le bac ne passe pas.", "Avec le vent, la barque a dérivé"),
    "es": ("Por la noche subió el río", "Por fin hay puente."),
    "it": ("Di notte il fiume è salito", "Di ponti nuovi non si parla più."),
    "pt": ("Por causa da cheia, a balsa parou.",),
    "ru": ("Автор письма остался неизвестен.", "Текст закона опубликуют позже"),
    "uk": ("Автор листа лишився невідомим.",),
    "pl": ("Autor listu pozostał nieznany.",),
    "nl": ("Door de storm vaart de pont niet", "Door het raam zie je negen kasten."),
}  # fmt: skip
OF_THE_AUTHOR = {
    "name": "Ada Long",
    "name and job": "Ada Long, senior reporter",
    "name, paper and date": "Ada Long | Lowmere Gazette | 12 March 2024",
    "capitals": "ADA LONG",
}
ABOUT_THE_AUTHOR = {
    "sentence": "Ada Long keeps nine hives.",
    "headline": "Ada Long wins the bee prize",
    "other name": "Ben Short",
    "quotation": "“Ada Long”",
}


@each_line(CLAIMED)
def test_by_line_at_the_top_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY) == [line]


@each_line(LEFT_ALONE)
def test_line_that_begins_like_a_by_line_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY) == []


@each_case(OF_THE_AUTHOR, "line")
def test_line_of_the_known_author_goes(line: str) -> None:
    fields = {"authors": ("Ada Long",), "site_names": ("Lowmere Gazette",)}
    assert claimed(RULE, line, *BODY, **fields) == [line]


@each_case(ABOUT_THE_AUTHOR, "line")
def test_line_about_the_known_author_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY, authors=("Ada Long",)) == []


def test_line_named_as_by_line_goes() -> None:
    assert claimed(RULE, named("byline", text="Ada Long at the sound"), *BODY) == [
        "Ada Long at the sound"
    ]


def test_standfirst_named_as_by_line_stays() -> None:
    line = named("byline", text="Nine hives are all it took")
    assert claimed(RULE, line, *BODY, description="Nine hives are all it took.") == []
    assert claimed(RULE, line, *BODY, description="Bees are back") == [line.text]
    assert claimed(RULE, "By Ada Long", *BODY, description="By Ada Long") == ["By Ada Long"]


def test_by_line_between_standfirst_and_text_goes() -> None:
    assert claimed(RULE, BODY[0], "By Ada Long", BODY[1], BODY[2]) == ["By Ada Long"]


def test_line_further_down_stays() -> None:
    """The signature of a poem, the credit of a play."""
    assert claimed(RULE, BODY[0], BODY[1], "By Ada Long", BODY[2]) == []


def test_heading_and_quotation_stay() -> None:
    blocks = [Block(text="By Ada Long", kind="heading"), Block(text="By Ada Long", kind="quote")]
    assert claimed(RULE, *blocks, *BODY) == []


BELOW = {
    "opener": "By Ada Long",
    "German opener": "Autor: Ada Lang",
    "known author": "Ada Long",
    "known author and date": "Ada Long, 12 March 2024",
}
BELOW_LEFT_ALONE = {
    "first name of a letter": Block(text="Ada"),
    "opener alone": Block(text="Text"),
    "list item": Block(text="By Ada Long", kind="list_item"),
    "sentence": Block(text="By then, nobody laughed."),
}


@each_case(BELOW, "line")
def test_by_line_below_the_story_goes(line: str) -> None:
    assert claimed(RULE, *BODY, line, authors=("Ada Long",)) == [line]


@each_case(BELOW_LEFT_ALONE, "block")
def test_other_lines_below_the_story_stay(block: Block) -> None:
    assert claimed(RULE, *BODY, block, authors=("Ada Long",)) == []


def test_by_line_with_more_below_it_stays() -> None:
    """The credits of a play, a list of performers."""
    tail = ("Stage: Ben Short", "Light: Eve Marsh", "Sound: Tom Reed", "Masks: Joan Hill")
    assert claimed(RULE, *BODY, "By Ada Long", *tail) == []
