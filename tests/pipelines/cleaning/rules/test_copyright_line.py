from pipelines.cleaning.rules.copyright_line import RULE
from pipelines.items import Block, Document
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "© 2024 Lowmere Gazette", "Copyright 2024 Lowmere Gazette. All rights reserved.",
        "(c) Lowmere Gazette", "All rights reserved", "Reprinted with permission.",
        "This material may not be published, broadcast or rewritten.",
    ),
    "de": ("Alle Rechte vorbehalten", "© dpa", "Nachdruck nur mit Genehmigung der Redaktion"),
    "fr": ("Tous droits réservés", "Reproduction interdite sans autorisation"),
    "es": ("Todos los derechos reservados", "Prohibida su reproducción total o parcial"),
    "it": ("© Riproduzione riservata", "RIPRODUZIONE RISERVATA"),
    "pt": ("Todos os direitos reservados", "É proibida a reprodução sem autorização"),
    "ru": ("Все права защищены", "При использовании материалов ссылка обязательна"),
    "uk": ("Усі права захищені", "У разі використання матеріалів посилання обов’язкове"),
    "pl": ("Wszelkie prawa zastrzeżone", "Kopiowanie zabronione"),
    "nl": ("Alle rechten voorbehouden", "Niets uit deze uitgave mag worden overgenomen."),
    "tr": ("Tüm hakları saklıdır.",),
    "ja": ("無断転載を禁じます",),
    "zh": ("版权声明：未经授权不得转载",),
    "ar": ("جميع الحقوق محفوظة",),
    "ko": ("무단 전재 및 재배포 금지",),
    "sv": ("Alla rättigheter förbehålls",),
}  # fmt: skip
ARTICLE = {
    "en": (
        "10 000 people took to the streets of Lowmere.",
        "1,200 jobs will go at the shipyard by the summer.",
        "(c) the owner of the boat must be named in the papers.",
        "Copyright law is failing musicians, a court heard.",
        "Creative Commons, the group behind the licences, was founded in 2001.",
        "No part of this coast is safe from erosion, the report says.",
        "Unauthorized use of drones near the airport has doubled.",
    ),
    "de": ("Copyright gilt auch für Bauzeichnungen, entschied das Gericht.",),
    "fr": ("Toute reproduction des abeilles dépend de la météo du printemps.",),
    "es": ("Queda prohibida la pesca en todo el litoral desde el lunes.",),
    "it": ("Vietata la riproduzione dei cinghiali in città, dice il piano della regione.",),
    "pt": ("Direitos reservados aos pescadores passam para o porto.",),
    "ru": (
        "Использование материалов из вторичного сырья выросло вдвое.",
        "Перепечатка приговора заняла у секретаря два дня.",
    ),
    "uk": ("Використання матеріалів із вторинної сировини зросло вдвічі.",),
    "pl": ("Prawa autorskie do piosenki o moście ma dziś wnuk kompozytora.",),
    "nl": ("Auteursrecht is voor kleine uitgevers een zorg, zegt ze.",),
    "ja": ("無断転載が増えていると新聞社は訴えた。",),
    "zh": ("版权保护期延长到七十年。",),
    "ko": ("무단 횡단 사고가 줄었다.",),
}  # fmt: skip


@each_line(FURNITURE)
def test_notice_of_rights_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_rights_and_figures_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


def test_stretch_is_claimed_once() -> None:
    """What a rule that only guesses wants of a page is counted claim by claim."""
    document = Document(blocks=(Block(text="© 2024 Lowmere Gazette. All rights reserved."),))
    assert len(list(RULE(document))) == 1


def test_table_and_code_that_begin_with_the_sign_stay() -> None:
    blocks = (Block(text="© | sign", kind="table"), Block(text="(c) = 2", kind="code"))
    assert claimed_between_paragraphs(RULE, *blocks) == []
