"""Names of people out of by-lines: "By Ada Long and Ben Short, Chief Reporter" gives two."""

import re
from collections.abc import Sequence

from pipelines.extraction.authors.name_words import (
    ARTICLES,
    BUSINESS_WORDS,
    COUNTRIES,
    DAYS,
    JOB_KINDS,
    JOBS,
    NOT_A_PERSON,
    PAGE_WORDS,
    PARTICLES,
    ROLE_ENDINGS,
    SIGNING_WORDS,
    UNNAMED_WORDS,
    WORDED_BYLINE,
)
from pipelines.normalization import clean_text, fold

_MAX_NAME_WORDS = 6
_MAX_NAME_CHARS = 60
_MAX_NAMED_WORDS = 4
"""In a name that nothing parts from the job behind it."""
# The word before a name in a by-line, in the languages of news that were looked at.
_BYLINE = re.compile(
    rf"^(?:{WORDED_BYLINE}|"
    r"(?:this\s+(?:article|blog\s+post|blog|guide|piece|post|story)\s+(?:was|is)\s+)?"
    r"(?:written|posted|reported|reporting|story|words|text|edited|updated|published|analysis|"
    r"opinion|review|photos?|article|interview|guest\s+post|contributed|authored)\s+by|"
    r"(?:view\s+|more\s+)?(?:all\s+)?(?:posts|articles|stories)\s+(?:by|from)|more\s+(?:by|from)|"
    r"(?:social\s+)?links\s+for|about(?:\s+the\s+author)?|über(?:\s+den\s+autor)?|alles\s+von|"
    r"alle\s+(?:artikel|beiträge)\s+von|(?:posted|published)\s+(?:on\s+)?.*\d.*\sby|byline|"
    r"authors?|author\(s\)|vom|geschrieben\s+von|autor|autor[/:*_]in|autorin|autorinnen|autoren|"
    r"ein\s+\w+\s+von|verfasser(?:in)?|propos\s+recueillis\s+par|texto|a\s+cura\s+di|przez|авторы|"
    r"автори|autori)"
    r"(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)  # fmt: skip
# The same where no space or capital sets the name off (Chinese, Japanese, Arabic, Persian, Hebrew,
# Thai), and the word behind a name in Korean, Chinese and Japanese.
_LABEL = re.compile(
    r"^(?:(?:本报|本報|特约|特約|取材・)?(?:作者|记者|記者|撰文|撰稿|文|著者|執筆|筆者)\s*[:：・·/／\s]|글\s*[:：]|"
    r"(?:كتبت?|بقلم|نویسنده|מאת)\s*(?:[:：]|\s)|(?:โดย|ผู้เขียน)\s*:?|"
    r"(?:本报|本報)?(?:记者|記者)(?=[\u4e00-\u9fff]{2,4}$))\s*"
)
_LABEL_BEHIND = re.compile(r"(?<=\S)\s+(?:기자|특파원|记者|記者)\s*$")
_BORDER = re.compile(
    r"\s*(?:,\s+(?:and|und|&)\s|[,;|•·—]|\s[/–—-]\s|\s(?:and|AND|und|et|y|e|i|och|og|en|и|та|&)\s)\s*"
)
_AND = re.compile(r"\s(?:and|und|et|y|och|og|и|&)\s", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\S+|^@\w+|\.(?:com|org|net|co)\b", re.IGNORECASE)
_NO_NAME_SIGN = re.compile(r"[\d:：!！?？，。、#…\"“”<>=+*]")
_MAX_LINE_CHARS = 5000
"""Enough for a hundred authors."""
_MAX_TIDIED_CHARS = 400
_CONTACT_BEHIND = re.compile(r"(?<=\w)\s+(?:@\w+|[\w.+-]+@[\w-]+\.[\w.]+)$")
# "Ben Short/Getty Images" took the picture.
_PICTURE_AGENCY = re.compile(
    r"\b(?:getty\s?images|shutterstock|i?stock\s?photo|alamy|unsplash)\b",
    re.IGNORECASE,
)
# "Source: Quay Gazette": whose the news is, not who wrote it.
_SOURCE = re.compile(r"^(?:fonte|fuente|quelle|source|źródło|источник)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*(?:\(.*?\)|\[.*?\]|<.*?>)\s*")
# Who read, checked or illustrated a story did not write it.
_HELPER = re.compile(
    r"\b(?:reviewed|fact[- ]?check(?:ed)?|checked|edited|approved|tested|verified|illustrat\w+|"
    r"photo\w*|image|video|translated|medically|geprüft|lektorat|vérifié|revisado|updated)"
    r"\b(?!.*\bwritten\b)",
    re.IGNORECASE,
)
# "Ada Long, photos by Cy Hill": who wrote stands first.
_HELPER_BEHIND = re.compile(
    r"(?<=\w)[\s,;|/–-]+(?:(?:expert|fact|medically)[\s-]+)?(?:bild(?:er)?|checked|edited|fotos?|"
    r"illustrat\w+|photo\w*|pictures|reviewed|translated)\s+(?:by|von)\b.*",
    re.IGNORECASE,
)
_BEHIND_CAPITALS = re.compile(
    r"^((?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*\s+){1,3}[A-ZÀ-Þ][A-ZÀ-Þ'’-]+)\s+(?:[Tt]he\s+)?[A-ZÀ-Þ][a-zß-ÿ].*"
)
_HANDLE = re.compile(r"[\w.-]*[^\W\d_]{2}[\w.-]*")
_MAX_HANDLE_CHARS = 30
# An account that a machine named: letters and digits take turns.
_MADE_UP = re.compile(r"(?:[a-z]+\d+){3}", re.IGNORECASE)
# "q_admin" and "admin2" are whoever keeps the site.
_NO_ACCOUNT = re.compile(r"admin|redak|redac|editor|webmaster|user|anonym|unknown|guest|author")
# A link and its label say the same.
_TWICE = re.compile(r"^(.+) \1$")
_MAX_DEGREE_CHARS = 8
_DEGREES = re.compile(
    r"(?<=[a-z.])(?:\s+(?:CFP|CPA|DDS|DVM|JD|LDN|MA|MBA|MD|MPH|MS|PhD|RD|RDN|RN)\b[*.®]*)+$"
)
_AGENCY_BEHIND = re.compile(r"(?<=[a-z])/[A-Z]{2,}(?:-[A-Z]+)?$")
_INSTITUTION = re.compile(r"^(?:the\s+)?[^\W\d_]{4,}\s+(?:for|of)\s", re.IGNORECASE)
"""One word before "of" is no name: "Center for Bees", "Office of the Mayor"."""
_NO_NAMES = (_ADDRESS, _NO_NAME_SIGN, _PICTURE_AGENCY, _SOURCE, _INSTITUTION)
_TAIL = re.compile(r"^(\S+\s+\S.*?)\s+(?:in|for|of|at|is|has)\s.*$")
_MAX_ABBREVIATION_CHARS = 4
_MAX_UNSPACED_CHARS = 12
_SMALL = frozenset({"&", "and", "at", "for", "in", "of", "the", "und"})


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in a by-line or an author field, without roles, dates and addresses.

    Only what could be a person stays; empty when nothing does.
    """
    labelled = _HELPER_BEHIND.sub("", clean_text(text[:_MAX_LINE_CHARS]))
    line = strip_byline(labelled)
    raw = _without_address([part.strip() for part in _BORDER.split(line)])
    if line != labelled and (len(raw) == 1 or (len(raw) == 2 and _AND.search(line))):
        raw = [*raw[:-1], _without_job(raw[-1])]
    # Behind a name, not in front of one: "ADA LONG" is in capitals too.
    parts = [_tidy(part) for place, part in enumerate(raw) if not (place and _is_degree(part))]
    if _is_reversed(line, parts):
        parts = [f"{parts[1]} {parts[0]}"]
    names = dict.fromkeys(part for part in parts if is_person_like(part))
    # "Center for Hives and Honey": one word beside an institution is the rest of its name.
    has_institution = any(map(_INSTITUTION.match, parts))
    return tuple(name for name in names if " " in name or not has_institution)


def _without_address(parts: list[str]) -> list[str]:
    """Return the parts of a line without "Lowmere, Germany" at its end."""
    if len(parts) < 2 or fold(parts[-1]) not in COUNTRIES:
        return parts
    rest = parts[:-1]
    return rest[:-1] if len(rest) > 1 and " " not in rest[-1] else rest


def read_full_names(text: str) -> tuple[str, ...]:
    """Return the names in a line that nothing but its place marks as a by-line.

    Only names of two words and more in capital letters count, and a line that tells who checked,
    translated or illustrated a story has none.
    """
    if _HELPER.search(_HELPER_BEHIND.sub("", text[:_MAX_LINE_CHARS])):
        return ()
    if _PICTURE_AGENCY.search(text[:_MAX_LINE_CHARS]):
        return ()
    return tuple(name for name in read_names(text) if is_full_name(name))


def is_full_name(name: str) -> bool:
    """Return whether a name has two different words, each with a capital or a particle."""
    parts = name.split()
    written = [part for part in parts if part not in PARTICLES]
    return (
        len(set(written)) > 1
        and all(_is_capital(part) for part in written)
        and PAGE_WORDS.isdisjoint(fold(name).split())
    )


def is_single_name(name: str) -> bool:
    """Return whether one word with a capital could be what somebody signs with."""
    return " " not in name and _is_capital(name) and fold(name) not in PAGE_WORDS


def is_business_like(name: str) -> bool:
    """Return whether a name reads as that of a publication or a company."""
    parts = _folded_parts(name)
    return not 1 < len(parts) < 4 or has_business_word(name) or not is_full_name(name)


def has_business_word(name: str) -> bool:
    """Return whether a name holds a word that is common in those of publications and companies."""
    return not BUSINESS_WORDS.isdisjoint(_folded_parts(name))


def read_organisation(text: str) -> str | None:
    """Return the agency, company or desk that an author field names instead of a person.

    ``None`` for people, addresses, sentences and words that name nobody ("Staff", "News Desk").
    """
    name = _tidy(strip_byline(clean_text(text[:_MAX_LINE_CHARS])))
    is_name = 1 < len(name) <= _MAX_NAME_CHARS and name[0].isalnum() and not _ADDRESS.search(name)
    if not is_name or len(name.split()) > _MAX_NAME_WORDS or is_person_like(name):
        return None
    name = _TWICE.sub(r"\1", name)
    own = set(_folded_parts(name)) - NOT_A_PERSON
    return name if own and any(map(_is_capital, name.split())) else None


def read_signer(text: str) -> str | None:
    """Return the few words with which somebody signs where it is sure that somebody does.

    They may be a desk, an agency, a handle or one word ("Newsroom", "ada1984"). ``None`` for dates,
    addresses, sentences and what pages say there besides ("Share", "Last updated").
    """
    name = _tidy(strip_byline(clean_text(text[:_MAX_LINE_CHARS]).removeprefix("@")))
    words = fold(name).split()
    if not 0 < len(words) <= _MAX_NAME_WORDS or len(name) > _MAX_NAME_CHARS:
        return None
    if not PAGE_WORDS.isdisjoint(words) or not any(map(str.isalpha, name)):
        return None
    signs = (_ADDRESS, _NO_NAME_SIGN, _BORDER)
    is_sign = is_handle(name) or not any(sign.search(name) for sign in signs)
    return name if is_sign else None


def is_title_case(name: str) -> bool:
    """Return whether all words but small ones and those for a staff have a capital."""
    return all(
        _is_capital(part) or part[0].isdigit() or part in PARTICLES | _SMALL or signs_for_many(part)
        for part in name.split()
    )


def tells_a_helper(text: str) -> bool:
    """Return whether a label says who checked, edited or illustrated a story."""
    return bool(_HELPER.search(text))


def is_person_like(name: str) -> bool:
    """Return whether a text could be a person's name: few words, none of them a job or a number."""
    words = name.split()
    if not words or len(words) > _MAX_NAME_WORDS or len(name) > _MAX_NAME_CHARS:
        return False
    if not name[0].isalpha() or any(pattern.search(name) for pattern in _NO_NAMES):
        return False
    if (len(words) == 1 and _is_no_single_name(name)) or words[0] in ARTICLES:
        return False
    parts = _folded_parts(name)
    return not (
        _is_of_business(parts)
        or PAGE_WORDS.issuperset(parts)
        or any(part in NOT_A_PERSON or part.endswith(ROLE_ENDINGS) for part in parts)
    )


def _is_of_business(parts: Sequence[str]) -> bool:
    """Return whether two words are both common in names of publications, or two of several are."""
    return len(parts) > 1 and sum(part in BUSINESS_WORDS for part in parts) > 1


def signs_for_many(name: str) -> bool:
    """Return whether a name is that of a staff, a desk or an agency, by its words."""
    return not SIGNING_WORDS.isdisjoint(_folded_parts(name))


def tells_a_role(text: str) -> bool:
    """Return whether a text names a job ("Senior Writer")."""
    return not NOT_A_PERSON.isdisjoint(_folded_parts(text))


def names_nobody(name: str) -> bool:
    """Return whether a name says that somebody wrote, not who ("Gazette Staff")."""
    return not UNNAMED_WORDS.isdisjoint(fold(name).split())


def tells_who(name: str) -> bool:
    """Return whether a name has a word that is no job, desk or account of whoever keeps a site.

    An account that a machine named ("quay7xk2ma0") tells nobody either.
    """
    if _MADE_UP.search(name):
        return False
    parts = _folded_parts(name.replace("_", " "))
    return any(len(part) > 1 and part not in NOT_A_PERSON for part in parts)


def is_handle(text: str) -> bool:
    """Return whether one word could be what somebody signs with, and names no job or account."""
    if not (2 < len(text) <= _MAX_HANDLE_CHARS and _HANDLE.fullmatch(text)):
        return False
    if _ADDRESS.search(text) or fold(text) in PAGE_WORDS or names_nobody(text):
        return False
    return not _NO_ACCOUNT.search(fold(text)) and tells_who(text)


def _folded_parts(name: str) -> list[str]:
    """Return the words of a name, folded; those that hyphens join apart."""
    return fold(name).replace("-", " ").split()


def _is_no_single_name(name: str) -> bool:
    """Return whether a word is too short, written small, a day, or an agency (AFP).

    Without spaces and capitals, whole names have few signs ("王明") and sentences many.
    """
    if name.lower() == name.upper():
        return not 1 < len(name) <= _MAX_UNSPACED_CHARS
    is_abbreviation = name.isupper() and len(name) <= _MAX_ABBREVIATION_CHARS
    return len(name) < 3 or name.islower() or is_abbreviation or fold(name) in DAYS


def has_unspaced_label(line: str) -> bool:
    """Return whether a line says who wrote it where no space or capital sets names off."""
    if line.isascii():
        return False
    is_short = len(line) <= _MAX_NAME_CHARS
    return _LABEL.match(line) is not None or (is_short and _LABEL_BEHIND.search(line) is not None)


def strip_byline(line: str) -> str:
    """Return a line without the words at a name that say who it is ("Written by")."""
    previous = None
    while line != previous:
        previous, line = line, _BYLINE.sub("", line, count=1)
        if not line.isascii():
            line = _LABEL_BEHIND.sub("", _LABEL.sub("", line, count=1))
    return line


def _tidy(part: str) -> str:
    # A name and its role are short; ten thousand opening brackets take the pattern minutes.
    short = part[:_MAX_TIDIED_CHARS]
    name = strip_byline(
        _TAIL.sub(r"\1", _IN_BRACKETS.sub(" ", short)).strip(" .,:;-–—|/*\"'")
    ).strip()
    name = _CONTACT_BEHIND.sub("", _AGENCY_BEHIND.sub("", _DEGREES.sub("", name)))
    return name.title() if name.isupper() and len(name) > 4 else name


def _without_job(part: str) -> str:
    """Return a name without the job or agency right behind it ("Ada Long Staff Writer").

    An agency is told by small letters behind a name in capitals.
    """
    part = _BEHIND_CAPITALS.sub(r"\1", part)
    words = part.split()
    end = len(words)
    if not words or fold(words[-1]) not in JOBS:
        return part
    while end and fold(words[end - 1]) in JOBS | JOB_KINDS:
        end -= 1
    is_name = 1 < end <= _MAX_NAMED_WORDS and not has_business_word(" ".join(words[:end]))
    return " ".join(words[:end]) if is_name else part


def _is_degree(part: str) -> bool:
    """Return whether a part is letters behind a name: "Ada Long, PhD, FRCS"."""
    letters = [character for character in part if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return " " not in part and len(part) <= _MAX_DEGREE_CHARS and capitals * 2 > len(letters) > 1


def _is_capital(part: str) -> bool:
    letters = [character for character in part if character.isalpha()]
    if not letters:
        return False
    # Scripts without capitals have no lower-case letters either.
    return not letters[0].islower() or any(c.isupper() for c in letters[1:3])


def _is_reversed(line: str, parts: list[str]) -> bool:
    """Return whether a line reads "Short, Ben": two single words around one comma."""
    is_pair = len(parts) == 2 and all(part.count(" ") == 0 for part in parts)
    return is_pair and line.count(",") == 1 and not _AND.search(line) and all(parts)
