"""Canonical URLs: two addresses of one story become equal.

The form follows RFC 3986, section 6.2; which parameters only track the reader is data, in
``tracking_parameters.toml`` with its sources.
"""

import hashlib
import ipaddress
import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import tldextract

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "-._~"
_SAFE_IN_PATH = "/:@!$&'()*+,;=%" + _UNRESERVED
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]|"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_WHITE = re.compile(r"[\x00-\x20\x7f]+")


def is_http_url(url: str) -> bool:
    """Return whether the text is an absolute http or https URL with a host."""
    parts = _split(url)
    return parts is not None and parts.scheme in _DEFAULT_PORTS


def canonicalize_url(url: str) -> str:
    """Return the form of a URL that is equal for all addresses of one page.

    Lower case scheme and host, no default port, no fragment, no tracking parameters, percent
    escapes in one form, the remaining parameters in their order. What is no http(s) URL comes back
    as it was, without space around it.
    """
    text = _WHITE.sub("", url)
    parts = _split(text)
    if parts is None or parts.scheme not in _DEFAULT_PORTS:
        return url.strip()
    return urlunsplit(
        (
            parts.scheme,
            _authority(parts),
            _normalize_escapes(parts.path, _SAFE_IN_PATH) or "/",
            _without_tracking(_normalize_escapes(parts.query, _SAFE_IN_QUERY)),
            "",
        )
    )


def registered_domain(url: str) -> str:
    """Return the registrable domain of a URL or host (``bbc.co.uk``), by the public suffix list.

    IP addresses and names without a known suffix are their own domain.
    """
    host = _host(url)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _registrable(host)
    return host


def is_same_site(a: str, b: str) -> bool:
    """Return whether two URLs or hosts belong to the same registered domain."""
    return registered_domain(a) == registered_domain(b) != ""


def choose_canonical_url(url: str, declared: Iterable[str]) -> str:
    """Return the canonical form of a page's URL, of a declared canonical link where it counts.

    It counts when it is http(s), on the same site, and not the bare home page of a deeper page
    (a common template fault). The first declared one that counts wins.
    """
    own = canonicalize_url(url)
    for candidate in declared:
        other = canonicalize_url(candidate)
        if is_http_url(other) and is_same_site(own, other) and not _is_home_of(other, own):
            return other
    return own


def url_id(url_canonical: str) -> str:
    """Return the identity of a story: the first 32 hex digits of SHA-256 of its canonical URL."""
    return hashlib.sha256(url_canonical.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _authority(parts: SplitResult) -> str:
    host = _ascii_host((parts.hostname or "").rstrip("."))
    if ":" in host:
        host = f"[{host}]"
    if parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme]:
        return host
    return f"{host}:{parts.port}"


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _normalize_escapes(text: str, safe: str) -> str:
    """Return the text with needless escapes undone, needed ones made, all in upper case."""

    def one_form(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        if character.isascii() and (character.isalnum() or character in _UNRESERVED):
            return character
        return f"%{match[1].upper()}"

    escaped = quote(_ESCAPE.sub(one_form, text), safe=safe, errors="replace")
    return re.sub(r"%(?![0-9A-F]{2})", "%25", escaped)


def _without_tracking(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair.split("=", 1)[0])]
    return "&".join(kept)


def _is_tracking(name: str) -> bool:
    exact, prefixes = _tracking_parameters()
    lower = name.lower()
    return lower in exact or lower.startswith(prefixes)


@cache
def _tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    table = files("pipelines").joinpath("tracking_parameters.toml").read_text(encoding="utf-8")
    groups = tomllib.loads(table)["group"]
    names = [name for group in groups for name in group["names"]]
    prefixes = tuple(name[:-1] for name in names if name.endswith("*"))
    return frozenset(name for name in names if not name.endswith("*")), prefixes


def _host(url: str) -> str:
    text = url.strip()
    parts = _split(text if "//" in text else f"//{text}")
    return "" if parts is None else _ascii_host((parts.hostname or "").rstrip("."))


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The bundled snapshot: no download and no cache folder, so results are the same everywhere.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _is_home_of(other: str, own: str) -> bool:
    other_parts, own_parts = urlsplit(other), urlsplit(own)
    is_home = other_parts.path == "/" and not other_parts.query
    return is_home and (own_parts.path != "/" or bool(own_parts.query))
