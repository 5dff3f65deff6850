"""Run one peer on the pages of a manifest. Runs in the environment of the peer, on its own.

    python run_peer.py NAME MANIFEST OUTPUT

``benchmarks/systems/peers.py`` describes the two files. An error on a page, also taking more than
a minute of CPU, counts as an empty text and is told in the line of the page. Nothing is fetched:
sockets cannot be opened in this process.
"""

import contextlib
import gzip
import importlib.metadata
import io
import json
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from lxml.html import HtmlElement, fromstring

PAGE_LIMIT_S = 60
Answer = dict[str, Any]
Peer = Callable[[bytes, str], Answer]

_DECLARED = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HTML_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\slang\s*=\s*["']?([a-zA-Z]{2})""", re.IGNORECASE)
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKUP = re.compile(r"(?is)<(script|style|noscript)\b.*?</\1\s*>|<[^>]*>")
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
        "details", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip


def main(name: str, manifest: Path, output: Path) -> int:
    """Write the answers of a peer; return 1 when it is not installed."""
    try:
        distribution, load = PEERS[name]
        version = importlib.metadata.version(distribution)
        peer = load()
    except (ImportError, KeyError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    _forbid_network()
    signal.signal(signal.SIGVTALRM, _stop)
    with output.open("w", encoding="utf-8") as lines:
        lines.write(json.dumps({"system": name, "version": version}) + "\n")
        for row in map(json.loads, manifest.read_text(encoding="utf-8").splitlines()):
            lines.write(json.dumps({"id": row["id"]} | _ask(peer, row)) + "\n")
    return 0


def _ask(peer: Peer, row: dict[str, str]) -> Answer:
    body = Path(row["html_path"]).read_bytes()
    html = gzip.decompress(body) if row["html_path"].endswith(".gz") else body
    # Of its own time: a busy machine must not change the numbers.
    signal.setitimer(signal.ITIMER_VIRTUAL, PAGE_LIMIT_S)
    try:
        # Some peers print.
        with contextlib.redirect_stdout(io.StringIO()):
            return {"error": None} | peer(html, row["url"])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer of the peer
        told = f"{type(error).__name__}: {error}"[:200]
        return {"text": "", "title": None, "authors": [], "date": None, "error": told}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _trafilatura(*, precision: bool = False, recall: bool = False) -> Peer:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    def ask(html: bytes, url: str) -> Answer:
        found = bare_extraction(
            html,
            url=url,
            with_metadata=True,
            include_comments=False,
            favor_precision=precision,
            favor_recall=recall,
        )
        if not isinstance(found, Document):
            return _answer("", None, [], None)
        names = (found.author or "").split(";")
        return _answer(found.text, found.title, names, found.date)

    return ask


def _newspaper4k() -> Peer:
    import newspaper
    from newspaper.utils import get_available_languages

    languages = frozenset(get_available_languages())

    def ask(html: bytes, url: str) -> Answer:
        text = _decode(html)
        settings = newspaper.Config()
        settings.fetch_images = False
        if not _HTML_LANGUAGE.search(text):
            # The page itself comes first; without its word, newspaper takes English.
            language = _detect_language(text)
            if language in languages:
                settings.language = language
        article = newspaper.Article(url, config=settings)
        article.download(input_html=text)
        article.parse()
        stamp = article.publish_date
        return _answer(article.text, article.title, article.authors, _iso(stamp))

    return ask


def _readability() -> Peer:
    from readability import Document

    def ask(html: bytes, url: str) -> Answer:
        document = Document(_decode(html), url=url)
        text = _lines(fromstring(document.summary(html_partial=True)))
        # It tells neither authors nor dates.
        return _answer(text, document.short_title(), [], None)

    return ask


def _goose3() -> Peer:
    from goose3 import Goose

    settings: dict[str, object] = {
        "enable_image_fetching": False,
        "use_meta_language": True,
        "strict": False,
    }

    def ask(html: bytes, url: str) -> Answer:
        text = _decode(html)
        own = dict(settings)
        if not _HTML_LANGUAGE.search(text):
            own |= {"use_meta_language": False, "target_language": _detect_language(text)}
        article = Goose(own).extract(url=None, raw_html=text)
        # As it stands on the page if that can be read, for its day in the zone of the page.
        is_readable = _ISO_TIME.match(str(article.publish_date))
        stamp = article.publish_date if is_readable else article.publish_datetime_utc
        return _answer(article.cleaned_text, article.title, article.authors, _iso(stamp))

    return ask


def _news_please() -> Peer:
    from newsplease import NewsPlease

    def ask(html: bytes, url: str) -> Answer:
        found = NewsPlease.from_html(_decode(html), url=url, fetch_images=False)
        return _answer(found.maintext, found.title, found.authors, _iso(found.date_publish))

    return ask


PEERS: dict[str, tuple[str, Callable[[], Peer]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura-precision": ("trafilatura", lambda: _trafilatura(precision=True)),
    "trafilatura-recall": ("trafilatura", lambda: _trafilatura(recall=True)),
    "newspaper4k": ("newspaper4k", _newspaper4k),
    "readability-lxml": ("readability-lxml", _readability),
    "goose3": ("goose3", _goose3),
    "news-please": ("news-please", _news_please),
}


def _answer(
    text: str | None, title: str | None, authors: Iterable[object] | None, stamp: str | None
) -> Answer:
    names = [str(name).strip() for name in authors or () if str(name).strip()]
    return {"text": text or "", "title": title or None, "authors": names, "date": stamp}


def _iso(stamp: object) -> str | None:
    """Return a date as ISO 8601, whatever type it comes in."""
    if isinstance(stamp, date):
        return stamp.isoformat()
    return str(stamp) if stamp else None


def _decode(html: bytes) -> str:
    """Return the page as text, for the peers that do not read bytes: UTF-8 before what it says."""
    declared = _DECLARED.search(html[:4096])
    for encoding in ("utf-8", declared[1].decode("ascii", "replace") if declared else "latin-1"):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return html.decode(encoding)
    return html.decode("utf-8", "replace")


def _detect_language(html: str) -> str:
    """Return the ISO 639-1 code of the words on a page, ``en`` when there are none."""
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0
    with contextlib.suppress(LangDetectException):
        return str(detect(_MARKUP.sub(" ", html)[:20000]))[:2]
    return "en"


def _lines(root: HtmlElement) -> str:
    """Return the text of an element, a line for each of its blocks."""
    pieces: list[str] = []
    for is_break, text in _pieces(root):
        pieces.append("\n" if is_break else text.replace("\n", " "))
    lines = ("".join(pieces)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _pieces(element: HtmlElement) -> Iterator[tuple[bool, str]]:
    is_block = element.tag in _BLOCKS
    if isinstance(element.tag, str):
        if is_block:
            yield True, ""
        if element.text:
            yield False, element.text
        for child in element:
            yield from _pieces(child)
        if is_block:
            yield True, ""
    if element.tail:
        yield False, element.tail


def _forbid_network() -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("the benchmark fetches nothing")

    socket.socket.connect = refuse  # type: ignore[method-assign] # on purpose: no peer fetches
    socket.getaddrinfo = refuse


def _stop(*_: object) -> NoReturn:
    raise TimeoutError(f"took more than {PAGE_LIMIT_S} s of CPU")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
