from pipelines.cleaning.rules.affiliate_notice import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "This post may contain affiliate links.",
        "We earn commissions from links on our site. See our policy.",
        "We receive compensation when you click on a link and make a purchase. Learn more!",
        "These hives are ours, with affiliate links at no extra cost to you. Learn more",
        "Disclosure: Some of my posts contain affiliate links.",
        "These products are hand-picked by our team of beekeepers.",
        "The Gazette has affiliate partnerships.",
        "We picked these hives ourselves. If you buy one, we may earn a commission.",
        "As an Amazon Associate we earn from qualifying purchases.",
        "When you buy through links on this page, the Gazette may earn a commission.",
        "All hives were chosen by our editors, at no extra cost to you.",
        "Advertiser Disclosure: some makers of hives pay us.",
    ),
    "de": ("Dieser Artikel enthält Affiliate-Links.", "*Werbung. Dieser Beitrag enthält Werbung."),
    "fr": ("Cet article contient des liens affiliés.",),
    "es": ("Este artículo contiene enlaces de afiliados.",),
    "it": ("Questo articolo contiene link di affiliazione.",),
    "pt": ("Este artigo contém links de afiliados.",),
    "ru": ("Статья содержит партнёрские ссылки.",),
    "uk": ("Стаття містить партнерські посилання.",),
    "pl": ("Artykuł zawiera linki afiliacyjne.",),
    "nl": ("Dit artikel bevat affiliatelinks.",),
}
ARTICLE = {
    "en": (
        "We receive letters when you write about hives.",
        "These products are picked by hand in the valley.",
        "Disclosure of the letters cost the mayor his office.",
        "When you buy through an agent, the house costs more.",
        "We may earn less next year, the beekeeper said.",
        "This article of the treaty was never signed.",
        "Affiliate clubs may send two beekeepers each.",
        "As an Amazon worker she packed three hundred boxes a day.",
        "Purchases made through the spring fell by half.",
        "The mayor earned a commission.",
    ),
    "de": (
        "Dieser Beitrag enthält einen Fehler, räumte der Sender ein.",
        "Die mit einem Stern ausgezeichneten Köche kamen aus Lowmere.",
    ),
    "fr": ("Cet article contient une erreur, a reconnu le ministre.",),
    "es": ("Este artículo contiene tres condiciones, dijo la jueza.",),
    "it": ("Questo articolo contiene un errore, dice il sindaco.",),
    "pt": ("Este artigo contém três condições, disse a juíza.",),
    "ru": ("Статья содержит две ошибки, заявил адвокат.",),
    "uk": ("Стаття містить дві помилки, заявив адвокат.",),
    "pl": ("Artykuł zawiera dwa błędy, przyznał rzecznik.",),
    "nl": ("Dit artikel bevat twee fouten, zei de minister.",),
}


@each_line(FURNITURE)
def test_notice_that_links_are_paid_for_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_sales_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
