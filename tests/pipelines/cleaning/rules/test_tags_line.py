from pipelines.cleaning.rules.tags_line import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Tags: bees.",
        "Tags: bees, railway, Lowmere",
        "Filed under: Nature",
        "Related topics: Bees",
    ),
    "de": ("Schlagwörter: Bienen, Bahn", "Themen: Natur"),
    "fr": ("Mots-clés : abeilles, pont", "Catégories : Nature"),
    "es": ("Etiquetas: abejas, puente", "Archivado en: Naturaleza"),
    "it": ("Argomenti: api, ponte", "Parole chiave: api"),
    "pt": ("Tags: abelhas, ponte", "Palavras-chave: abelhas"),
    "ru": ("Теги: пчёлы, мост", "Рубрики: Природа"),
    "uk": ("Теги: бджоли, міст", "Мітки: природа"),
    "pl": ("Tagi: pszczoły, most", "Słowa kluczowe: pszczoły"),
    "nl": ("Trefwoorden: bijen, brug", "Onderwerpen: natuur"),
    "tr": ("Etiketler: liman, bank",),
    "ja": ("タグ：港、ベンチ",),
    "zh": ("关键词：港口 长椅",),
    "ar": ("الوسوم: الميناء",),
    "ko": ("태그: 항구, 벤치",),
    "sv": ("Ämnen: hamn, bänk",),
}
ARTICLE = {
    "en": (
        "Topic: whisky and bread. Six kinds are poured.",
        "Tags on the ears of the sheep show who owns them.",
        "Posted in Kabul for three years, she learned the language.",
        "Topics of the meeting were the bridge and the price of water.",
        "Section two of the bridge will follow in the spring.",
    ),
    "de": (
        "Thema: Schottischer Honig mit Brot. Es werden sechs Sorten gekostet.",
        "Themen gab es genug: die Brücke, das Wasser, die Schule.",
    ),
    "fr": ("Sujets de sa Majesté, ils n’avaient pas le choix.",),
    "es": ("Temas no faltaban: el puente, el agua, la escuela.",),
    "it": ("Argomenti non mancavano: il ponte, l’acqua, la scuola.",),
    "pt": ("Temas não faltavam: a ponte, a água, a escola.",),
    "ru": ("Сюжет — самое слабое место фильма, пишет критик.",),
    "uk": ("Рубрика — улюблена в читачів, каже редакторка.",),
    "pl": ("Hasła – te same od lat – wisiały nad bramą stoczni.",),
    "nl": ("Onderwerpen genoeg: de brug, het water, de school.",),
    "tr": ("Etiketler ekim ayında değişecek.",),
    "zh": ("关键词是耐心，镇长说。",),
    "sv": ("Ämnen finns det gott om, säger hon.",),
}


@each_line(FURNITURE)
def test_line_of_tags_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_topics_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
