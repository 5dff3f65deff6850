"""Images that belong to a story, and those that stand in for one on every page of a site."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from pipelines.extraction.declared.json_ld import urls_of
from pipelines.extraction.headline.site_names import domain_key
from pipelines.items import Candidate
from pipelines.normalization import letter_key

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ENDING = re.compile(r"(?:\.[0-9a-f]{8,})?\.[A-Za-z]{2,5}$")
"""The ending of a file and the hash that build tools put before it."""
_DRAWN = (".ico", ".svg")
"""Logos and symbols: no story is photographed as a vector."""
# Names that content systems, generators of site icons and trackers give: WordPress cuts the site's
# own pictures to ``cropped-…``; those of stories get another name.
_SITE_PICTURE = re.compile(
    r"favicon|^(?:cropped-|apple-touch-icon|android-chrome|ms-icon|mstile)"
    r"|(?:^|[^a-z])(?:placeholder|no[-_]?(?:image|img|photo|picture|pic))(?:[^a-z]|$)"
    r"|^(?:blank|clear|dummy|empty|pixel|spacer|transparent|1x1)[-_.\dx]*\.[a-z]{2,5}$",
    re.IGNORECASE,
)
_PORTRAIT = re.compile(r"/(?:avatars|blavatar)/|/avatar/[0-9a-f]{16,}", re.IGNORECASE)
_STANDS_IN = frozenset({"default", "fallback"})
_FOR_SHARING = frozenset(
    {
        "avatar", "card", "facebook", "fb", "graph", "image", "img", "linkedin", "og", "opener",
        "opengraph", "photo", "picture", "share", "sharing", "social", "thumb", "thumbnail",
        "twitter", "unfurling", "user",
    }
)  # fmt: skip
_LOGO = frozenset({"logo", "logos", "logotype"})
_BESIDE_LOGO = _FOR_SHARING | frozenset(
    {
        "black", "blue", "bw", "color", "colour", "dark", "footer", "full", "header", "home",
        "large", "light", "new", "open", "page", "print", "red", "site", "small", "square", "web",
        "white", "x",
    }
)  # fmt: skip


def declared_images(
    node: Mapping[str, object], nodes: Iterable[Mapping[str, object]]
) -> tuple[str, ...]:
    """Return the addresses of the images of a JSON-LD node, references among the nodes resolved."""
    known = {str(other["@id"]): other for other in nodes if "@id" in other}
    declared = node.get("image")
    items = declared if isinstance(declared, list) else [declared]
    return tuple(url for item in items for url in urls_of(_resolve(item, known)))


def story_images(told: Iterable[Candidate], page_url: str) -> tuple[Candidate, ...]:
    """Return the images without those that are the same on every page of a site.

    Logos, symbols, portraits of accounts and pictures for want of one are told by their absolute
    address. A logo goes only with the site's or the host's name beside it: stories show others.
    """
    site = domain_key(page_url)
    return tuple(item for item in told if _is_of_story(item.value, site))


def _resolve(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    if not isinstance(value, dict) or value.keys() - {"@id", "@type"}:
        return value
    return known.get(str(value.get("@id")))


def _is_of_story(url: str, site: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote(parts.path)
    file = path.rpartition("/")[2]
    if (
        not parts.netloc
        or file.lower().endswith(_DRAWN)
        or _SITE_PICTURE.search(file)
        or _PORTRAIT.search(path)
    ):
        return False
    name = _ENDING.sub("", file)
    words = {word.lower() for word in _WORD.findall(name)}
    return not (_stands_in(words) or _is_own_logo(name, words, (site, domain_key(url))))


def _stands_in(words: set[str]) -> bool:
    return not words.isdisjoint(_STANDS_IN) and not words.isdisjoint(_FOR_SHARING)


def _is_own_logo(name: str, words: set[str], owners: tuple[str, ...]) -> bool:
    """Return whether a file is named "logo" with the name of an owner or nothing beside it."""
    if words.isdisjoint(_LOGO):
        return False
    rest, key = words - _LOGO - _BESIDE_LOGO, letter_key(name)
    return any(
        all(word in owner for word in rest) or (bool(owner) and owner in key) for owner in owners
    )
