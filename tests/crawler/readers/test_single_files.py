import plistlib
import quopri
from datetime import UTC, datetime

import pytest

from crawler.readers.single_files import SavedPage, read_answer, read_mhtml, read_webarchive

HTML = "<!doctype html><html><body><p>Der Kran = zurück</p></body></html>"
URL = "https://gazette.example/2025/" + "crane-" * 20


def mhtml(part_headers: str, body: bytes, head: str = "") -> bytes:
    return (
        (
            f"From: <Saved by Blink>\r\n{head}Date: Wed, 6 Mar 2024 10:00:00 +0100\r\n"
            "MIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--B"\r\n\r\n'
            f"----B\r\nContent-Type: image/png\r\n\r\nx\r\n----B\r\n{part_headers}\r\n"
        ).encode()
        + body
        + b"\r\n----B--\r\n"
    )


def test_the_page_of_an_mhtml_file_is_read_with_address_encoding_and_time() -> None:
    body = quopri.encodestring(HTML.encode("latin-1"))
    part = (
        "Content-Type: text/html; charset=iso-8859-1\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
    )
    saved = read_mhtml(mhtml(part, body, f"Snapshot-Content-Location: {URL}\r\n"))
    assert saved.body.strip() == HTML.encode("latin-1")
    assert saved.url == URL
    assert saved.headers == {"content-type": "text/html; charset=iso-8859-1"}
    assert saved.saved_at == datetime(2024, 3, 6, 9, tzinfo=UTC)


def test_of_an_mhtml_file_without_a_place_of_its_own_that_of_the_page_counts() -> None:
    part = f"Content-Type: text/html\r\nContent-Location: {URL}\r\n"
    saved = read_mhtml(mhtml(part, HTML.encode()))
    assert (saved.url, saved.headers) == (URL, {})
    part = "Content-Type: text/html\r\nContent-Location: cid:frame@mhtml.blink\r\n"
    assert read_mhtml(mhtml(part, HTML.encode())).url is None


@pytest.mark.parametrize("data", [b"", b"no mail at all", bytes(range(256))])
def test_a_file_without_a_page_is_no_mhtml(data: bytes) -> None:
    with pytest.raises(ValueError, match="no page"):
        read_mhtml(data)


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_the_page_of_a_web_archive_is_read(form: plistlib.PlistFormat) -> None:
    resource = {
        "WebResourceData": HTML.encode(),
        "WebResourceURL": URL,
        "WebResourceTextEncodingName": "UTF-8",
    }
    saved = read_webarchive(plistlib.dumps({"WebMainResource": resource}, fmt=form))
    assert saved == SavedPage(
        body=HTML.encode(), url=URL, headers={"content-type": "text/html; charset=UTF-8"}
    )


@pytest.mark.parametrize(
    "data", [b"", b"bplist00\x00", b"<plist><dict></dict></plist>", plistlib.dumps([1])]
)
def test_other_files_are_no_web_archive(data: bytes) -> None:
    with pytest.raises(ValueError, match="is no web archive of Safari"):
        read_webarchive(data)


def test_a_head_of_http_in_front_of_a_page_is_taken_off() -> None:
    heads = (
        "HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\nHTTP/2 200 \r\n"
        "Content-Type: text/html; charset=koi8-r\r\nDate: Wed, 06 Mar 2024 10:00:00 GMT\r\n"
        "Set-Cookie: a=b\r\n\r\n"
    )
    assert read_answer(heads.encode() + HTML.encode()) == SavedPage(
        body=HTML.encode(),
        headers={"content-type": "text/html; charset=koi8-r"},
        saved_at=datetime(2024, 3, 6, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "data", [HTML.encode(), b"", b"HTTP/1.1 200 OK\n", b"HTTP/1.1 is a version"]
)
def test_a_page_without_a_head_stays_as_it_is(data: bytes) -> None:
    assert read_answer(data) == SavedPage(body=data)
