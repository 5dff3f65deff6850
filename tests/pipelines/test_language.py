import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language import detect_language, normalize_language
from pipelines.language_codes import ISO_639_1

TEXTS = {
    "en": "The council of Lowmere approved the new bridge over the sound on Tuesday evening.",
    "de": "Der Rat von Lowmere hat am Dienstagabend die neue Brücke über den Sund beschlossen.",
    "fr": "Le conseil de Lowmere a approuvé mardi soir le nouveau pont qui traverse le détroit.",
    "es": "El consejo de Lowmere aprobó el martes por la noche el nuevo puente sobre el estrecho.",
    "it": "Il consiglio di Lowmere ha approvato martedì sera il nuovo ponte sullo stretto.",
    "ru": "Совет Лоумира во вторник вечером утвердил строительство нового моста через пролив.",
    "uk": "Рада Лоуміра у вівторок увечері затвердила будівництво нового мосту через протоку.",
    "pl": "Rada Lowmere zatwierdziła we wtorek wieczorem budowę nowego mostu przez cieśninę.",
    "ar": "وافق مجلس المدينة مساء الثلاثاء على بناء الجسر الجديد فوق المضيق.",
    "zh": "市议会星期二晚上批准在海峡上修建一座新桥，工程将于春季开始。",
    "ja": "市議会は火曜日の夜、海峡に新しい橋を建設することを承認した。",
}

TOO_SHORT = {
    "empty": "",
    "word": "Bridge",
    "numbers": "2025 12 31 " * 20,
    "signs": "… – ! ? " * 20,
}

TAGS = {
    "region": ("en-GB", "en"),
    "underscore": ("pt_BR", "pt"),
    "script": ("zh-Hant-TW", "zh"),
    "three letters": ("ger", "de"),
    "old code": ("iw", "he"),
    "name": ("English", "en"),
    "list": ("fr, en", "fr"),
    "locale": ("ru_RU.UTF-8", "ru"),
    "space": (" De ", "de"),
    "unknown": ("xx", None),
    "empty": ("", None),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_language_of_a_sentence_is_told(code: str, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", TOO_SHORT.values(), ids=TOO_SHORT.keys())
def test_language_is_not_guessed_without_words(text: str) -> None:
    assert detect_language(text) is None


def test_only_the_beginning_of_a_text_decides() -> None:
    assert detect_language(TEXTS["en"] * 40 + TEXTS["ru"] * 400) == "en"


@pytest.mark.parametrize(("tag", "code"), TAGS.values(), ids=TAGS.keys())
def test_tags_become_two_letters(tag: str | None, code: str | None) -> None:
    assert normalize_language(tag) == code


def test_every_code_is_itself() -> None:
    assert {normalize_language(code) for code in ISO_639_1} == ISO_639_1


@given(st.text(max_size=200))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    code = detect_language(text)
    assert code is None or normalize_language(code) == code


@given(st.text(max_size=20))
def test_codes_do_not_change_when_made_again(tag: str) -> None:
    code = normalize_language(tag)
    assert normalize_language(code) == code
