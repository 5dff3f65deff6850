from pipelines.cleaning.rules.photo_credit import RULE
from tests.pipelines.cleaning.documents import claimed_between_paragraphs, each_line

FURNITURE = {
    "en": (
        "Photo: Ada Long",
        "Photo by Ada Long/Lowmere Gazette",
        "Getty Images",
        "File photo",
        "Ada Long/Getty Images",
        "Image credit: Ada Long",
        "(AP Photo/Ada Long)",
        "Source: Lowmere College",
    ),
    "de": (
        "Beitragsbild: Ada Lang",
        "Foto (CC): Ada Lang",
        "Foto: dpa",
        "Bild: Ada Lang/dpa",
        "Symbolbild",
        "Quelle: dpa",
    ),
    "fr": (
        "Photo (cc) : Ada Lelong",
        "Image illustrative : une ruche",
        "Photo : Ada Lelong/AFP",
        "Crédit photo : AFP",
        "Photo d’illustration",
    ),
    "es": ("Foto: EFE", "Foto de archivo", "Imagen ilustrativa"),
    "it": ("Foto: Ansa", "Foto di repertorio", "LaPresse"),
    "pt": ("Foto: Reprodução", "Foto: Ada Longo/Agência Brasil", "Divulgação"),
    "ru": ("Фото: ТАСС", "Фото из архива", "Иллюстративное фото"),
    "uk": ("Фото: Укрінформ", "Ілюстративне фото", "Скриншот з відео"),
    "pl": ("Fot. Ada Długa / PAP", "Zdjęcie ilustracyjne", "Źródło zdjęcia: PAP"),
    "nl": ("Foto: ANP", "Foto ter illustratie", "Beeld ANP"),
    "tr": ("Fotoğraf: AA",),
    "ja": ("写真：港の古いベンチ",),
    "zh": ("图片来源：新华社", "资料图片"),
    "ar": ("تصوير: رويترز",),
    "ko": ("사진=연합뉴스",),
    "sv": ("Foto: TT",),
    "cs": ("Foto: ČTK",),
}
ARTICLE = {
    "en": (
        "Courtesy of a late goal, United went top.",
        "The family sold its archive to Getty Images.",
        "Photos of the flood hang in the town hall.",
        "Pictures by schoolchildren will cover the fence of the building site.",
        "Image is everything, the mayor said.",
        "Source: the minutes of the council of Lowmere, and two letters.",
        "Source of the river",
    ),
    "de": (
        "Beitragsbilder kosten das Blatt viel Geld.",
        "Foto von 1911 zeigt die Brücke vor der Flut.",
        "Bild von Europa hat sich gewandelt, sagt die Forscherin.",
        "Fotos hängen im Rathaus.",
    ),
    "fr": (
        "Image illustrative du village, la ruche est partout.",
        "Photo de classe en main, elle raconte son école.",
    ),
    "es": ("Fotografía de boda en mano, la viuda espera.", "Archivo y museo compartirán sede."),
    "it": ("Foto di famiglia e lettere riempiono tre stanze.",),
    "pt": ("Foto de 1911 mostra a ponte antes da enchente.",),
    "ru": (
        "Фото — единственное, что у неё осталось от дома.",
        "Кадр из старого фильма висит над кассой кинотеатра.",
        "Видео — главный свидетель в этом деле, считает адвокат.",
    ),
    "uk": ("Фото — єдине, що в неї лишилося від дому.",),
    "pl": ("Zdjęcia z powodzi wiszą w ratuszu.",),
    "nl": ("Foto van de brug uit 1911 opgedoken op zolder.",),
    "tr": ("Fotoğraf sergisi cuma günü açılıyor.",),
    "ja": ("写真は戦前に撮られたものだという。",),
    "zh": ("图片展览星期五在图书馆开幕。",),
    "ar": ("تصوير الفيلم بدأ في الميناء القديم.",),
    "ko": ("사진 전시회가 금요일에 열린다.",),
    "sv": ("Fotografier av bron visas på museet.",),
}


@each_line(FURNITURE)
def test_credit_of_a_picture_goes(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == [line]


@each_line(ARTICLE)
def test_text_about_pictures_stays(line: str) -> None:
    assert claimed_between_paragraphs(RULE, line) == []
