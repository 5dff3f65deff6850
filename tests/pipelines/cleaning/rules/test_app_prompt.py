from pipelines.cleaning.rules.app_prompt import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "For the latest stories and breaking news updates download the Gazette apps.",
        "Download our free app for breaking news alerts",
        "Get the app",
        "If you're on the Lowmere 7 News app, click here to watch live",
        "Turn on notifications",
        "Download the app",
        "App Store",
        "Open in app",
    ),
    "de": ("Laden Sie unsere App herunter", "Jetzt App laden", "Push-Nachrichten aktivieren"),
    "fr": ("Téléchargez notre application gratuite", "Activez les notifications"),
    "es": ("Descarga nuestra app y sigue la actualidad", "Activa las notificaciones"),
    "it": ("Scarica la nostra app", "Attiva le notifiche per restare aggiornato"),
    "pt": ("Baixe o nosso aplicativo", "Ative as notificações e fique por dentro"),
    "ru": ("Скачайте наше приложение", "Включите уведомления"),
    "uk": ("Завантажте наш застосунок", "Увімкніть сповіщення"),
    "pl": ("Pobierz naszą aplikację", "Włącz powiadomienia"),
    "nl": ("Download onze app", "Zet meldingen aan"),
}
ARTICLE = {
    "en": (
        "For the latest stories of the village, ask the ferryman.",
        "If you’re on the bridge at nine, you see the herons.",
        "Available on the App Store since May, the game has found two million players.",
        "Apps that track bees are popular with schools.",
        "Notifications of the disease have doubled in a week, the ministry said.",
        "Downloads of the app rose after the flood warnings of last winter.",
    ),
    "de": ("Die App der Bahn fiel am Montag für Stunden aus.",),
    "fr": ("Téléchargez-vous encore de la musique ? La question fait sourire les élèves.",),
    "es": ("Descarga eléctrica: un rayo alcanza la torre de la iglesia.",),
    "it": ("Scarica elettrica nel cantiere, ferito un operaio.",),
    "pt": ("Baixe a guarda e perde, diz o treinador da equipa.",),
    "ru": ("Приложение для учёта ульев скачали десять тысяч раз.",),
    "uk": ("Застосунок для обліку вуликів завантажили десять тисяч разів.",),
    "pl": ("Pobierz wodę do analizy – tak zaczyna się instrukcja dla rolników.",),
    "nl": ("Downloads van de app stegen na de storm.",),
}


@each_line(FURNITURE)
def test_request_to_install_an_app_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_apps_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
