from pipelines.cleaning.rules.donation_prompt import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Support our journalism", "Please consider making a donation today.", "Donate",
        "Our journalism needs your support. Please subscribe today.",
        "We are a for-profit organization. Contributions are NOT tax-deductible.",
        "Become a member", "Your support helps us keep reporting.", "Donate now to keep us going.",
    ),
    "de": ("Unterstützen Sie unsere Arbeit", "Jetzt spenden!", "Mit Ihrer Spende helfen Sie uns.",
           "Ihnen hat der Artikel gefallen? Bitte helfen Sie uns.",
           "Gefällt dir unser Magazin? Hilf uns, es frei zu halten.",
           "Um noch mehr von Bienen zu berichten, brauchen wir deine Unterstützung."),
    "fr": ("Vous avez aimé cet article ?",
           "Faites un don", "Soutenez notre journal", "Aidez-nous à rester indépendants."),
    "es": ("¿Te ha gustado este artículo?",
           "Apoya nuestro periodismo", "Haz una donación", "Hazte socio"),
    "it": ("Ti è piaciuto questo articolo?",
           "Sostieni il nostro giornale", "Fai una donazione", "Aiutaci a restare indipendenti"),
    "pt": ("Gostou deste artigo?", "Apoie o jornalismo independente", "Faça uma doação"),
    "ru": ("Понравилась статья? Поддержите нас.", "Поддержите нас", "Поддержать редакцию"),
    "uk": ("Сподобалася стаття?", "Підтримайте нас", "Підтримати редакцію"),
    "pl": ("Podobał Ci się ten artykuł?", "Wesprzyj nas", "Wpłać darowiznę na naszą redakcję"),
    "nl": ("Vond je dit artikel nuttig?", "Steun onze journalistiek", "Word donateur"),
}  # fmt: skip
ARTICLE = {
    "en": (
        "The fair pays for the roof of the hall. Donations are tax-deductible.",
        "Support for the bill grew after the storm.",
        "For just three days a year the sand bar can be crossed on foot.",
        "For as little as 20 euros families can rent a boat.",
        "Donations to the lifeboat rose last year, its crew said.",
    ),
    "de": (
        "Ihre Spende blieb lange geheim: Die Witwe gab zwei Millionen.",
        "Gefällt dir die Bank?, fragte der Gärtner.",
        "Für die Bank brauchen wir die Unterstützung des Rates, sagte sie.",
    ),
    "fr": ("Le don d’organes reste rare dans la région.", "Vous avez aimé la première saison."),
    "es": (
        "Apoya a los agricultores desde hace veinte años.",
        "El premio reconoce cada año el mejor periodismo independiente.",
        "En el pueblo abundan las historias como esta.",
    ),
    "it": ("Donazioni di sangue in calo per il terzo anno.",),
    "pt": (
        "Gostou da vila e ficou.",
        "Seu apoio ao projeto custou-lhe o cargo.",
        "Sua doação de livros deu origem à biblioteca da vila.",
    ),
    "ru": ("Поддержать законопроект решили девять депутатов из тринадцати.",),
    "uk": ("Підтримати законопроєкт вирішили дев’ять депутатів із тринадцяти.",),
    "pl": ("Wsparcie dla projektu rośnie od lat.",),
    "nl": ("Steun voor het plan groeide na de storm.",),
}  # fmt: skip


@each_line(FURNITURE)
def test_request_for_money_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_money_and_support_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
