from pipelines.cleaning.rules.first_publication import RULE
from tests.pipelines.cleaning.documents import BODY, claimed, each_line

NOTES = {
    "en": (
        "This story was originally published in our May issue as “The bench”.",
        "Editor’s note: This story originally appeared in the Lowmere Quarterly.",
        "This article originally appeared on Marsh Lane Radio.",
        "This essay first appeared in the Lowmere Quarterly.",
    ),
    "de": ("Dieser Artikel erschien zuerst im Boten von Niedermoor.",),
    "fr": ("Cet article a été initialement publié dans La Ruche.",),
    "es": ("Este artículo se publicó originalmente en El Faro.",),
    "it": ("Questo articolo è stato pubblicato originariamente sul Faro.",),
    "pt": ("Este artigo foi publicado originalmente no Farol.",),
    "nl": ("Dit artikel verscheen eerder in De Bode.",),
    "pl": ("Tekst pierwotnie ukazał się w Latarni.",),
    "ru": ("Статья впервые опубликована в «Маяке».",),
    "uk": ("Стаття вперше опублікована у «Маяку».",),
}
ARTICLE = {
    "en": (
        "The story originally appeared in a notebook that nobody had opened for years.",
        "This story begins on a bridge.",
        "First published in 1932, the novel is in print again.",
        "Originally published in March, the list is brought up to date every year.",
        "Editor’s note: all names have been changed.",
        "“This story originally appeared in my head,” she said.",
    ),
    "de": ("Dieser Artikel des Gesetzes wurde gestrichen.",),
    "fr": ("Cet article de la loi a été supprimé.",),
    "es": ("Este artículo de la ley fue derogado.",),
    "nl": ("Dit artikel van de wet is geschrapt.",),
}


@each_line(NOTES)
def test_note_above_the_text_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY) == [line]


@each_line(NOTES)
def test_note_further_down_is_left_to_the_rule_of_the_end(line: str) -> None:
    assert claimed(RULE, *BODY, line, *BODY) == []


@each_line(ARTICLE)
def test_text_about_publications_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY) == []
