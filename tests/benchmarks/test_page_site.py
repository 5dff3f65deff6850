import gzip
import json
from pathlib import Path

from benchmarks.page_site import PageSite, read_bodies, reworded
from pipelines.extraction.tree.encoding import decode

SITE = PageSite(pages=(b"<p>One</p>", b"<p>Two</p>"), size=4)
BASE = "http://localhost:1"


def test_the_sitemap_names_every_address() -> None:
    status, media_type, body = SITE.answer("/sitemap.xml", BASE)
    assert (status, media_type) == (200, "application/xml")
    assert [f"<loc>{BASE}/p/{n}</loc>" in decode(body, None) for n in range(5)] == [True] * 4 + [
        False
    ]


def test_pages_come_again_with_another_text() -> None:
    bodies = [SITE.answer(f"/p/{n}", BASE)[2] for n in range(4)]
    assert bodies[:2] == [b"<p>One</p>", b"<p>Two</p>"]
    assert bodies[2:] == [b"<p>One</p>", b"<p>Twu</p>"]  # only o and u change places in turn 1


def test_only_what_is_read_is_reworded() -> None:
    page = b"<title>Sea</title><script>let sea</script><p class='sea'>Sea &amp; seo & x<3</p>"
    turns = [reworded(page, turn) for turn in range(120)]
    assert turns[0] == page
    assert len({turn for turn in turns if b">Sae<" in turn}) == 3
    assert all(b"<script>let sea</script><p class='sea'>" in turn for turn in turns)
    assert all(b" &amp; " in turn for turn in turns)


def test_robots_allow_all_and_other_paths_are_not_there() -> None:
    assert SITE.answer("/robots.txt", BASE)[0] == 200
    assert [SITE.answer(path, BASE)[0] for path in ("/p/4", "/p/x", "/")] == [404] * 3


def test_pages_of_a_folder_are_read_packed_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>One</p>")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>Two</p>"))
    rows = [
        {"id": n, "url": f"http://x.example/{n}", "html": html, "paragraphs": ["x"]}
        for n, html in (("a", "a.html"), ("b", "b.html.gz"))
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert read_bodies((tmp_path,)) == (b"<p>One</p>", b"<p>Two</p>")
