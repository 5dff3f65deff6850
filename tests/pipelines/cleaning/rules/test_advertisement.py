from pipelines.cleaning.rules.advertisement import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "[Sponsored]",
        "Advertisement - story continues below", "Article continues after this advertisement",
    ),
    "de": ("Anzeige", "- Werbung -", "Weiterlesen nach der Anzeige"),
    "fr": ("Publicité", "La suite après la publicité", "La suite après cette publicité"),
    "es": ("Publicidad", "Anuncio", "Continúa después de la publicidad"),
    "it": ("Pubblicità", "Continua a leggere dopo la pubblicità"),
    "pt": ("Publicidade", "Continua depois da publicidade", "Continua após a publicidade"),
    "ru": ("Реклама", "На правах рекламы", "Продолжение после рекламы"),
    "uk": ("Реклама", "На правах реклами", "Продовження після реклами"),
    "pl": ("REKLAMA", "Dalsza część artykułu pod materiałem wideo", "Artykuł sponsorowany"),
    "nl": ("Advertentie", "Tekst gaat verder onder de advertentie"),
    "tr": ("Reklam", "REKLAM", "Haberin devamı reklamdan sonra"),
    "ja": ("広告",),
    "zh": ("广告", "廣告"),
    "ar": ("إعلان",),
    "ko": ("광고",),
    "sv": ("Annons", "Artikeln fortsätter under annonsen"),
    "cs": ("Reklama", "Článek pokračuje pod reklamou"),
}  # fmt: skip
ARTICLE = {
    "en": (
        "Advertisement revenue at the paper fell by a fifth.",
        "Ads for gambling will vanish from buses in the autumn, the council said.",
        "The story continues to divide the village.",
    ),
    "de": (
        "Nach der Anzeige ermittelt nun die Staatsanwaltschaft.",
        "Anzeige wurde gegen den Fahrer erstattet.",
        "Werbung für Tabak ist dort verboten.",
    ),
    "fr": ("La publicité pour l’alcool reste interdite au stade.",),
    "es": (
        "La noticia continúa dando que hablar en el pueblo.",
        "Publicidad engañosa: multan a una eléctrica.",
    ),
    "it": ("Dopo la pubblicità dello spot le vendite sono raddoppiate.",),
    "pt": ("Publicidade de apostas será proibida nos estádios.",),
    "ru": ("Реклама табака запрещена с первого января.",),
    "uk": ("Реклама тютюну заборонена з першого січня.",),
    "pl": ("Reklamy alkoholu znikną ze stadionów.",),
    "nl": ("Reclame voor gokken wordt verboden.",),
    "tr": ("Reklam gelirleri beşte bir azaldı.",),
    "ja": ("広告の収入は昨年より二割減った。",),
    "zh": ("广告收入比去年减少了两成。",),
    "ar": ("إعلان المدينة عن المقعد الجديد فاجأ الجميع.",),
    "ko": ("광고 수입이 지난해보다 줄었다.",),
    "sv": ("Annonser om spel förbjuds på bussarna.",),
    "cs": ("Reklama na tabák je od ledna zakázána.",),
}  # fmt: skip


@each_line(FURNITURE)
def test_line_that_announces_an_advertisement_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_advertisements_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
