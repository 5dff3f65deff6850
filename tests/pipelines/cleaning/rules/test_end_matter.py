from pipelines.cleaning.rules.end_matter import RULE
from tests.pipelines.cleaning.documents import BODY, claimed, claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Reporting by Ada Long; Editing by Ben Short", "Ada Long contributed to this report.",
        "This story was originally published by the Lowmere Gazette.", "Source: Lowmere Gazette",
        "With files from the Marsh Lane Press", "This article has been updated.",
    ),
    "de": ("Quelle: dpa", "Mit Material von dpa", "Dieser Artikel erschien zuerst im Boten."),
    "fr": ("Avec AFP", "Source : AFP", "Cet article a été publié le 3 mai."),
    "es": ("Con información de EFE", "Fuente: EFE", "Publicado originalmente en El Faro"),
    "it": ("Fonte: Ansa", "Ha collaborato Ada Lunga"),
    "pt": ("Com informações da Lusa", "Fonte: Lusa"),
    "ru": ("Источник: ТАСС", "По материалам агентства", "Новость дополняется"),
    "uk": ("Джерело: Укрінформ", "За матеріалами агентства"),
    "pl": ("Źródło: PAP", "Opracowanie: Ada Długa"),
    "nl": ("Bron: ANP", "Dit artikel verscheen eerder in De Bode."),
}  # fmt: skip
ARTICLE = {
    "en": (
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
        "Quellen aus dem Ministerium bestätigten den Plan.",
        "Redaktion und Druckerei ziehen im Herbst um.",
    ),
    "fr": (
        "Sources d’énergie : le village choisit le vent.",
        "Source de conflits depuis dix ans, le barrage sera détruit.",
    ),
    "es": (
        "Fuentes policiales confirmaron la detención de dos hombres.",
        "Fuente de agua para tres pueblos, el lago se seca.",
        "Con información de los vecinos, la policía halló la barca.",
    ),
    "it": (
        "Fonti della procura confermano l’arresto di due uomini.",
        "Ha collaborato per dieci anni con il regista del film.",
    ),
    "pt": (
        "Fontes do governo confirmaram a detenção de dois homens.",
        "Edição deste ano do festival começa na sexta-feira.",
    ),
    "ru": ("По данным полиции, лодку нашли в понедельник.",),
    "uk": ("За даними поліції, човен знайшли в понеділок.",),
    "pl": ("Źródła w ministerstwie potwierdziły plan budowy mostu.",),
    "nl": ("Bronnen bij het ministerie bevestigen het plan.",),
}  # fmt: skip


@each_line(FURNITURE)
def test_credit_at_the_end_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_with_sources_and_first_publications_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


def test_credit_far_from_the_end_stays() -> None:
    """A collection of short pieces names its reporters after each of them."""
    assert claimed(RULE, BODY[0], "Reporting by Ada Long", *BODY, *BODY) == []
