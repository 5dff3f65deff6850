"""Canonical URLs: two addresses of one story become equal.

The form follows RFC 3986, section 6.2, and mends what browsers mend (WHATWG URL). Which parameters
only track the reader is data, in ``tracking_parameters.toml`` with its sources.
"""

import hashlib
import ipaddress
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import idna
import tldextract

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE_IN_PATH = "/:@!$&'()*+,;=%-._~"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]|"
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[\w.:-]*\w[\w.:-]*")
_AROUND = "".join(map(chr, range(0x21))) + "\x7f\u00a0\ufeff\u200b"
_LINE_BREAKS = re.compile(r"[\t\r\n]")
_DOTS = ".\u3002\uff0e\uff61"  # UTS 46 reads the last three as full stops too
_BEFORE_QUERY = re.compile(r"[^?#]*")
_ESCAPED_AMPERSAND = re.compile(r"^(?:amp(?:;|%3B))+")
_PATH_PARAMETER = re.compile(r";([^/;=]*)=?[^/;]*")
# Last segments of a path that name another view of the page above: /story/amp, /story/2.
_VIEW = re.compile(
    r"(?:(?:amp|print|printable|drucken|imprimir|full|all|single|index|page)(?:\.\w{2,5})?"
    r"|(?:page-?|p)?\d{1,3})?",
    re.IGNORECASE,
)
_INDEX_PAGE = re.compile(r"/(?:default|index)\.\w{2,5}$", re.IGNORECASE)
# Parameters that say which story a script shows; seen in the addresses of real news pages.
_STORY_PARAMETER = re.compile(
    r"(?:.*(?:[:_\[]|%5B))?"
    r"(?:p|t|id|[ans]id|(?:article|story|news|item|doc|post|text|art|node)_?(?:id|nr)?)"
    r"(?:\]|%5D)?",
    re.IGNORECASE,
)


def is_http_url(url: str) -> bool:
    """Return whether the text is an absolute http or https URL with a host."""
    return _split_http(_mend(url)) is not None


@lru_cache(maxsize=256)  # a crawl asks for that of each page nine times
def canonicalize_url(url: str) -> str:
    """Return the form of a URL that is equal for all addresses of one page.

    Lower-case scheme and host (IDNA 2008), no user name, default port, final dot of the host,
    fragment, tracking or session parameters; dot segments resolved, percent escapes in one form,
    parameters sorted by name where all have a value. Scheme, ``www.``, the slash at the end and
    ``+`` for a space stay: servers do tell them apart. A ``#!`` fragment goes like any other,
    because the server never sees it and so serves one page for all of them.

    What is no http(s) URL comes back as it was, without space around it; nothing is raised.
    """
    parts = _split_http(_mend(url))
    if parts is None:
        return url.strip(_AROUND)
    path = _without_sessions(_normalize_escapes(parts.path, _SAFE_IN_PATH))
    query = _clean_query(_normalize_escapes(parts.query, _SAFE_IN_QUERY))
    return urlunsplit((parts.scheme, _authority(parts), _resolve_dots(path), query, ""))


def registered_domain(url: str) -> str:
    """Return the registrable domain of a URL or host (``example.co.uk``).

    By the public suffix list, as it was when tldextract was released. Domains under
    which anybody may publish count as suffixes too, as in browsers: two blogs of one host are two
    sites. An unknown last label is a suffix; IP addresses and suffixes are their own domain. Empty
    when there is no host.
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
    """Return the canonical form of a page's URL, or of a declared canonical link where it counts.

    AMP and print views so become the page itself. The first declared one wins that is http(s), on
    the same site, and can be one story: neither the home page, nor the section above the page, nor
    the page's script without the number of the story. Those are faults of templates, and
    believing one would make all stories of a site a single one. Refusing a sound one costs little:
    copies of the text are still found.
    """
    own = canonicalize_url(url)
    for candidate in declared if is_http_url(own) else ():
        other = _resolve(own, candidate)
        if is_http_url(other) and is_same_site(own, other) and not _is_wider(other, own):
            return other
    return own


def url_id(url_canonical: str) -> str:
    """Return the identity of a story: the first 32 hex digits of SHA-256 of its canonical URL."""
    return hashlib.sha256(url_canonical.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def similar_urls(url: str) -> Iterator[str]:
    """Yield the URL with other scheme, ``www.`` or final slash, the nearest first.

    One without a scheme is given both.
    """
    _, sign, rest = url.partition("://")
    if not sign:
        rest = url
        yield from (f"https://{url}", f"http://{url}")
    given = {url, f"https://{url}", f"http://{url}"}
    for scheme in ("https", "http"):
        host, slash, path = rest.removeprefix("www.").partition("/")
        for name in (host, f"www.{host}"):
            for end in (path.rstrip("/"), f"{path.rstrip('/')}/"):
                variant = f"{scheme}://{name}{slash}{end}"
                if variant not in given:
                    yield variant


def _mend(url: str) -> str:
    """Return the text as browsers read it: no space around, no line breaks, no backslashes."""
    text = _LINE_BREAKS.sub("", url.strip(_AROUND))
    return _BEFORE_QUERY.sub(lambda match: match[0].replace("\\", "/"), text, count=1)


def _split_http(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(_ascii_host(parts.hostname)):
        return None
    return parts


def _ascii_host(host: str | None) -> str:
    # Stripped before as well: IDNA refuses an empty first label and leaves the rest as it was.
    text = (host or "").lower().strip(_DOTS)
    if not text.isascii():
        text = _encode_host(text)
    return text.strip(".")


def _encode_host(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        pass
    try:  # the older standard knows emoji and symbols, which are registered all the same
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _authority(parts: SplitResult) -> str:
    host = _ascii_host(parts.hostname)
    if "[" in parts.netloc:
        host = f"[{host}]"
    if parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme]:
        return host
    return f"{host}:{parts.port}"


def _normalize_escapes(text: str, safe: str) -> str:
    """Return the text with needless escapes undone, needed ones made, all in upper case."""
    whole = _LONE_PERCENT.sub("%25", text)
    return quote(_ESCAPE.sub(_one_form, whole), safe=safe, errors="replace")


def _one_form(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()


def _without_sessions(path: str) -> str:
    return _PATH_PARAMETER.sub(lambda found: "" if _is_tracking(found[1]) else found[0], path)


def _resolve_dots(path: str) -> str:
    """Return an absolute path without ``.`` and ``..`` (RFC 3986, section 5.2.4)."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _clean_query(query: str) -> str:
    pieces = [_ESCAPED_AMPERSAND.sub("", piece) for piece in query.split("&")]
    kept = [piece for piece in pieces if piece and not _is_tracking(_name(piece))]
    if all("=" in piece for piece in kept):  # else the place of a piece may be its meaning
        kept.sort(key=_name)
    return "&".join(kept)


def _name(piece: str) -> str:
    return piece.split("=", 1)[0]


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
    text = _mend(url)
    try:
        return _ascii_host(urlsplit(text if "//" in text else f"//{text}").hostname)
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    found = _suffixes()(host)
    if found.suffix:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The bundled snapshot: no download and no cache folder, so results are the same everywhere.
    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )


def _resolve(own: str, candidate: str) -> str:
    text = _mend(candidate)
    # Other relative forms are left alone: "null" and "{{url}}" would resolve too.
    if text.startswith("/"):
        try:
            text = urljoin(own, text)
        except ValueError:  # "//[", which no check of ours has seen yet
            return candidate
    return canonicalize_url(text)


def _is_wider(other: str, own: str) -> bool:
    """Return whether a declared address covers more than the one page (both are canonical)."""
    other_parts, own_parts = urlsplit(other), urlsplit(own)
    if other_parts.query:
        return False
    path = _INDEX_PAGE.sub("/", other_parts.path)
    if path == "/":
        return own_parts.path not in ("/", other_parts.path) or bool(own_parts.query)
    if other_parts.path.rstrip("/") == own_parts.path.rstrip("/"):
        return any(_STORY_PARAMETER.fullmatch(_name(p)) for p in own_parts.query.split("&"))
    folder = path.rstrip("/") + "/"
    below = own_parts.path.removeprefix(folder)
    return below != own_parts.path and not _VIEW.fullmatch(below.rstrip("/"))
