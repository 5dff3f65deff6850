import pytest

from crawler.readers.named_address import named_address

OWN = "https://gazette.example/2025/crane?part=2&view=all"
ESCAPED = OWN.replace("&", "&amp;")
OTHER = "https://gazette.example/other"


def page(head: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


NAMING = {
    "canonical link": page(f"<link rel='canonical' href='{ESCAPED}'>"),
    "canonical link, without quotes": page(f"<LINK href={OWN} rel=canonical>"),
    "og:url": page(f'<meta content="{ESCAPED}" property="og:url">'),
    "canonical before og:url": page(
        f'<meta property="og:url" content="{OTHER}"><link rel="canonical" href="{OWN}">'
    ),
    "canonical that is no address": page(
        f'<link rel="canonical" href="/crane"><meta property="og:url" content="{OWN}">'
    ),
    "canonical that is the front page": page(
        f'<link rel="canonical" href="https://gazette.example/">'
        f'<meta property="og:url" content="{OWN}">'
    ),
    "saved by a browser": f"<!-- saved from url=(0048){OWN} -->\n".encode()
    + page(f"<link rel='canonical' href='{OTHER}'>"),
    "saved in a single file": f"<!DOCTYPE html>\n<!--\n Page saved with SingleFile \n url: {OWN}"
    " \n saved date: Wed Mar 06 2024 -->".encode()
    + page(""),
}
NAMELESS = {
    "nothing": b"",
    "no head": b"<p>Text</p>",
    "in the text": page("", f"<link rel='canonical' href='{OWN}'>"),
    "the front page": page("<link rel='canonical' href='https://gazette.example'>"),
    "no web address": page("<link rel='canonical' href='file:///saved/story.html'>"),
    "broken": page("<link rel='canonical' href='https://[gazette/'>"),
    "another relation": page(f"<link rel='canonical-of' href='{OWN}'>").replace(
        b"canonical-of", b"x"
    ),
    "no value": page("<link rel='canonical'>"),
}


@pytest.mark.parametrize("body", NAMING.values(), ids=NAMING)
def test_a_saved_page_names_its_address(body: bytes) -> None:
    assert named_address(body) == OWN


@pytest.mark.parametrize("body", NAMELESS.values(), ids=NAMELESS)
def test_a_page_that_names_none_has_none(body: bytes) -> None:
    assert named_address(body) is None
