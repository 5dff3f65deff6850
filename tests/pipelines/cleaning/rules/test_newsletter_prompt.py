from pipelines.cleaning.rules.newsletter_prompt import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "To view the full story, please log in.",
        "If you’re seeing this message but are a member, log in.",
        "Never miss the latest news from Lowmere.",
        "***Please sign up for Gazette Letters to keep receiving the news.***",
        "Sign up for our newsletter",
        "Subscribe",
        "Your email address",
        "Newsletter",
        "Get the latest news delivered to your inbox",
        "Already a subscriber? Log in",
        "By signing up, you agree to our terms.",
        "Subscribe to the Morning Tide to read this.",
    ),
    "de": (
        "Newsletter abonnieren",
        "Melden Sie sich für unseren Newsletter an.",
        "Anmelden",
        "[Was Niedermoor bewegt, steht in unserer Abendpost. Zur Anmeldung geht es hier.]",
    ),
    "fr": ("Abonnez-vous à notre newsletter", "Cet article est réservé aux abonnés", "Connexion"),
    "es": ("Suscríbete a nuestro boletín", "Contenido exclusivo para suscriptores"),
    "it": ("Iscriviti alla newsletter", "Accedi", "Sei già abbonato? Entra qui"),
    "pt": ("Assine a nossa newsletter", "Conteúdo exclusivo para assinantes"),
    "ru": ("Подпишитесь на нашу рассылку", "Подписывайтесь на наш Telegram-канал"),
    "uk": ("Підписуйтесь на наш канал", "Підпишіться на розсилку"),
    "pl": ("Zapisz się na newsletter", "Artykuł dostępny tylko dla subskrybentów"),
    "nl": ("Schrijf je in voor onze nieuwsbrief", "Alleen voor abonnees"),
    "tr": ("Bültenimize abone olun", "Giriş yap"),
    "ja": ("会員登録", "メールマガジンに登録する"),
    "zh": ("立即订阅", "登录"),
    "ar": ("اشترك في نشرتنا البريدية",),
    "ko": ("구독하기", "뉴스레터 구독하기"),
    "sv": ("Prenumerera på vårt nyhetsbrev", "Logga in"),
}
ARTICLE = {
    "en": (
        "Please sign here, said the clerk, and nobody did.",
        "To view the full moon, please walk to the pier, the club says.",
        "If you’re seeing bees in March, spring is early.",
        "Never miss the latest ferry, the islanders say.",
        "Newsletters are how small papers survive, and the one from Lowmere has 4,000 readers.",
        "Subscribers of the old paper got a letter and a pound of honey.",
        "This newsletter was printed in a cellar for two years, and nobody found the press.",
        "Our daily bread costs twice what it did, said a baker.",
        "Your daily walk may help more than the pills, doctors say.",
        "Start your day with a glass of water and ten minutes of stretching.",
        "The paper said 40,000 readers had agreed to subscribe.",
        "The regulator told the firm to rewrite its terms and privacy policy.",
        "To read this text you need no Latin, only patience, says the monk.",
        "Stay informed about the tide before you cross the sand, the coastguard warns.",
        "Want more rain? Farmers in the south would pay for it.",
        "Never miss a chance to sit down, her grandmother used to say.",
        "Log in to the account of a dead relative and you may break the law.",
    ),
    "de": (
        "Sie sind bereits das dritte Paar, das hier einzieht.",
        "Sie haben noch kein Zuhause gefunden, aber eine Schule.",
        "Mit der Anmeldung des Patents begann der Streit der Brüder.",
        "Die wichtigsten Nachrichten brachte damals der Fährmann.",
    ),
    "fr": (
        "Pour lire la suite du manuscrit, il faudra attendre la restauration.",
        "L’essentiel de l’actualité tenait alors sur une page.",
    ),
    "es": (
        "Recibe cada mes una pensión de 400 euros y no le alcanza.",
        "Para seguir leyendo a los cien años usa una lupa.",
    ),
    "it": (
        "Registrati a Roma 38 gradi, un record per giugno.",
        "Abbonati a quota ventimila, il club festeggia.",
    ),
    "pt": ("Assinantes do antigo jornal receberam uma carta e um frasco de mel.",),
    "ru": (
        "Рассылка фальшивых повесток началась в понедельник, сообщила полиция.",
        "Наш канал давно пересох, говорит мельник.",
        "Самые важные новости приносил паромщик.",
    ),
    "uk": (
        "Розсилка фальшивих повісток почалася в понеділок, повідомила поліція.",
        "Наш канал давно пересох, каже мельник.",
    ),
    "pl": (
        "Rejestracja łodzi w porcie trwa od poniedziałku.",
        "Abonament na wodę podrożał od stycznia o jedną piątą.",
    ),
    "nl": (
        "Al lid sinds 1970, en nog elke zondag op het water.",
        "Nieuwsbrieven houden kleine kranten in leven.",
    ),
    "tr": ("Giriş yapan herkes bankı gördü.",),
    "ja": ("会員登録の数は三年で倍になった。",),
    "zh": ("登录人数在一夜之间翻了一番。",),
    "ar": ("اشترك في الاجتماع تسعة من أعضاء المجلس.",),
    "ko": ("구독자 수가 세 배로 늘었다.",),
    "sv": ("Logga in kunde ingen, systemet låg nere.",),
}


@each_line(FURNITURE)
def test_request_to_subscribe_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_newsletters_and_subscribers_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
