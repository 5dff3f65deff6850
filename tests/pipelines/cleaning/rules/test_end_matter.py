import pytest

from pipelines.cleaning.rules.end_matter import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import (
    BODY,
    claimed,
    claimed_between_paragraphs,
    each_case,
    each_line,
)

FURNITURE = {
    "en": (
        "Contributing: Ada Long",
        "The post Nine hives on a bridge appeared first on Lowmere Gazette.",
        "Nine hives was first published in The Tide, where people are continuing the conversation "
        "by highlighting and responding to this story.",
        "Materials provided by Lowmere College. Edited for style and length.",
        "Reporting by Ada Long; Editing by Ben Short",
        "Ada Long contributed to this report.",
        "This story was originally published by the Lowmere Gazette.",
        "Source: Lowmere Gazette",
        "With files from the Marsh Lane Press",
        "Originally published as Ferry stays in the harbour for a third week",
        "A version of this article appears in print on 3 March, on page 7.",
        "This article appeared in the print edition under the headline “Stuck”.",
        "This article has been updated.",
        "This material is not intended to replace the advice of a beekeeper.",
    ),
    "de": (
        "Quelle: dpa",
        "Mit Material von dpa",
        "Dieser Artikel erschien zuerst im Boten.",
        "Namentlich gekennzeichnete Beiträge geben die Meinung des Autors wieder.",
        "Äußerungen unserer Gesprächspartner geben deren eigene Auffassungen wieder.",
    ),
    "fr": (
        "Avec AFP",
        "Source : AFP",
        "Cet article a été publié le 3 mai.",
    ),
    "es": (
        "Con información de EFE",
        "Fuente: EFE",
        "Publicado originalmente en El Faro",
    ),
    "it": (
        "Fonte: Ansa",
        "Ha collaborato Ada Lunga",
    ),
    "pt": (
        "Com informações da Lusa",
        "Fonte: Lusa",
    ),
    "ru": ("Источник: ТАСС", "По материалам агентства", "Новость дополняется"),
    "uk": ("Джерело: Укрінформ", "За матеріалами агентства"),
    "pl": (
        "Źródło: PAP",
        "Opracowanie: Ada Długa",
    ),
    "nl": (
        "Bron: ANP",
        "Dit artikel verscheen eerder in De Bode.",
    ),
    "tr": ("Kaynak: AA",),
    "zh": ("来源：新华网", "责任编辑：王小明"),
    "ar": ("المصدر: رويترز",),
    "ja": ("出典：町の議事録",),
    "sv": ("Källa: TT",),
}
CORRECTIONS = (
    "An earlier version of this article gave the wrong year.",
    "Correction: The bridge was built in 1911.",
    "In einer früheren Version dieses Artikels stand ein falsches Jahr.",
    "Une version précédente de cet article donnait une autre date.",
    "Una versión anterior de este artículo daba otra fecha.",
    "Una versione precedente di questo articolo dava un’altra data.",
    "Uma versão anterior deste artigo dava outra data.",
    "W poprzedniej wersji artykułu podano inną datę.",
    "In een eerdere versie van dit artikel stond een ander jaar.",
    "Correction: May 3, 2025",
    "Clarification: The ferry takes bicycles on weekdays alone.",
    "This article was amended on 3 May: the bridge was built in 1911.",
)
"""What an editor put right is part of the story."""
ARTICLE = {
    "en": (
        "Originally published as a pamphlet, the poem was read aloud in every pub.",
        "An earlier version of this bridge stood upstream.",
        "The post office appeared first on the map of 1911.",
        "Correction of the map took two years.",
        "Contributing to the flood, the gate stood open.",
        "Sources close to the talks said the deal was dead.",
        "Source code of the voting machines was published on Monday.",
        "Originally published in 1932, the novel sold forty copies.",
        "First published in 1932, the novel is in print again.",
        "Produced by a small studio in Lowmere, the film cost next to nothing.",
        "Compiled by two librarians, the list holds 900 names.",
        "Writing by candlelight, she finished the letter before dawn.",
        "The map of the flood plain has been updated.",
        "Views expressed at the meeting were mixed, the mayor said.",
        "This is an opinion that many farmers share.",
    ),
    "de": (
        "In einer früheren Version des Plans stand die Bank am Fluss.",
        "Quellen aus dem Ministerium bestätigten den Plan.",
        "Redaktion und Druckerei ziehen im Herbst um.",
    ),
    "fr": (
        "Une première version de ce pont date de 1911.",
        "Sources d’énergie : le village choisit le vent.",
        "Source de conflits depuis dix ans, le barrage sera détruit.",
    ),
    "es": (
        "Una versión anterior de este puente cayó en 1911.",
        "Fuentes policiales confirmaron la detención de dos hombres.",
        "Fuente de agua para tres pueblos, el lago se seca.",
        "Con información de los vecinos, la policía halló la barca.",
    ),
    "it": (
        "Una versione precedente di questo ponte crollò nel 1911.",
        "Fonti della procura confermano l’arresto di due uomini.",
        "Ha collaborato per dieci anni con il regista del film.",
    ),
    "pt": (
        "Uma versão anterior desta ponte caiu em 1911.",
        "Fontes do governo confirmaram a detenção de dois homens.",
        "Edição deste ano do festival começa na sexta-feira.",
    ),
    "ru": ("По данным полиции, лодку нашли в понедельник.",),
    "uk": ("За даними поліції, човен знайшли в понеділок.",),
    "pl": (
        "W poprzedniej wersji planu ławka stała nad rzeką.",
        "Źródła w ministerstwie potwierdziły plan budowy mostu.",
    ),
    "nl": (
        "In een eerdere versie van dit plan stond de bank aan de rivier.",
        "Bronnen bij het ministerie bevestigen het plan.",
    ),
    "tr": ("Kaynak suyu kirlenince köy boşaldı.",),
    "zh": ("来源不明的信件寄到了镇上。",),
    "ar": ("المصدر الوحيد للماء هو البئر القديمة.",),
    "sv": ("Källan i parken har sinat.",),
}


@each_line(FURNITURE)
def test_credit_at_the_end_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_with_sources_and_first_publications_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


@pytest.mark.parametrize("line", CORRECTIONS)
def test_correction_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


def test_credit_far_from_the_end_stays() -> None:
    """A collection of short pieces names its reporters after each of them."""
    assert claimed(RULE, BODY[0], "Reporting by Ada Long", *BODY, *BODY) == []


@pytest.mark.parametrize("line", ["(al)", "(al/bs)", "al", "al/bs"])
def test_initials_below_the_story_go(line: str) -> None:
    assert claimed(RULE, *BODY, line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("AL", id="capitals"),
        pytest.param("yes.", id="sentence"),
        pytest.param("bees", id="word"),
        pytest.param("al bs", id="two words"),
        pytest.param("al/bs/", id="not all"),
    ],
)
def test_other_short_lines_below_the_story_stay(line: str) -> None:
    assert claimed(RULE, *BODY, line) == []


def test_initials_below_a_short_line_stay() -> None:
    """The last lines of a song."""
    assert claimed(RULE, *BODY, "oh oh oh", "oh") == []


@each_line(
    {
        "sign-off": (
            "Long reported from Lowmere.",
            "Long reported from Lowmere, Short from Marsh Lane",
            "Gazette writers Ada Long and Ben Short also reported from New York.",
        )
    }
)
def test_place_from_which_the_writers_reported_goes(line: str) -> None:
    expected = [] if line.endswith("Lane") else [line]
    assert claimed(RULE, *BODY, line) == expected


@each_line(
    {
        "sentence": (
            "Long reported from Lowmere that the gate stood open.",
            "Long reported from the bridge until midnight.",
            "Nine floods were reported from Lowmere.",
            "She reported from Lowmere. Nobody read it.",
        )
    }
)
def test_sentence_about_a_report_stays(line: str) -> None:
    assert claimed(RULE, *BODY, line) == []


NOTES = {
    "German": "Der Beitrag Nine hives on a bridge erschien zuerst auf Lowmere Gazette.",
    "Italian": "L'articolo Nine hives on a bridge proviene da Lowmere Gazette.",
    "Japanese": "投稿 Nine hives on a bridge は Lowmere Gazette に最初に表示されました。",
}
NO_NOTES = {
    "no link": Block(text="Who has read Nine hives on a bridge by Ada Long knows it."),
    "other story": Block(
        text="We also told of the ferry of Lowmere, which stays.", link_density=0.5
    ),
    "whole paragraph": Block(
        text="Nine hives on a bridge are more than the council of Lowmere wants, and so it asked "
        "the beekeepers on Monday to take five of them back to the allotments by the end of May.",
        link_density=0.4,
    ),
}


@each_case(NOTES, "text")
def test_note_that_names_the_story_as_a_link_goes(text: str) -> None:
    note = Block(text=text, link_density=0.5)
    assert claimed(RULE, *BODY, note, title="Nine hives on a bridge") == [text]


@each_case(NO_NOTES, "block")
def test_text_that_names_the_story_or_has_links_stays(block: Block) -> None:
    assert claimed(RULE, *BODY, block, title="Nine hives on a bridge") == []
