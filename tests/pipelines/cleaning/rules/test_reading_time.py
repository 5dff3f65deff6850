from pipelines.cleaning.rules.reading_time import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "5 min read",
        "Reading time: 4 minutes",
        "3 minute read",
        "Reading time 2 min",
        "Post Views: 1,204",
    ),
    "de": ("Lesezeit: 5 Minuten", "4 Min. Lesezeit"),
    "fr": ("Temps de lecture : 3 min", "2 min de lecture"),
    "es": ("Tiempo de lectura: 4 minutos", "3 min de lectura"),
    "it": ("Tempo di lettura: 2 minuti", "3 min di lettura"),
    "pt": ("Tempo de leitura: 3 minutos", "4 min de leitura"),
    "ru": ("Время чтения: 3 минуты", "5 минут чтения"),
    "uk": ("Час читання: 3 хв", "5 хвилин читання"),
    "pl": (
        "Ten tekst przeczytasz w mniej niż minutę",
        "Czas czytania: 4 minuty",
        "Ten tekst przeczytasz w 3 minuty",
    ),
    "nl": ("Leestijd: 5 minuten", "3 min. leestijd"),
    "tr": ("Okuma süresi: 3 dakika",),
    "zh": ("阅读时间：3分钟",),
    "ar": ("مدة القراءة: 3 دقائق",),
    "sv": ("Lästid: 3 minuter",),
    "cs": ("Doba čtení: 3 minuty",),
}
ARTICLE = {
    "en": (
        "Reading time is precious, she says.",
        "5 minutes later the bridge was gone.",
        "Simmer for 20 minutes",
        "After 90 minutes it was still nil-nil.",
    ),
    "de": ("Lesezeit ist Lebenszeit, sagt sie.", "Nach 5 Minuten war alles vorbei."),
    "fr": ("Temps de lecture doublé à l’école.", "5 minutes plus tard, plus rien."),
    "es": ("5 minutos después no quedaba nada.",),
    "it": ("5 minuti dopo non restava nulla.",),
    "pt": ("5 minutos depois não restava nada.",),
    "ru": ("Время чтения вслух сократилось.", "5 минут спустя моста не было."),
    "uk": ("Час читання вголос скоротився.", "5 хвилин по тому мосту не було."),
    "pl": (
        "Ten tekst przeczytasz w każdej szkole.",
        "Czas czytania bajek minął.",
        "5 minut później mostu nie było.",
    ),
    "nl": ("Leestijd is kostbaar, zegt ze.", "5 minuten later was het voorbij."),
    "tr": ("Okuma süresi her yıl kısalıyor.",),
    "zh": ("阅读时间每年都在减少。",),
    "sv": ("Lästiden minskar för varje år.",),
}


@each_line(FURNITURE)
def test_reading_time_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_reading_and_minutes_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
