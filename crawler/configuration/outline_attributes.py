"""Attributes of OPML outlines: how ``sources.toml`` names them, and those that it keeps.

OPML says more of a subscription than newsdesk has a use for. Such attributes stand in the table
``opml`` of a source, so that an export gives them back.
"""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from crawler.configuration.tables import show
from crawler.configuration.values import BadValueError

FRESHRSS = "https://freshrss.org/opml"
NEWSDESK = "urn:newsdesk:opml"
PREFIXES: Mapping[str, str] = {"frss": FRESHRSS, "newsdesk": NEWSDESK}
FOLDER = f"{{{NEWSDESK}}}folder"
"""Kept when an outline does not stand where its first tag would put it. No attribute of a file."""
MAX_KEPT = 64
"""Attributes of one outline; FreshRSS has some 50 at its disposal."""
MAX_KEPT_CHARS = 10_000
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URI = re.compile(r"\{[\x21-\x7a|~]{1,300}\}")


def xml_text(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def full_name(name: str) -> str:
    """Return the name that lxml gives an attribute: ``{namespace}name``."""
    prefix, colon, local = name.partition(":")
    is_short = bool(colon) and prefix in PREFIXES
    return f"{{{PREFIXES[prefix]}}}{local}" if is_short else name


def short_name(name: str) -> str:
    """Return the name with a prefix for namespaces that have one here, else as it is."""
    for prefix, uri in PREFIXES.items():
        if name.startswith(f"{{{uri}}}"):
            return f"{prefix}:{name.removeprefix(f'{{{uri}}}')}"
    return name


def why_not_kept(name: str, value: str) -> str | None:
    """Return why an attribute cannot be kept; ``None`` when it can."""
    if not value.strip() and name != FOLDER:
        return "says nothing; leave it out"
    if len(value) > MAX_KEPT_CHARS:
        return f"may have {MAX_KEPT_CHARS} characters at most"
    if _NOT_IN_XML.search(value):
        return "holds a character that XML does not know"
    if name.startswith(f"{{{NEWSDESK}}}") and name != FOLDER:
        return "belongs to newsdesk: write it as a key of the source"
    return None if _is_attribute_name(name) else "is no name of an XML attribute"


def read_kept(value: object) -> tuple[tuple[str, str], ...]:
    """Return the attributes in a table, with their full names.

    Raises:
        BadValueError: a name or a value is none that an outline can have.
    """
    if not isinstance(value, Mapping):
        raise BadValueError('must be a table, such as { htmlUrl = "https://example.com/" }')
    if len(value) > MAX_KEPT:
        raise BadValueError(f"may hold {MAX_KEPT} attributes at most")
    for name, text in value.items():
        if not isinstance(text, str):
            raise BadValueError(f"{show(name)} must be a text in quotes")
        fault = why_not_kept(full_name(name), text)
        if fault is not None:
            raise BadValueError(f"{show(name)} {fault}")
    return tuple((full_name(name), text) for name, text in value.items())


def kept_table(kept: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the table that ``read_kept`` reads as these attributes."""
    return {short_name(name): value for name, value in kept}


def _is_attribute_name(name: str) -> bool:
    uri, brace, local = name.rpartition("}")
    if brace and not _URI.fullmatch(f"{uri}}}"):
        return False
    if local == "xmlns" or ":" in local:
        return False
    try:
        # lxml writes some letters that no XML parser takes.
        etree.fromstring(etree.tostring(etree.Element("outline", {name: ""})))
    except (ValueError, etree.XMLSyntaxError):
        return False
    return True
