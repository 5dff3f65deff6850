import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.tree.encoding import decode

CYRILLIC = "Совет утвердил новый мост через реку. Работы начнутся весной и продлятся два года."
JAPANESE = "市議会は火曜日に新しい橋の建設を承認した。工事は春に始まる予定である。"
CHINESE = "市议会星期二批准修建新桥。工程将于春季开始，预计两年内完工。"
GERMAN = "Der Rat hat die neue Brücke über die Aue beschlossen – für zwölf Millionen €."
ENGLISH = "The council approved the new bridge on Tuesday."


def page(text: str, charset: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


DECODED = {
    "UTF-8, nothing declared": (GERMAN, "utf-8", "", None),
    "UTF-8, another charset in meta": (GERMAN, "utf-8", "iso-8859-1", None),
    "UTF-8, another charset in the header": (CYRILLIC, "utf-8", "", "text/html; charset=cp1251"),
    "windows-1251 in the header": (CYRILLIC, "cp1251", "", "text/html; charset=windows-1251"),
    "windows-1251 in meta": (CYRILLIC, "cp1251", "windows-1251", None),
    "windows-1251 in meta, default in header": (
        CYRILLIC, "cp1251", "windows-1251", "text/html; charset=ISO-8859-1",
    ),
    "windows-1251 guessed": (CYRILLIC * 4, "cp1251", "", "text/html"),
    "Shift-JIS in meta": (JAPANESE, "shift_jis", "Shift_JIS", None),
    "Shift-JIS guessed": (JAPANESE * 4, "shift_jis", "", None),
    "ISO-2022-JP passes for ASCII": (JAPANESE, "iso2022_jp", "iso-2022-jp", None),
    "GBK declared as GB2312": (CHINESE, "gbk", "gb2312", None),
    "GBK guessed": (CHINESE * 4, "gbk", "", None),
    "UTF-16 without a mark, little end first": (ENGLISH, "utf-16-le", "", None),
    "UTF-16 without a mark, big end first": (ENGLISH, "utf-16-be", "", None),
    "UTF-16 with a mark": (GERMAN, "utf-16", "utf-8", None),
    "UTF-8 with a mark": (GERMAN, "utf-8-sig", "", "text/html; charset=latin-1"),
    "windows-1252 declared as Latin-1": (GERMAN, "cp1252", "", "text/html; charset=ISO-8859-1"),
    "charset that does not exist": (GERMAN, "utf-8", "x-nothing", "text/html; charset=none"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding", "meta", "header"), DECODED.values(), ids=DECODED.keys()
)
def test_text_is_read_whatever_is_declared(
    text: str, encoding: str, meta: str, header: str | None
) -> None:
    html = page(text, meta)
    assert decode(html.encode(encoding), header) == html


@pytest.mark.parametrize("text", [CYRILLIC, JAPANESE, GERMAN, "It’s the council’s bridge."])
def test_what_was_encoded_twice_is_decoded_twice(text: str) -> None:
    html = page(text, "utf-8")
    twice = html.encode().decode("latin-1").encode()
    assert decode(twice, "text/html; charset=utf-8") == html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Le CAFÉ» ouvre", id="two letters that would be UTF-8"),
        pytest.param("â\x80\x99 is how ’ looks", id="an example beside a real quote"),
        pytest.param("â\x80\x99 is how é looks", id="an example beside a real letter"),
        pytest.param("a stray \x85 control", id="one control character"),
    ],
)
def test_what_was_encoded_once_is_decoded_once(text: str) -> None:
    html = page(text, "utf-8")
    assert decode(html.encode(), None) == html


def test_one_torn_byte_does_not_change_the_rest_of_a_utf8_page() -> None:
    body = page(CYRILLIC).encode() + b"\xff" + CYRILLIC.encode()
    assert decode(body, "text/html; charset=windows-1251").count(CYRILLIC) == 2


def test_one_torn_byte_does_not_change_the_declared_charset() -> None:
    body = page(CHINESE * 20, "gbk").encode("gbk") + b"\xff"
    assert CHINESE in decode(body, None)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_character_cut_by_a_size_limit_is_dropped(cut: int) -> None:
    assert decode(("Brücke " + "😀").encode()[:-cut], None) == "Brücke "


def test_empty_body_is_empty_text() -> None:
    assert decode(b"", None) == ""


@given(body=st.binary(max_size=300), header=st.none() | st.text(max_size=40))
def test_any_bytes_give_text(body: bytes, header: str | None) -> None:
    assert isinstance(decode(body, header), str)


# Control characters of the second block are how text looks that was encoded twice.
TEXT = st.characters(
    codec="utf-8", exclude_characters="\ufeff\x00" + "".join(map(chr, range(0x80, 0xA0)))
)


@given(st.text(TEXT, max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=windows-1251") == text
