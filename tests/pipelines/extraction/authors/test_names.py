import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.authors.names import (
    has_business_word,
    is_business_like,
    is_handle,
    is_person_like,
    is_single_name,
    is_title_case,
    names_nobody,
    read_full_names,
    read_names,
    read_organisation,
    read_signer,
    signs_for_many,
    strip_byline,
    tells_a_helper,
    tells_a_role,
)

NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "several authors, announced": ("Author(s): Ada Long, Ben Short", ("Ada Long", "Ben Short")),
    "contributors": ("Contributors: Ada Long", ("Ada Long",)),
    "sentence that tells who wrote": ("This guide was written by Ada Long", ("Ada Long",)),
    "department behind a role": (
        "Ada Long, Head of Marketing and Community Development",
        ("Ada Long",),
    ),
    "name": ("Ada Long", ("Ada Long",)),
    "list that ends with and": (
        "Ada Long, Ben Short, and Cy Hill",
        ("Ada Long", "Ben Short", "Cy Hill"),
    ),
    "all posts": ("View all posts by Ada Long", ("Ada Long",)),
    "degree without a comma": ("Ada Long MS RDN", ("Ada Long",)),
    "name in capitals is no degree": ("MA LONG", ("Ma Long",)),
    "day of the week": ("Friday", ()),
    "agency in capitals": ("QPA", ()),
    "company": ("Quay Inc", ()),
    "two words of business": ("Financial Times", ()),
    "one word of business": ("Jude Law", ("Jude Law",)),
    "advertisement": ("Ada Long | Sponsored", ("Ada Long",)),
    "English by-line": ("By Ada Long", ("Ada Long",)),
    "written by": ("Written by: Ada Long", ("Ada Long",)),
    "German by-line": ("Von Ada Long und Ben Kurz", ("Ada Long", "Ben Kurz")),
    "French by-line": ("Par Ada Long et Ben Court", ("Ada Long", "Ben Court")),
    "Spanish by-line": ("Por Ada Larga y Ben Corto", ("Ada Larga", "Ben Corto")),
    "Russian by-line": ("Автор: Ада Лонг", ("Ада Лонг",)),
    "list": ("Ada Long, Ben Short and Cy Hill", ("Ada Long", "Ben Short", "Cy Hill")),
    "role behind a comma": ("Ada Long, Chief Reporter", ("Ada Long",)),
    "role behind a bar": ("Ada Long | Political Editor", ("Ada Long",)),
    "place": ("Ada Long in Lowmere", ("Ada Long",)),
    "address of a publisher": ("lowmere-post.example, Lowmere, Germany", ()),
    "address of a person": ("Ada Long, Lowmere, Deutschland", ("Ada Long",)),
    "country behind a name": ("Ada Long, USA", ("Ada Long",)),
    "two people and a country": ("Ada Long, Ben Short, France", ("Ada Long", "Ben Short")),
    "person called after a country": ("Ada France", ("Ada France",)),
    "agency in brackets": ("Ada Long (Lowmere Wire)", ("Ada Long",)),
    "date": ("By Ada Long, Updated June 12, 2025", ("Ada Long",)),
    "reversed": ("Long, Ada", ("Ada Long",)),
    "capitals": ("BY ADA LONG AND BEN SHORT", ("Ada Long", "Ben Short")),
    "degrees behind a name": ("Ada Long, MD, PhD, FRCS", ("Ada Long",)),
    "initials in front": ("AB Long, Ben Short", ("AB Long", "Ben Short")),
    "date between label and name": ("Posted on June 12, 2025 by Ada Long", ("Ada Long",)),
    "former job": ("Ada Long, Former Harbour Consultant", ("Ada Long",)),
    "who illustrated it behind": ("Text von Ada Long Illustration von Cy Hill", ("Ada Long",)),
    "who edited it behind": ("By Ada Long, edited by Cy Hill", ("Ada Long",)),
    "agency behind a stroke": ("Ada Long/QN-X", ("Ada Long",)),
    "name with an ending of its own": ("Ada Long/Hill", ("Ada Long/Hill",)),
    "German contribution": ("Ein Gastbeitrag von Ada Long", ("Ada Long",)),
    "German job": ("Ada Long, Projektleiterin der QN", ("Ada Long",)),
    "one word": ("Voltarine", ("Voltarine",)),
    "particles": ("Jan van der Berg", ("Jan van der Berg",)),
    "repeated": ("Ada Long, Ada Long", ("Ada Long",)),
    "name that begins like a by-line": ("Byron Hill", ("Byron Hill",)),
    "more of the same author": ("More by Ada Long", ("Ada Long",)),
    "stories of the same author": ("More stories from Ada Long", ("Ada Long",)),
    "about the author": ("Über Ada Long", ("Ada Long",)),
    "links of the author": ("Social Links for Ada Long", ("Ada Long",)),
    "both genders in the label": ("Autor/in: Ada Long", ("Ada Long",)),
    "handle behind": ("Ada Long @adalong", ("Ada Long",)),
    "address behind": ("Ada Long a.long@quay.example", ("Ada Long",)),
    "long dash": ("by Ada Long—10 min read", ("Ada Long",)),
    "agency of pictures": ("Ada Long/Getty Images", ()),
    "source": ("Źródło Gazeta Nadbrzeżna", ()),
    "words of the page": ("Weitere Artikel", ()),
    "publication": ("Lowmere Daily Standard", ()),
    "title that begins with by": ("Von der Quelle zum Meer", ()),
    "role alone": ("Staff Writer", ()),
    "desk": ("News Desk", ()),
    "account": ("admin", ()),
    "nobody": ("Unknown", ()),
    "handle": ("@adalong", ()),
    "address": ("https://post.example/by/ada-long", ()),
    "mail": ("ada@post.example", ()),
    "date alone": ("12 June 2025", ()),
    "empty": ("", ()),
    "sentence": ("She has written about the harbour for more than ten years now", ()),
}


@pytest.mark.parametrize(("text", "names"), NAMES.values(), ids=NAMES.keys())
def test_names_are_taken_out_of_bylines(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


@given(st.text(max_size=80))
def test_any_text_gives_names_once_and_only_person_like_ones(text: str) -> None:
    names = read_names(text)
    assert len(set(names)) == len(names)
    assert all(is_person_like(name) for name in names)


FULL_NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("By Ada Long", ("Ada Long",)),
    "the same word twice": ("Adalong Adalong", ()),
    "credit of a picture": ("Ada Long Getty Images", ()),
    "institution": ("Center for Hives and Honey", ()),
    "institution beside a name": ("Ada Long, Institute of Bees", ("Ada Long",)),
    "label behind a wide colon": ("来源： 河畔周刊", ()),
    "particle": ("Jan van der Berg", ("Jan van der Berg",)),
    "prefix in small letters": ("Ada d'Arc", ("Ada d'Arc",)),
    "script without capitals": ("\u5f20 \u4f1f", ("\u5f20 \u4f1f",)),
    "one word": ("Voltarine", ()),
    "words of the page": ("Full Bio", ()),
    "small letters": ("garden sheds", ()),
    "who checked it": ("Fact checked by Ada Long", ()),
    "who checked it behind": ("Ada Long, fact checked by Cy Hill", ("Ada Long",)),
}


@pytest.mark.parametrize(("text", "names"), FULL_NAMES.values(), ids=FULL_NAMES)
def test_full_names_have_two_words_in_capitals(text: str, names: tuple[str, ...]) -> None:
    assert read_full_names(text) == names


ORGANISATIONS: dict[str, tuple[str, str | None]] = {
    "agency": ("Lowmere Press Agency", "Lowmere Press Agency"),
    "agency that link and label name": ("Lowmere Press Lowmere Press", "Lowmere Press"),
    "institution": ("Center for Hives and Honey", "Center for Hives and Honey"),
    "desk with a name": ("By TQ Lifestyle Desk", "TQ Lifestyle Desk"),
    "person": ("Ada Long", None),
    "nobody": ("Staff Writer", None),
    "account": ("admin7", None),
    "address": ("https://post.example/staff", None),
    "sentence": ("The team that writes about all that happens here", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "name"), ORGANISATIONS.values(), ids=ORGANISATIONS)
def test_organisations_are_told_apart_from_people(text: str, name: str | None) -> None:
    assert read_organisation(text) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ada Long", False), ("Lowmere Post", True), ("Voltarine", True), ("The Quay Side Sun", True)],
)
def test_publications_are_known_by_their_words(name: str, expected: bool) -> None:
    assert is_business_like(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Voltarine", True),
        ("MapMaker", True),
        ("Ada Long", False),
        ("share", False),
        ("Mehr", False),
    ],
)
def test_single_name_is_one_word_with_a_capital(name: str, expected: bool) -> None:
    assert is_single_name(name) is expected


def test_label_tells_who_checked_it() -> None:
    assert tells_a_helper("Medically reviewed by ")
    assert not tells_a_helper("Written by ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("记者 王小明", "王小明"),
        ("本报记者：王小明", "王小明"),
        ("文／林雅婷", "林雅婷"),
        ("記者・山田太郎", "山田太郎"),
        ("김하늘 기자", "김하늘"),
        ("كتب: أحمد منصور", "أحمد منصور"),
        ("بقلم سلمى الحداد", "سلمى الحداد"),
        ("מאת נועה ברק", "נועה ברק"),
        ("记者王小明", "王小明"),
        ("โดยสมชาย ใจดี", "สมชาย ใจดี"),
        ("Av Ada Long", "Ada Long"),
        ("Oleh: Ada Long", "Ada Long"),
        ("Yazan Ada Long", "Ada Long"),
        ("Του Νίκου Παπά", "Νίκου Παπά"),
        ("Words: Ada Long", "Ada Long"),
        ("Words Ada Long", "Words Ada Long"),
        ("Story and photos by Ada Long", "Ada Long"),
        ("Photos & Story By Ada Long", "Ada Long"),
        ("Text und Fotos: Ada Lang", "Ada Lang"),
        ("Texte et photos : Ada Lelong", "Ada Lelong"),
        ("Tekst en foto's Ada Lang", "Ada Lang"),
        ("Story and Ada Long", "Story and Ada Long"),
        ("Avi Long", "Avi Long"),
        ("文伟", "文伟"),
        ("作者不详", "作者不详"),
        ("기자", "기자"),
        ("كتبي", "كتبي"),
    ],
)
def test_words_at_a_name_go_in_other_scripts_too(line: str, expected: str) -> None:
    assert strip_byline(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ada Long Staff Writer", ("Ada Long",)),
        ("By Ada Long Chief Political Correspondent", ("Ada Long",)),
        ("By Ada Long and Ben Short Staff Writers", ("Ada Long", "Ben Short")),
        ("By ADA LONG Associated Press", ("Ada Long",)),
        ("By ADA LONG and BEN SHORT The Quay Herald", ("Ada Long", "Ben Short")),
        ("By Lowmere Gazette Staff Writer", ()),
        ("By White House Correspondent", ()),
        ("By Staff Writer", ()),
        ("By BBC News", ()),
        ("White Hall Reporter", ()),
    ],
)
def test_a_job_or_an_agency_right_behind_a_name_goes(line: str, expected: tuple[str, ...]) -> None:
    assert read_names(line) == expected


@given(st.text(max_size=80))
def test_stripping_a_byline_twice_changes_nothing(text: str) -> None:
    assert strip_byline(strip_byline(text)) == strip_byline(text)


@given(st.text(max_size=80))
def test_full_names_are_names_and_organisations_are_none(text: str) -> None:
    assert set(read_full_names(text)) <= set(read_names(text))
    name = read_organisation(text)
    assert name is None or not is_person_like(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Lowmere Desk", True), ("The Quay editors", True), ("Ada Long", False), ("Teamwork", False)],
)
def test_staffs_and_desks_sign_for_many(name: str, expected: bool) -> None:
    assert signs_for_many(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Gazette Staff", True), ("Quay Correspondent", True), ("Quay Team", False)],
)
def test_words_for_somebody_name_nobody(name: str, expected: bool) -> None:
    assert names_nobody(name) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("quaywalker", True),
        ("c1ph4", True),
        ("ada.long", True),
        ("Ada", True),
        ("ad", False),
        ("2025", False),
        ("quay7xk2ma0", False),
        ("q_admin", False),
        ("Staff", False),
        ("share", False),
        ("quay.example.com", False),
        ("ada long", False),
    ],
)
def test_handle_is_one_word_that_names_somebody(word: str, expected: bool) -> None:
    assert is_handle(word) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Quay Team", True),
        ("Ask the Doctors", True),
        ("3 Quays", True),
        ("The Quay editors", True),
        ("Ferry to the islands", False),
    ],
)
def test_names_of_organisations_are_in_capitals(name: str, expected: bool) -> None:
    assert is_title_case(name) is expected


def test_role_is_told_by_its_word() -> None:
    assert tells_a_role("Ada Long | Senior Writer")
    assert not tells_a_role("Ada Long | Lowmere")


def test_business_word_is_told_anywhere_in_a_name() -> None:
    assert has_business_word("Quay Financial Tips")
    assert not has_business_word("Ada Long")


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Newsroom", "Newsroom"),
        ("@quaywalker", "quaywalker"),
        ("ada1984", "ada1984"),
        ("Von der Redaktion", "der Redaktion"),
        ("1984", None),
        ("read more", None),
        ("mail@post.example", None),
        ("Is the ferry back?", None),
        ("", None),
    ],
)
def test_whoever_signs_is_read_from_few_words(text: str, name: str | None) -> None:
    assert read_signer(text) == name


@given(st.text())
def test_any_text_gives_one_signer_or_none(text: str) -> None:
    name = read_signer(text)
    assert name is None or any(map(str.isalpha, name))


def test_a_line_of_brackets_is_read_in_no_time() -> None:
    assert read_names("By Ada Long " + "(" * 30_000) == ()
    assert read_names("[" * 30_000) == ()
    assert read_organisation("<" * 30_000) is None
