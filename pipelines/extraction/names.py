"""Names of people out of by-lines: "By Ada Long and Ben Short, Chief Reporter" gives two."""

import re

from pipelines.normalization import clean_text, fold

_MAX_NAME_WORDS = 6
_MAX_NAME_CHARS = 60
# The word before a name in a by-line, in the languages of news that were looked at.
_BYLINE = re.compile(
    r"^(?:(?:written|posted|reported|reporting|story|words|text|edited|updated|published|analysis|"
    r"opinion|review|photos?|article)\s+by|by|byline|author|authors|von|autor|autorin|autoren|"
    r"text|ein\s+\w+\s+von|par|propos\s+recueillis\s+par|por|escrito\s+por|texto|di|a\s+cura\s+di|"
    r"door|tekst|przez|автор|авторы|текст|автори|autori)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)  # fmt: skip
_BORDER = re.compile(r"\s*(?:[,;|•·]|\s[/–—-]\s|\s(?:and|AND|und|et|y|e|i|och|og|en|и|та|&)\s)\s*")
_AND = re.compile(r"\s(?:and|und|et|y|och|og|и|&)\s", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\S+|^@\w+|\.(?:com|org|net|co)\b", re.IGNORECASE)
_NO_NAME_SIGN = re.compile(r"[\d:!?#…\"“”<>=+*]")
_IN_BRACKETS = re.compile(r"\s*(?:\(.*?\)|\[.*?\]|<.*?>)\s*")
_TAIL = re.compile(r"^(\S+\s+\S.*?)\s+(?:in|for|of|at|is|has)\s.*$")
# Words that name a job, a desk or an agency feed and no person.
_NOT_A_PERSON = frozenset(
    {
        "admin", "administrator", "adviser", "advisor", "agencia", "agencies", "agency",
        "analyst", "anonymous", "author", "autor", "blog", "bureau", "ceo", "chef", "chief",
        "columnist", "commentator", "content", "contributor", "contributors", "copyright",
        "correspondent", "desk", "digital", "director", "editor", "editorial", "editorin",
        "editors", "equipe", "equipo", "foto", "freelance", "guest", "head", "journalist",
        "magazine", "manager", "media", "network", "news", "newsroom", "office", "officer",
        "online", "photo", "photographer", "photos", "picture", "president", "press",
        "producer", "publisher", "redacao", "redaccion", "redacción", "redactie", "redakcja",
        "redaktion", "redaktionen", "redattore", "redazione", "reporter", "reporters",
        "rédaction", "service", "services", "site", "specialist", "staff", "story", "studio",
        "subscription", "team", "the", "today", "user", "video", "web", "webmaster",
        "website", "weekly", "writer", "writers", "корреспондент", "редактор", "редакция",
    }
)  # fmt: skip


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in a by-line or an author field, without roles, dates and addresses.

    Only what could be a person stays; empty when nothing does.
    """
    line = _strip_byline(clean_text(text))
    parts = [_tidy(part) for part in _BORDER.split(line)]
    if _is_reversed(line, parts):
        parts = [f"{parts[1]} {parts[0]}"]
    return tuple(dict.fromkeys(part for part in parts if is_person_like(part)))


def is_person_like(name: str) -> bool:
    """Return whether a text could be a person's name: few words, none of them a job or a number."""
    words = name.split()
    if not words or len(words) > _MAX_NAME_WORDS or len(name) > _MAX_NAME_CHARS:
        return False
    if _ADDRESS.search(name) or _NO_NAME_SIGN.search(name) or not name[0].isalpha():
        return False
    if len(words) == 1 and (len(name) < 3 or name.islower()):
        return False
    return _NOT_A_PERSON.isdisjoint(fold(name).replace("-", " ").split())


def _strip_byline(line: str) -> str:
    previous = None
    while line != previous:
        previous, line = line, _BYLINE.sub("", line, count=1)
    return line


def _tidy(part: str) -> str:
    name = _strip_byline(
        _TAIL.sub(r"\1", _IN_BRACKETS.sub(" ", part)).strip(" .,:;-–—|/*\"'")
    ).strip()
    return name.title() if name.isupper() and len(name) > 4 else name


def _is_reversed(line: str, parts: list[str]) -> bool:
    """Return whether a line reads "Short, Ben": two single words around one comma."""
    is_pair = len(parts) == 2 and all(part.count(" ") == 0 for part in parts)
    return is_pair and line.count(",") == 1 and not _AND.search(line) and all(parts)
