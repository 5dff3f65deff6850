from collections.abc import Sequence

from pipelines.cleaning.rules.contents_list import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_line

CHAPTERS = ("Where the hives stand", "Who keeps the bees", "What the council says")


def items(texts: Sequence[str], link_density: float = 1.0) -> list[Block]:
    return [Block(text=text, kind="list_item", link_density=link_density) for text in texts]


def chapters(texts: Sequence[str] = CHAPTERS) -> list[str | Block]:
    return [
        part
        for text, paragraph in zip(texts, BODY, strict=True)
        for part in (Block(text=text, kind="heading"), paragraph)
    ]


def test_links_to_the_headings_below_go() -> None:
    found = claimed(RULE, BODY[0], *items(CHAPTERS), *chapters())
    assert found == list(CHAPTERS)


def test_label_above_goes_with_them() -> None:
    label = Block(text="In this article", kind="heading")
    found = claimed(RULE, BODY[0], label, *items(CHAPTERS), *chapters())
    assert found == ["In this article", *CHAPTERS]


def test_numbers_and_one_other_item_do_not_matter() -> None:
    told = [f"{number}. {text}" for number, text in enumerate(CHAPTERS, start=1)]
    found = claimed(RULE, BODY[0], *items([*told, "Comments"]), *chapters())
    assert found == [*told, "Comments"]


def test_list_without_links_stays() -> None:
    """It names what follows."""
    assert claimed(RULE, BODY[0], *items(CHAPTERS, link_density=0.0), *chapters()) == []


def test_links_to_other_stories_stay() -> None:
    others = [f"{text} elsewhere" for text in CHAPTERS]
    assert claimed(RULE, BODY[0], *items(others), *chapters()) == []


def test_links_below_the_headings_stay() -> None:
    assert claimed(RULE, *chapters(), *items(CHAPTERS)) == []


def test_two_links_are_no_table() -> None:
    assert claimed(RULE, BODY[0], *items(CHAPTERS[:2]), *chapters()) == []


def test_most_of_the_links_have_to_say_a_heading() -> None:
    others = [f"Bees of {place}" for place in ("Lowmere", "Marsh Lane", "Quay End", "Holm")]
    assert claimed(RULE, BODY[0], *items([*CHAPTERS, *others]), *chapters()) == []


def test_sentence_above_stays() -> None:
    found = claimed(RULE, "Read on below.", *items(CHAPTERS), *chapters())
    assert found == list(CHAPTERS)


@each_line(
    {
        "en": ("In this guide", "Table of Contents", "Jump to:"),
        "de": ("Inhaltsverzeichnis", "In diesem Artikel:"),
        "fr": ("Sommaire", "Dans cet article"),
        "es": ("Índice", "En este artículo"),
        "it": ("Indice", "In questo articolo"),
        "pt": ("Neste artigo", "Sumário"),
        "ru": ("Содержание", "В этой статье:"),
        "uk": ("Зміст", "У цій статті"),
        "pl": ("Spis treści", "W tym artykule"),
        "nl": ("Inhoudsopgave", "In dit artikel"),
    }
)
def test_label_goes_whose_list_was_not_taken(line: str) -> None:
    label = Block(text=line, kind="heading")
    assert claimed(RULE, BODY[0], label, *chapters()) == [line]
    assert claimed(RULE, BODY[0], label, *BODY) == []


def test_sentence_with_such_words_stays() -> None:
    line = "In this guide you will meet nine hives."
    assert claimed(RULE, BODY[0], line, *chapters()) == []
