from pipelines.cleaning.rules.comments_prompt import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "We want to hear what you think about this article.",
        "Submit your letter to the editor via this form.",
        "Comments",
        "12 Comments",
        "Leave a comment",
        "Join the discussion",
        "What do you think?",
        "Let us know in the comments below.",
        "Your email address will not be published.",
        "Do you have a story for us? Write to our newsroom.",
        "Be the first to comment",
    ),
    "de": (
        "Hinterlasse einen Kommentar",
        "Du musst eingeloggt sein, um Kommentare zu schreiben!",
        "Sie sind aktuell nicht eingeloggt.",
        "Um selbst Kommentare verfassen zu können, müssen Sie sich bitte einloggen.",
        "12 Kommentare",
        "Lesermeinungen",
        "Schreiben Sie einen Kommentar",
        "Die Kommentarfunktion ist geschlossen.",
    ),
    "fr": ("Laisser un commentaire", "3 commentaires", "Soyez le premier à commenter"),
    "es": ("Deja un comentario", "Sin comentarios", "Los comentarios están cerrados"),
    "it": ("Lascia un commento", "5 commenti", "I commenti sono chiusi"),
    "pt": ("Deixe seu comentário", "Seja o primeiro a comentar", "Comentários"),
    "ru": (
        "Оставить комментарий",
        "7 комментариев",
        "Нашли ошибку? Выделите её и нажмите Ctrl+Enter",
    ),
    "uk": ("Залишити коментар", "Помітили помилку? Виділіть її та натисніть Ctrl+Enter"),
    "pl": ("Dodaj komentarz", "Brak komentarzy", "Zauważyłeś błąd? Napisz do nas"),
    "nl": ("Reageren", "Geef een reactie", "Heb je een tip? Mail de redactie"),
    "tr": ("Yorumlar", "12 yorum", "Yorum yap"),
    "ja": ("コメント", "コメントを書く"),
    "zh": ("网友评论", "发表评论"),
    "ar": ("التعليقات", "3 تعليقات"),
    "ko": ("댓글", "댓글쓰기"),
    "sv": ("Kommentarer", "Lämna en kommentar"),
}
ARTICLE = {
    "en": (
        "We want to hear what you think about the bridge, the mayor said.",
        "What do you think of the plans for the new harbour, Mrs Long?",
        "Commenting on this, the minister said the numbers were wrong.",
        "Comments have been made about the state of the pier before.",
        "Comments by the mayor drew protest from the fishermen on Tuesday.",
        "Be the first to arrive and you get the bench by the window.",
        "Report on the flood is delayed until the spring.",
    ),
    "de": (
        "Du musst früh aufstehen, um Bienen zu sehen.",
        "Sie sind aktuell nicht erreichbar, sagt der Imker.",
        "Was denken Sie über die Pläne für den neuen Hafen, Frau Lange?",
        "Hinweise an die Polizei in Lowmere nimmt jede Wache entgegen.",
        "Kommentare des Ministers sorgten am Montag für Streit.",
    ),
    "fr": (
        "Qu’en pensez-vous, vous qui vivez ici depuis quarante ans ?",
        "Commentaire du maire : il n’y a plus d’argent pour le pont.",
    ),
    "es": (
        "¿Qué opina usted del nuevo puente, señora Larga?",
        "¿Qué te parece el nuevo puente que han construido aquí?",
        "Para comentar el partido llamaron a un antiguo portero.",
    ),
    "it": ("Cosa ne pensa del nuovo ponte, signora Lunga?",),
    "pt": (
        "O que você acha da ponte nova que ligou as duas aldeias?",
        "Para comentar o jogo foi chamado um antigo guarda-redes.",
    ),
    "ru": ("Что вы думаете о новом мосте через пролив?",),
    "uk": ("Що ви думаєте про новий міст через протоку?",),
    "pl": ("Komentarze ministra wywołały w poniedziałek spór o port.",),
    "nl": ("Wat vindt u van de nieuwe brug over het water, mevrouw Lang?",),
    "tr": ("Yorumlar gece boyunca sürdü, kimse susmadı.",),
    "ja": ("コメントを求められた町長は何も答えなかった。",),
    "zh": ("评论家认为这座桥太窄了。",),
    "ar": ("التعليقات على القرار كانت قليلة في البلدة.",),
    "ko": ("댓글을 남긴 사람은 아무도 없었다고 한다.",),
    "sv": ("Kommentarer från regeringen uteblev hela kvällen.",),
}


@each_line(FURNITURE)
def test_request_for_comments_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_questions_and_text_about_comments_stay(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []


@each_line({"chapter": ("Discussion", "Komentarz", "Antworten")})
def test_one_word_above_a_paragraph_is_a_chapter(line: str) -> None:
    assert claimed(RULE, BODY[0], Block(text=line, kind="heading"), *BODY[1:]) == []


@each_line({"chapter": ("Discussion", "Komentarz", "Antworten")})
def test_one_word_above_nothing_goes(line: str) -> None:
    assert claimed(RULE, *BODY, Block(text=line, kind="heading")) == [line]
