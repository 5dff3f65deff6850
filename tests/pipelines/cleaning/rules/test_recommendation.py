from pipelines.cleaning.rules.recommendation import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Read more: Ferry stops for good",
        "READ ALSO: Who took the chair?",
        "Recommended Article",
        "Related: Nine hives and a bench",
        "Related Article Ferry Stops For Good",
        "See also",
        "Click here to read our full report",
        "You may also like",
        "Back to top",
    ),
    "de": (
        "Mehr Themen:",
        "Diese Artikel könnten euch auch interessieren:",
        "Tipps der Redaktion",
        "Das Thema könnte dich auch interessieren:",
        "Zum Weiterlesen: Neun Körbe",
        "Lesen Sie auch: Fähre fährt nicht mehr",
        "Mehr zum Thema",
        "Das könnte Sie auch interessieren",
    ),
    "fr": ("Lire aussi : Le bac s’arrête", "À lire aussi : Qui part ?", "Sur le même sujet"),
    "es": (
        "Puedes ver: El barco se detiene",
        "(También puede leer: Nueve colmenas)",
        "Lea también: El barco se detiene",
        "Te puede interesar: ¿Quién se llevó la silla?",
    ),
    "it": ("Leggi anche: Il traghetto si ferma", "Potrebbe interessarti anche: Nove alveari"),
    "pt": ("Leia também: A balsa para", "Leia mais: Quem levou a cadeira?", "Veja também"),
    "ru": ("Читайте также: Паром остановлен", "По теме: Кто взял стул?", "Показать ещё"),
    "uk": ("Читайте також: Пором зупинено", "Дивіться також: Хто взяв стілець?"),
    "pl": ("Czytaj też: Prom staje na dobre", "Zobacz także: Kto zabrał krzesło?"),
    "nl": ("Lees ook: Pont stopt definitief", "Tekst gaat verder onder de foto"),
    "fi": (
        "Lue myös: Lautta pysähtyy",
        "Lue lisää:",
    ),
    "sv": ("Läs också: Färjan stannar",),
    "da": ("Læs også: Færgen stopper",),
    "no": ("Les også: Fergen stopper",),
    "cs": ("Čtěte také: Přívoz končí",),
    "hu": ("Olvassa el ezt is: Megáll a komp",),
    "ro": ("Citește și: Bacul se oprește",),
    "el": ("Διαβάστε επίσης: Το πλοίο σταματά",),
    "tr": ("İlginizi çekebilir: Liman kışın kapanıyor", "İLGİLİ HABERLER", "Haberin Devamı"),
    "ja": ("関連記事：港が冬に閉鎖へ", "あわせて読みたい", "続きを読む"),
    "zh": ("延伸阅读：港口冬季关闭", "相关新闻", "查看更多"),
    "ar": ("اقرأ أيضا: إغلاق الميناء في الشتاء", "مواضيع ذات صلة"),
    "ko": ("관련기사: 항구 겨울 폐쇄", "많이 본 뉴스"),
    "id": ("Baca juga: Pelabuhan ditutup",),
    "fa": ("بیشتر بخوانید: بندر بسته شد",),
}
ARTICLE = {
    "en": (
        "Read the letter in full and you will see why the council kept it secret.",
        "Read more and you will sleep better, the doctor told her patients.",
        "Related species live on both sides of the sound.",
        "More – much more – will be needed, said the mayor.",
        "More from the farms of the region now goes abroad than to the market in town.",
        "Catch up on sleep at the weekend and your heart will thank you, the study found.",
        "Listen to the river long enough and it will answer, the old ferryman says.",
        "Opinion in the village is divided.",
        "Trending or not, the old coat stays, she said.",
        "Earlier this week the ferry stopped for good.",
        "Watch the full moon from the pier, the club suggests, and bring a blanket.",
    ),
    "de": (
        "Zum Weiterlesen fehlte ihr das Licht.",
        "Mehr Themen als Zeit hatte der Rat.",
        "Mehr zum Leben braucht er nicht, sagt der Imker.",
        "Lesen Sie die Akte, rief der Anwalt, und Sie werden staunen.",
        "Mehr – das wollen sie alle – wird es nicht geben.",
        "Hintergrund des Streits ist ein altes Wegerecht.",
    ),
    "fr": (
        "Lire à voix haute apaise les malades, constate l’infirmière.",
        "Lire – et surtout relire – reste son conseil aux élèves.",
    ),
    "es": (
        "Puedes ver el río desde el puente.",
        "También puede leer las cartas quien no sabe latín, dice el monje.",
        "Además del puente, la riada se llevó dos molinos.",
        "Puedes leer durante horas en ese banco, cuenta la vecina.",
        "Lea o no lea las cartas, el juez ya ha decidido.",
    ),
    "it": (
        "Leggi e leggine hanno bloccato il ponte per anni.",
        "Continua – per ora – lo sciopero.",
    ),
    "pt": ("Leia ou não as cartas, o juiz já decidiu.", "Veja o caso da ponte, diz o engenheiro."),
    "ru": (
        "Главное — не паниковать, говорит врач.",
        "Читать — значит думать, уверена библиотекарь.",
        "Подробнее о мосте мэр говорить не стал.",
        "Ещё — и это важно — нужны лодки.",
    ),
    "uk": ("Популярне — не завжди краще, каже продавчиня.", "Ще до світанку пором зупинився."),
    "pl": ("Zobacz, jak rośnie rzeka, mówił ojciec.", "Zdjęcia – te z 1911 roku – zaginęły."),
    "nl": ("Lees dat nog eens, zei de rechter.", "Meer – veel meer – is nodig, zegt ze."),
    "fi": ("Lue myös kartta, neuvoi lautturi.",),
    "sv": ("Läs också kartan, sade färjkarlen.",),
    "da": ("Læs også kortet, sagde færgemanden.",),
    "no": ("Les også kartet, sa fergemannen.",),
    "cs": ("Čtěte také mapu, radil převozník.",),
    "hu": ("Olvassa el ezt is a révész kedvéért, kérte.",),
    "ro": ("Citește și harta, spuse luntrașul.",),
    "el": ("Διαβάστε επίσης τον χάρτη, είπε ο βαρκάρης.",),
    "tr": ("Haberin devamı yarın gelecek, dedi başkan.",),
    "ja": ("関連する法律は来年から施行される。",),
    "zh": ("相关部门已经开始调查。",),
    "ar": ("اقرأ هذا الكتاب قبل الشتاء، قالت المعلمة.",),
    "ko": ("관련 법안이 내년부터 시행된다.",),
    "id": ("Baca buku itu sekali lagi, kata hakim.",),
    "fa": ("بیشتر مردم شهر موافق بودند.",),
}


@each_line(FURNITURE)
def test_pointer_to_another_story_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_that_begins_like_a_pointer_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


def items(*shares: float) -> list[Block]:
    return [
        Block(text=f"Ferry number {i} stops for good", kind="list_item", link_density=share)
        for i, share in enumerate(shares)
    ]


def test_the_links_listed_under_a_pointer_go_with_it() -> None:
    linked = items(1.0, 0.2)
    assert claimed_between_paragraphs(RULE, "Read next:", *linked) == [
        "Read next:",
        *(item.text for item in linked),
    ]


def test_a_list_with_an_item_that_links_nowhere_stays() -> None:
    assert claimed_between_paragraphs(RULE, "Read next:", *items(0.8, 0.0)) == ["Read next:"]


def test_a_list_under_a_pointer_that_names_its_story_stays() -> None:
    pointer = "Read more: Ferry stops for good"
    assert claimed_between_paragraphs(RULE, pointer, *items(0.5, 0.5)) == [pointer]
