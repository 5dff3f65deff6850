import pytest

from pipelines.cleaning.rules.author_bio import RULE
from pipelines.items import Block, BlockKind
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, each_line

AUTHORS = ("Ada Long",)
CLAIMED = {
    "en": (
        "Ada Long is a reporter at the Lowmere Gazette.",
        "Ada Long can be reached at ada@gazette.example.",
        "• Ada Long, who keeps two hives herself, writes about the river.",
        "Contact reporter Ada Long at ada@gazette.example",
        "—Staff writer Ada Long can be reached at ada@gazette.example.",
        "Ada Long’s most recent book is called Nine Hives.",
    ),
    "de": ("Ada Long, geb. 1971, arbeitet als Redakteurin in Lowmere.",),
    "pl": ("Ada Long, dziennikarka i autorka książki o pszczołach.",),
    "fr": ("Ada Long est journaliste et vit à Lowmere.",),
}
LEFT_ALONE = {
    "by-line": "Ada Long",
    "surname alone": "Long has kept bees for nine years.",
    "other person": "Ben Short is a beekeeper.",
    "turn of an interview": "Ada Long: Who took the chair on Friday?",
    "address of somebody else": "For the honey write to Ben Short at ben@bees.example.",
    "name in the sentence": "The council sent its answer to Ada Long of the Gazette.",
    "speech": "“Ada Long is a friend of mine,” he said.",
    "further into the sentence": "The prize went to Ada Long of the Lowmere Gazette.",
}


@each_line(CLAIMED)
def test_lines_about_the_author_below_the_story_go(line: str) -> None:
    assert claimed(RULE, *BODY, line, authors=AUTHORS) == [line]


@each_case(LEFT_ALONE, "line")
def test_other_lines_below_the_story_stay(line: str) -> None:
    assert claimed(RULE, *BODY, line, authors=AUTHORS) == []


def test_lines_about_the_author_at_the_top_stay() -> None:
    """The story may be about her."""
    assert claimed(RULE, "Ada Long is a reporter.", *BODY, *BODY, authors=AUTHORS) == []


def test_story_about_its_author_keeps_its_end() -> None:
    told = f"{BODY[0][:-1]}, and one of them is Ada Long."
    line = "Ada Long is leaving Lowmere in spring."
    assert claimed(RULE, told, *BODY, line, authors=AUTHORS) == []


def test_end_of_a_short_notice_stays() -> None:
    line = "Ada Long is the new head of the Gazette."
    assert claimed(RULE, BODY[0], line, authors=AUTHORS) == []


def test_single_name_is_too_little() -> None:
    assert claimed(RULE, *BODY, "Ada is a reporter.", authors=("Ada",)) == []


def test_words_that_were_taken_for_a_name_are_none() -> None:
    line = "In den Kommentaren steht etwas anderes."
    assert claimed(RULE, *BODY, line, authors=("in den",)) == []


@pytest.mark.parametrize("kind", ["heading", "quote", "table", "caption"])
def test_headings_and_quotations_stay(kind: BlockKind) -> None:
    block = Block(text="Ada Long is a reporter.", kind=kind)
    assert claimed(RULE, *BODY, block, authors=AUTHORS) == []


LABELS = {
    "en": ("About the Author:", "Meet the author"),
    "de": ("Über die Autorin",),
    "fr": ("À propos de l’auteur",),
    "es": ("Sobre la autora",),
    "it": ("Sull’autore",),
    "pt": ("Sobre o autor",),
    "ru": ("Об авторе",),
    "uk": ("Про авторку",),
    "pl": ("O autorce",),
    "nl": ("Over de auteur",),
    "zh": ("作者简介",),
}
BIO = "She has written about bees since 1998 and lives in Lowmere with two cats."


@each_line(LABELS)
def test_what_stands_below_a_label_of_the_author_goes(line: str) -> None:
    assert claimed(RULE, *BODY, line, BIO) == [line, BIO]


def test_label_may_be_a_heading_above_the_name() -> None:
    label, name = (
        Block(text="About the author", kind="heading"),
        Block(text="Ada Long", kind="heading"),
    )
    gone = claimed(RULE, *BODY, label, name, BIO, authors=AUTHORS)
    assert gone == [label.text, name.text, BIO]


def test_label_of_a_chapter_stays() -> None:
    """The story goes on under headings of its own, or for longer than a page tells of an author."""
    label, chapter = (
        Block(text="About the author", kind="heading"),
        Block(text="The hives", kind="heading"),
    )
    assert claimed(RULE, *BODY, label, BIO, chapter, BODY[0], authors=AUTHORS) == []
    assert claimed(RULE, *BODY, label, *BODY, *BODY, authors=AUTHORS) == []
    assert claimed(RULE, *BODY, label, " ".join([BIO] * 10)) == []


def test_label_with_nothing_above_or_below_stays() -> None:
    assert claimed(RULE, *BODY, "About the author") == []
    assert claimed(RULE, "About the author", *BODY) == []
