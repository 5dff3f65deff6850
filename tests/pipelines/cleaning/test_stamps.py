import pytest
from hypothesis import given

from pipelines.cleaning.stamps import read_stamps
from tests.pipelines.cleaning.documents import each_case
from tests.strategies import any_texts

DATES = {
    "ISO": "2024-03-12",
    "ISO with time": "2024-03-12T14:05:00Z",
    "dots": "12.03.2024",
    "slashes": "03/12/24",
    "en": "March 12, 2024",
    "en with weekday and zone": "Tuesday, March 12, 2024 at 2:05 PM EST",
    "en ordinal": "12th March 2024",
    "en short": "12 Mar 2024",
    "de": "Dienstag, 12. März 2024, 14:05 Uhr",
    "fr": "mardi 12 mars 2024 à 14h05",
    "fr first": "1er mars 2024",
    "es": "martes 12 de marzo de 2024",
    "it": "martedì 12 marzo 2024",
    "pt": "terça-feira, 12 de março de 2024 às 14:05",
    "ru": "12 марта 2024, 14:05",
    "ru with year word": "12 марта 2024 года",
    "uk": "12 березня 2024, 14:05",
    "pl": "wtorek, 12 marca 2024",
    "nl": "dinsdag 12 maart 2024",
    "zh": "2024年3月12日",
    "ja with time": "2024年3月12日 10時30分",
    "sv": "12 maj 2024 kl. 10:30",
    "tr": "12 Mayıs 2024",
    "cs": "12. května 2024",
    "th": "20 พฤศจิกายน 2569 08:30 น.",
    "el": "12 Μαρτίου 2024, 14:05",
    "ar": "12 مارس 2024",
    "hi": "12 मार्च 2024",
    "dates as in the news feed": "20.02.2025 23:36",
}
RELATIVE = {
    "en": "2 hours ago", "en short": "3h ago", "en day": "Yesterday", "de": "vor 2 Stunden",
    "fr": "il y a 3 heures", "es": "hace 5 minutos", "it": "2 ore fa", "pt": "há 3 horas",
    "ru": "5 минут назад", "uk": "2 години тому", "pl": "3 godziny temu", "nl": "4 uur geleden",
}  # fmt: skip
LABELLED = {
    "en": "Published March 12, 2024", "en updated": "Last updated on 12 March 2024 14:05",
    "de": "Veröffentlicht am 12.03.2024", "fr": "Publié le 12 mars 2024",
    "es": "Publicado el 12 de marzo de 2024", "it": "Pubblicato il 12 marzo 2024",
    "pt": "Publicado em 12/03/2024", "ru": "Опубликовано 12.03.2024",
    "uk": "Опубліковано 12.03.2024", "pl": "Opublikowano 12 marca 2024",
    "nl": "Gepubliceerd op 12 maart 2024", "sv": "Publicerad 12 mars 2024 kl. 10:30",
    "tr": "Son güncelleme: 12.03.2024", "ar": "آخر تحديث: 12 مارس 2024",
    "ja": "更新日：2024年3月12日", "ko": "입력 2024.03.12",
}  # fmt: skip
NO_STAMPS = {
    "sentence with weekday": "Share prices fell on Tuesday as banks reported losses",
    "month without day": "May was the driest month since records began",
    "year": "A look back at 2024",
    "Greek numbers": "Πέντε από τους 12 δημάρχους ήρθαν",
    "Chinese score": "主队三比二获胜，到场观众 12000 人",
    "score": "Lowmere 3 Marsh Lane 2",
    "time in a sentence": "The doors open at 14:05 for members",
    "price": "Tickets cost 12.50 at the door",
    "version": "Release 3.11 of the program",
    "words that begin like months": "12 marching bands",
    "word that ends like a stamp": "Many chapters ago",
    "empty": "",
}


@each_case(DATES, "text")
def test_date_is_a_stamp_and_leaves_no_words(text: str) -> None:
    stamp = read_stamps(text)
    assert (stamp.dates, stamp.rest, stamp.is_stamp) == (1, (), True)


@each_case(RELATIVE, "text")
def test_stamp_that_counts_from_now_is_told(text: str) -> None:
    stamp = read_stamps(text)
    assert (stamp.relative, stamp.rest, stamp.is_stamp) == (1, (), True)


@each_case(LABELLED, "text")
def test_label_of_a_stamp_is_told(text: str) -> None:
    stamp = read_stamps(text)
    assert (stamp.dates, stamp.labels, stamp.rest) == (1, 1, ())


@each_case(NO_STAMPS, "text")
def test_line_without_a_stamp_is_none(text: str) -> None:
    assert not read_stamps(text).is_stamp


@pytest.mark.parametrize("text", ["14:05", "2:05 pm", "14h05", "14.05 Uhr", "5pm"])
def test_time_of_day_alone_is_a_stamp(text: str) -> None:
    stamp = read_stamps(text)
    assert (stamp.times, stamp.dates, stamp.is_stamp) == (1, 0, True)


def test_words_that_belong_to_no_stamp_are_the_rest() -> None:
    assert read_stamps("World | 12 March 2024").rest == ("world",)


def test_two_stamps_in_one_line_are_counted() -> None:
    stamp = read_stamps("Published 12 March 2024, 14:05 | Updated 13 March 2024")
    assert (stamp.dates, stamp.times, stamp.labels, stamp.rest) == (2, 1, 2, ())


def test_long_line_holds_no_stamp_that_matters() -> None:
    line = "On 12 March 2024 the council met behind closed doors. " * 3
    assert not read_stamps(line).is_stamp


@given(any_texts())
def test_any_text_is_read(text: str) -> None:
    stamp = read_stamps(text)
    assert min(stamp.dates, stamp.times, stamp.relative, stamp.labels) >= 0
