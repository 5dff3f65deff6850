"""Serves saved pages on loopback, all under one news sitemap: the site of ``crawl.py``.

    python -m benchmarks.page_site [--count N] FOLDER…

The address is the first line of its output. Pages beyond those of the folders are the same ones
with their vowels exchanged, so that no text is a copy of another, not even nearly.
"""

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from benchmarks.command_line import command_parser
from benchmarks.golds import read_golds, read_html

_TURNS = 120
_TEXT = re.compile(rb"(?is)(<(script|style)\b.*?</\2\s*>|<[^>]*>|&#?\w+;)|[^<&]+")
_ROBOTS = b"User-agent: *\nAllow: /\n"
_ENTRY = (
    "<url><loc>{base}/p/{number}</loc><news:news><news:publication><news:name>Pages</news:name>"
    "<news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-01-01</news:publication_date><news:title>Page {number}"
    "</news:title></news:news></url>"
)
_SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSite:
    """The pages and how many addresses they have."""

    pages: tuple[bytes, ...]
    size: int

    def answer(self, path: str, base: str) -> tuple[int, str, bytes]:
        """Return status, media type and body for a path."""
        if path == "/robots.txt":
            return 200, "text/plain", _ROBOTS
        if path == "/sitemap.xml":
            entries = "".join(_ENTRY.format(base=base, number=n) for n in range(self.size))
            return 200, "application/xml", _SITEMAP.format(entries=entries).encode()
        number = path.removeprefix("/p/")
        if number.isdigit() and int(number) < self.size:
            return 200, "text/html", self._page(int(number))
        return 404, "text/plain", b"no such page"

    def _page(self, number: int) -> bytes:
        turn, place = divmod(number, len(self.pages))
        return reworded(self.pages[place], turn)


def reworded(body: bytes, turn: int) -> bytes:
    """Return a page with the vowels of its text exchanged, otherwise in each of 120 turns.

    What stands in tags, scripts and styles stays as it is, and so does every page in turn 0.
    """
    vowels = list(permutations(b"aeiou"))[turn % _TURNS]
    table = bytes.maketrans(b"aeiou", bytes(vowels))
    return _TEXT.sub(lambda found: found[1] or found[0].translate(table), body)


def read_bodies(folders: Sequence[Path]) -> tuple[bytes, ...]:
    """Return the pages of folders in the benchmark's layout."""
    return tuple(read_html(folder, g.html) for folder in folders for g in read_golds(folder))


async def serve(site: PageSite) -> None:
    """Serve until the process is ended, after printing the address."""
    server = await asyncio.start_server(lambda r, w: _talk(site, r, w), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)
    async with server:
        await server.serve_forever()


async def _talk(site: PageSite, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            break
        host = next((x[5:].strip() for x in head if x.lower().startswith("host:")), "")
        status, media_type, body = site.answer(head[0].split(" ")[1], f"http://{host}")
        writer.write(
            f"HTTP/1.1 {status} OK\r\nContent-Type: {media_type}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
        )
        writer.write(body)
        await writer.drain()
    writer.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the pages of the folders."""
    parser = command_parser("page_site", __doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--count", metavar="N", type=int, help="addresses (default: all pages)")
    arguments = parser.parse_args(argv)
    bodies = read_bodies(arguments.folders)
    if not bodies:
        print("no pages: give folders with a manifest.jsonl", file=sys.stderr)
        return 2
    asyncio.run(serve(PageSite(pages=bodies, size=arguments.count or len(bodies))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
