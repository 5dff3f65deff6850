"""How the demo hosts write dates on their pages."""

from datetime import datetime

_MONTHS = {
    "it": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
        "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
}  # fmt: skip
_NUMERIC = {
    "de": "%d.%m.%Y, %H:%M",
    "en": "%d.%m.%Y %H:%M",
    "es": "%d/%m/%Y %H:%M",
    "fr": "%d/%m/%Y %H:%M",
}


def visible_stamp(moment: datetime, language: str) -> str:
    """Return the date as a reader sees it, in the moment's own time zone."""
    if language in _NUMERIC:
        return moment.strftime(_NUMERIC[language])
    month = _MONTHS[language][moment.month - 1]
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M}"


def relative_stamp(moment: datetime, today: datetime) -> str:
    """Return the Russian stamp with the day named from ``today`` where it is near."""
    days = (today.astimezone(moment.tzinfo).date() - moment.date()).days
    names = {0: "сегодня", 1: "вчера"}
    if days in names:
        return f"{names[days]}, {moment:%H:%M}"
    return visible_stamp(moment, "ru")
