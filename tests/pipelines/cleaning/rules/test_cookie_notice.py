from pipelines.cleaning.rules.cookie_notice import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "We use cookies to improve your experience.", "Accept all", "Cookie settings",
        "We and our partners store information on your device.", "Privacy Policy",
        "Please enable JavaScript to view the comments.",
        "To view this video please enable JavaScript, and consider upgrading your browser.",
        "We and our 812 partners keep and read what your device holds.",
        "Store and/or access information on a device. Personalised content.",
    ),
    "de": (
        "Wir und unsere 812 Partner verwenden Geräte-Kennungen.",
        "Wir verwenden Cookies, um Ihnen Inhalte zu zeigen.", "Alle akzeptieren",
        "An dieser Stelle finden Sie externe Inhalte.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
    ),
    "fr": (
        "Nous utilisons des cookies.", "Tout accepter",
        "En poursuivant votre navigation, vous acceptez.",
    ),
    "es": ("Utilizamos cookies propias y de terceros.", "Aceptar todo"),
    "it": ("Questo sito utilizza cookie tecnici.", "Accetta tutti"),
    "pt": ("Este site utiliza cookies.", "Aceitar tudo"),
    "ru": ("Этот сайт использует файлы cookie.", "Принять все"),
    "uk": ("Ми використовуємо файли cookie.", "Прийняти все"),
    "pl": ("Używamy plików cookies, aby strona działała.", "Akceptuję"),
    "nl": ("Wij gebruiken cookies.", "Alles accepteren", "Deze website gebruikt cookies."),
}  # fmt: skip
ARTICLE = {
    "en": (
        "Cookies that follow readers across the web will need consent, a court has ruled.",
        "To view this video the jury left the room for an hour.",
        "We and our neighbours store the boats together, says the ferryman.",
        "Accept all of it or leave, the owner told the tenants of the mill.",
        "Close to the river the houses are still wet.",
    ),
    "de": (
        "Um diesen Inhalt stritten die Anwälte drei Tage lang.",
        "Mit der Nutzung dieser Flächen verdienen die Bauern heute mehr als mit Weizen.",
        "Datenschutz ist für die Schule ein teures Wort geworden.",
    ),
    "fr": (
        "Ce contenu du coffre, personne ne l’a vu depuis deux ans, admet le notaire.",
    ),
    "es": ("Aceptar todo lo firmado fue un error, admite el alcalde.",),
    "it": ("Questo sito utilizza l’acqua del lago per raffreddare le macchine.",),
    "pt": ("Rejeitar o acordo seria um erro, disse o presidente da câmara.",),
    "ru": ("Принять все поправки депутаты успели до полуночи.",),
    "uk": ("Погоджуюсь не з усім, каже мер, але міст потрібен місту.",),
    "pl": ("Odrzuć wszystkie wątpliwości, radził mu trener przed biegiem.",),
    "nl": ("Door gebruik te maken van deze regeling bespaarde de gemeente twee miljoen.",),
}  # fmt: skip


@each_line(FURNITURE)
def test_request_for_consent_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_consent_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


@each_line({"chapter": ("Datenschutz",)})
def test_one_word_above_a_paragraph_is_a_chapter(line: str) -> None:
    assert claimed(RULE, BODY[0], Block(text=line, kind="heading"), *BODY[1:]) == []


@each_line({"chapter": ("Datenschutz",)})
def test_one_word_above_nothing_goes(line: str) -> None:
    assert claimed(RULE, *BODY, Block(text=line, kind="heading")) == [line]
