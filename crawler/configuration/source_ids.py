"""Makes ids for sources that were given none: readable, stable, unique."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

_MAX_CHARS = 60
_HASH_CHARS = 6
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")
_NOT_IN_ID = re.compile(r"[^a-z0-9.]+")
_EXTENSION = re.compile(r"\.(?:atom|html?|json|php|rdf|rss|xml)(?:\.gz)?$")


def make_id(url: str) -> str:
    """Return an id from the host and the path of a URL (``example.com-news-feed``).

    What the id cannot show (a query, other scripts, a very long path) stands in it as the first
    digits of a hash, so the same URL gives the same id whatever other sources there are.
    """
    parts = urlsplit(url.strip())
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    path = _EXTENSION.sub("", parts.path.lower())
    name = _NOT_IN_ID.sub("-", f"{host}{path}").strip("-.")
    is_whole = host.isascii() and _PLAIN_PATH.fullmatch(parts.path) and not parts.query
    if is_whole and 0 < len(name) <= _MAX_CHARS:
        return name
    return with_hash(name[:_MAX_CHARS].rstrip("-.") or "source", url)


def url_key(url: str) -> str:
    """Return what is equal for addresses that name the same document."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return f"{parts.scheme.lower()}://{host}{parts.path or '/'}?{parts.query}"


def with_hash(name: str, url: str) -> str:
    """Return the id with the first digits of the URL's hash behind it."""
    digits = hashlib.sha256(url.strip().encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{digits[:_HASH_CHARS]}"


def fill_ids(given: Sequence[tuple[str | None, str]], taken: Iterable[str] = ()) -> list[str]:
    """Return an id for each pair of id and URL: the given one, else one that is free.

    Of two URLs that would get the same id, the first in the list keeps it.
    """
    used = {*taken, *(name for name, _ in given if name is not None)}
    return [name if name is not None else _free_id(url, used) for name, url in given]


def _free_id(url: str, used: set[str]) -> str:
    name = make_id(url)
    if name in used:
        name = with_hash(name, url)
    number = 2
    base = name
    while name in used:
        name = f"{base}-{number}"
        number += 1
    used.add(name)
    return name
