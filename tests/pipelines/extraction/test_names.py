import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.names import is_person_like, read_names

NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Ada Long", ("Ada Long",)),
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
    "agency in brackets": ("Ada Long (Lowmere Wire)", ("Ada Long",)),
    "date": ("By Ada Long, Updated June 12, 2025", ("Ada Long",)),
    "reversed": ("Long, Ada", ("Ada Long",)),
    "capitals": ("BY ADA LONG AND BEN SHORT", ("Ada Long", "Ben Short")),
    "one word": ("Voltarine", ("Voltarine",)),
    "particles": ("Jan van der Berg", ("Jan van der Berg",)),
    "repeated": ("Ada Long, Ada Long", ("Ada Long",)),
    "name that begins like a by-line": ("Byron Hill", ("Byron Hill",)),
    "role alone": ("Staff Writer", ()),
    "desk": ("News Desk", ()),
    "account": ("admin", ()),
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
