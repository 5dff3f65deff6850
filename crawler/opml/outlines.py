"""One outline of OPML as a source, and a source as an outline.

Each direction asks the other what would come back. What an outline cannot say in words that every
reader of feeds knows goes into attributes of our own namespace; what a source has no key for is
kept in its ``opml``. So neither way loses anything, and nothing is said twice.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from crawler.configuration import values
from crawler.configuration.entry_paths import entry_table
from crawler.configuration.outline_attributes import (
    FOLDER,
    FRESHRSS,
    MAX_KEPT,
    NEWSDESK,
    short_name,
    why_not_kept,
    xml_text,
)
from crawler.configuration.source_keys import SOURCE_KEYS
from crawler.configuration.sources import KINDS_WITH_ENTRIES, Source
from crawler.configuration.tables import show
from crawler.configuration.toml_writer import DURATIONS, show_duration
from crawler.configuration.values import BadValueError
from crawler.opml.freshrss import (
    SECRET_NAMES,
    SPEAKS_OF,
    entry_attributes,
    read_freshrss,
    tell_freshrss,
)
from pipelines.normalization import clean_text

MAX_FOLDERS = 32
"""Folders inside each other; deeper ones count as the last of these."""
_FEED_KINDS = frozenset({"auto", "feed"})
_LINK = "link"
_KNOWN_NAMES: Mapping[str, str] = {
    name.lower(): name
    for name in (
        *("category", "description", "htmlUrl", "language", "text", "title", "type", "url"),
        *("version", "xmlUrl"),
    )
}
"""Names of OPML 2.0; files write them in any case."""
_SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    "category": ("tags",),
    "language": ("language",),
    "text": ("publisher",),
    "title": ("publisher",),
    "type": ("kind", "entries"),
    "url": ("url",),
    "xmlUrl": ("url",),
    **{f"{{{FRESHRSS}}}{name}": decided for name, decided in SPEAKS_OF.items()},
}
"""By attribute, what of a source it decides. A kept one that says otherwise gives way."""
_NEEDS_TRUST = frozenset({"allow_private", "headers_env"})
_OWN_KEYS = {name: key for name, key in SOURCE_KEYS.items() if name not in {"headers", "opml"}}
_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in fields(Source)}
_FOLDER_SIGN = re.compile(r"\\(.)|/", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An outline that stands for a source."""

    folders: tuple[str, ...]
    """Names of the outlines around it, from the outside in."""
    attributes: Mapping[str, str]
    """By full name; empty ones say nothing and are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOutline:
    """What became of an outline."""

    source: Source
    has_id: bool
    """Whether the outline gave the id itself."""
    notes: tuple[str, ...]
    """What of it is not taken over, for people."""


def known_names(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes that say something, those of OPML under its own spelling."""
    found: dict[str, str] = {}
    for name, value in attributes.items():
        if value.strip():
            found.setdefault(_KNOWN_NAMES.get(name.lower(), name), value)
    return found


def address_of(attributes: Mapping[str, str]) -> str | None:
    """Return the address that an outline subscribes to; ``None`` when it is a folder or a note."""
    for name in (f"{{{NEWSDESK}}}url", "xmlUrl", "url"):
        if name in attributes:
            return str(_decoded(attributes[name], values.text))
    return None


def read_outline(outline: Outline, url: str, *, is_trusted: bool) -> ReadOutline:
    """Return the source of an outline whose address is checked already.

    Not trusted, it may not open private networks, nor name environment variables to be sent.
    """
    notes = list(tell_freshrss(outline.attributes))
    own = dict(_own_values(outline.attributes, notes, is_trusted=is_trusted))
    attributes = {**_said(outline), **own, "url": url}
    kind = attributes.get("kind", "auto")
    if attributes.get("entries") and kind not in KINDS_WITH_ENTRIES:
        notes.append(f"kind {kind!r} is not read by XPath; it is taken as listing")
        attributes["kind"] = "listing"
    has_id = "id" in own
    source = Source(**{"id": "-", **attributes})
    kept = tuple(_kept(outline, source, notes))
    return ReadOutline(source=replace(source, opml=kept), has_id=has_id, notes=tuple(notes))


def write_outline(source: Source) -> Outline:
    """Return the outline of a source; headers, which may hold secrets, are not in it."""
    shown = _with_kept(_plain(source, _folders(source)), source)
    said = {**_DEFAULTS, **_said(shown)}
    own = {
        f"{{{NEWSDESK}}}{name}": _encoded(_file_value(source, key.attribute))
        for name, key in _OWN_KEYS.items()
        if getattr(source, key.attribute) != said.get(key.attribute)
    }
    return replace(shown, attributes={**shown.attributes, **own})


def _said(outline: Outline) -> dict[str, Any]:
    """Return the attributes of a source that an outline gives without our own namespace."""
    attributes = outline.attributes
    title, text = (clean_text(attributes.get(name, "")) for name in ("title", "text"))
    if not title and text == attributes.get(f"{{{NEWSDESK}}}id"):
        text = ""  # an id that stands where readers show a name
    found: dict[str, Any] = {"url": attributes.get("xmlUrl") or attributes.get("url")}
    if title or text:
        found["publisher"] = title or text
    language = _read_language(attributes.get("language", ""))
    if language is not None:
        found["language"] = language
    categories = (clean_text(name).strip("/") for name in attributes.get("category", "").split(","))
    tags = ("/".join(outline.folders), *categories)
    found["tags"] = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    return found | read_freshrss(attributes)


def _own_values(
    attributes: Mapping[str, str], notes: list[str], *, is_trusted: bool
) -> Iterator[tuple[str, Any]]:
    """Yield what our own namespace says, checked as it would be in ``sources.toml``."""
    for name, value in attributes.items():
        key = name.removeprefix(f"{{{NEWSDESK}}}")
        if key == name:
            continue
        if key not in _OWN_KEYS:
            notes.append(f"newsdesk:{key} is unknown")
        elif key in _NEEDS_TRUST and not is_trusted:
            notes.append(f"newsdesk:{key} = {show(value)} is left out; --trust takes it")
        else:
            try:
                yield _OWN_KEYS[key].attribute, _decoded(value, _OWN_KEYS[key].read)
            except BadValueError as error:
                notes.append(f"newsdesk:{key} = {show(value)}: {error}")


def _kept(outline: Outline, source: Source, notes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes that the outline of the source would not have by itself."""
    written = write_outline(source)
    count = 0
    if written.folders != outline.folders:
        yield FOLDER, _path(outline.folders)
        count = 1
        written = write_outline(replace(source, opml=((FOLDER, _path(outline.folders)),)))
    for name, value in outline.attributes.items():
        is_own = name.startswith(f"{{{NEWSDESK}}}")
        if is_own or name in SECRET_NAMES or written.attributes.get(name) == value:
            continue
        fault = why_not_kept(name, value)
        if fault is None and count == MAX_KEPT:
            fault = f"is left out; {MAX_KEPT} attributes at most are kept"
        if fault is not None:
            notes.append(f"{short_name(name)} {fault}")
            continue
        count += 1
        yield name, value


def _folders(source: Source) -> tuple[str, ...]:
    """Return the folders of a source: the kept ones while they are its first tag."""
    first = source.tags[0] if source.tags else ""
    kept = dict(source.opml).get(FOLDER)
    if kept is not None and "/".join(names := _parted(kept)) in ("", first):
        return names
    names = tuple(clean_text(xml_text(name)) for name in first.split("/"))
    return tuple(name for name in names if name)[:MAX_FOLDERS]


def _plain(source: Source, folders: tuple[str, ...]) -> Outline:
    """Return what an outline says of a source in words that every reader of feeds knows."""
    name = clean_text(xml_text(source.publisher or ""))
    rest = source.tags[1:] if folders else source.tags
    categories = [clean_text(xml_text(tag.replace(",", " "))).strip("/") for tag in rest]
    kept_type = dict(source.opml).get("type", "")
    is_said = read_freshrss({"type": kept_type}).get("kind") == source.kind
    is_link = kept_type == _LINK or (source.kind not in _FEED_KINDS and not is_said)
    attributes = {
        "type": _LINK if is_link else "rss",
        "text": name or source.id,
        "title": name,
        "url" if is_link else "xmlUrl": xml_text(source.url),
        "language": source.language or "",
        "category": ",".join(f"/{tag}" if "/" in tag else tag for tag in categories),
    }
    if source.entries is not None:
        attributes.pop("url", None)
        attributes |= {"xmlUrl": xml_text(source.url)} | entry_attributes(source.entries)
    said = {name: value for name, value in attributes.items() if value}
    return Outline(folders=folders, attributes={**said, f"{{{NEWSDESK}}}id": source.id})


def _with_kept(plain: Outline, source: Source) -> Outline:
    """Return the outline with the kept attributes, but those that contradict the source."""
    kept = {name: value for name, value in source.opml if name != FOLDER}
    for _ in range(2):  # without a title, what a text says counts
        trial = replace(plain, attributes={**plain.attributes, **kept})
        said = {**_DEFAULTS, **_said(trial)}
        wrong = {name for name, value in said.items() if value != getattr(source, name)}
        kept = {
            name: value
            for name, value in kept.items()
            if not wrong.intersection(_SPEAKS_OF.get(name, ()))
        }
    return replace(plain, attributes={**plain.attributes, **kept})


def _file_value(source: Source, attribute: str) -> object:
    """Return the value as it would stand in ``sources.toml``."""
    value = getattr(source, attribute)
    if attribute in DURATIONS:
        return show_duration(value)
    if attribute == "entries":
        return {} if value is None else entry_table(value)
    return dict(value) if attribute == "headers_env" else value


def _encoded(value: object) -> str:
    """Return a value as the text of an attribute: plain where that cannot be misread, else JSON."""
    if isinstance(value, str) and value == xml_text(value).strip() and not value.startswith('"'):
        return value
    return json.dumps(value)


def _decoded(text: str, read: values.Reader[object]) -> object:
    """Return what ``read`` makes of the JSON in a text, or of the text itself."""
    try:
        return read(json.loads(text))
    except (ValueError, RecursionError):  # a bad value among them
        return read(text)


def _path(folders: Sequence[str]) -> str:
    """Return names of folders as one text that ``_parted`` takes apart again."""
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in folders)


def _parted(path: str) -> tuple[str, ...]:
    names = [""]
    position = 0
    for match in _FOLDER_SIGN.finditer(path):
        names[-1] += path[position : match.start()] + (match[1] or "")
        position = match.end()
        if match[1] is None:
            names.append("")
    names[-1] += path[position:]
    return tuple(clean_text(xml_text(name)) for name in names if name)[:MAX_FOLDERS]


def _read_language(text: str) -> str | None:
    try:
        return values.language(re.split("[-_]", text.strip().lower())[0])
    except BadValueError:
        return None
