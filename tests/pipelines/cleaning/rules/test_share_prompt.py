from pipelines.cleaning.rules.share_prompt import RULE
from pipelines.items import Block, Signals
from tests.pipelines.cleaning.documents import (
    claimed_between_paragraphs,
    each_case,
    each_line,
    named,
)

FURNITURE = {
    "en": (
        "Like Loading…",
        "Share",
        "Share this article",
        "Follow us on Facebook",
        "Share on Facebook",
        "Copy link",
        "Follow her on Twitter: @adalong",
        "Click to share on X (Opens in new window)",
        "Print",
        "Print Friendly, PDF & Email",
        "Rate this post",
    ),
    "de": (
        "Teilen mit:",
        "Gefällt mir Wird geladen…",
        "Artikel teilen",
        "Folgen Sie uns auf Facebook",
        "Link kopieren",
        "Drucken",
    ),
    "fr": ("J’aime chargement…", "Partager", "Suivez-nous sur Facebook", "Partager sur Facebook"),
    "es": (
        "Siguenos en Telegram",
        "Escucha esta nota aquí",
        "Compartir",
        "Síguenos en Facebook",
        "Copiar enlace",
    ),
    "it": (
        "Condividi con:",
        "Mi piace Caricamento…",
        "Condividi",
        "Seguici su Facebook",
        "Condividi su WhatsApp",
    ),
    "pt": (
        "O saber liberta. Siga-nos no Telegram.",
        "Compartilhe",
        "Siga-nos no Instagram",
        "Compartilhe esta notícia",
    ),
    "ru": ("Поделиться", "Читайте нас в Telegram", "Поделиться новостью"),
    "uk": ("Поділитися", "Читайте нас у Telegram", "Скопіювати посилання"),
    "pl": (
        "Lubię to Wczytywanie…",
        "Udostępnij",
        "Obserwuj nas na Facebooku",
        "Podziel się artykułem",
    ),
    "nl": ("Vind ik leuk Laden…", "Deel dit artikel", "Volg ons op Facebook", "Kopieer link"),
    "tr": ("Bizi Facebook'ta takip edin", "Bu haberi paylaş"),
    "ja": ("この記事をシェアする", "フォローする"),
    "zh": ("分享到微博", "关注我们"),
    "ar": ("تابعنا على فيسبوك", "شارك المقال"),
    "ko": ("기사 공유하기", "링크 복사"),
    "sv": ("Dela artikeln", "Följ oss på Facebook"),
}
ARTICLE = {
    "en": (
        "Like loading a boat, it takes two.",
        "Share prices fell on Tuesday as banks reported losses.",
        "Follow the money, said the detective, and you will find the boat.",
        "She announced the end of the band on Facebook and Twitter.",
        "You can follow the old railway line on foot from Lowmere to the sea.",
        "Follow our footsteps, the guide said, and do not leave the path.",
        "Print is not dead, says the woman who runs the last press in town.",
        "Email was the one thing that still worked after the storm.",
        "Facebook said on Monday it would close the data centre.",
    ),
    "de": (
        "Teilen mit den Nachbarn war hier immer üblich.",
        "Gefällt mir nicht, sagte die Wirtin.",
        "Teilen fällt den beiden Brüdern schwer, seit der Hof verkauft ist.",
        "Folgen der Flut sind noch nach Jahren zu sehen.",
    ),
    "fr": (
        "J’aime ce fleuve, dit le passeur.",
        "Partager un toit à trois générations n’est pas simple.",
        "Le maire a présenté ses excuses sur Facebook et Twitter.",
    ),
    "es": (
        "Siguen en pie los dos molinos del río.",
        "Comparte con su hermana un piso de cuarenta metros.",
        "Comparte esta opinión el alcalde de Lowmere.",
        "Compartir piso a los sesenta años ya no es raro.",
    ),
    "it": (
        "Mi piace il fiume, dice il traghettatore.",
        "Condividi la stanza con uno sconosciuto: così funzionava il collegio.",
    ),
    "pt": (
        "O canal fechou no Telegram.",
        "Siga o dinheiro, disse o detetive.",
    ),
    "ru": (
        "Поделиться урожаем с соседями здесь считается делом чести.",
        "Печать стояла на каждой странице паспорта.",
    ),
    "uk": ("Поділитися врожаєм із сусідами тут вважають справою честі.",),
    "pl": (
        "Lubię to miejsce, mówi rybak.",
        "Podziel i rządź – tak mówi o tej umowie rybak.",
    ),
    "nl": (
        "Vind ik leuk werk, zegt de imker.",
        "Deel van de brug stort in tijdens storm.",
        "Volg het geld, zei de speurder.",
    ),
    "tr": ("Paylaşılan toprak dört aileye yetti.",),
    "ja": ("シェアを伸ばしたのは小さな会社だった。",),
    "zh": ("分享自己的故事需要勇气。",),
    "ar": ("شارك تسعة آلاف في سباق الميناء.",),
    "ko": ("공유 자전거가 항구에도 놓인다.",),
    "sv": ("Delar av hamnen stängs i vinter.",),
}


@each_line(FURNITURE)
def test_request_to_share_or_follow_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_sharing_and_following_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


BARS = {
    "link": Block(
        text="Pocket", kind="list_item", link_density=1.0, signals=Signals(names=("share",))
    ),
    "plug-in": named("sd", "sharing", text="E-Mail (new window)", link_density=1.0),
}
BESIDE_BARS = {
    "text": named("share", text="Nine hives stand there."),
    "link elsewhere": Block(text="Lowmere Mastodon", kind="list_item", link_density=1.0),
    "headline": named(
        "share", text="How nine thousand people share one old crane", link_density=1.0
    ),
}


@each_case(BARS, "block")
def test_link_in_a_bar_for_sharing_goes(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == [block.text]


@each_case(BESIDE_BARS, "block")
def test_text_and_other_links_in_a_bar_stay(block: Block) -> None:
    assert claimed_between_paragraphs(RULE, block) == []
