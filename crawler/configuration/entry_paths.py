"""The XPaths by which a source is read: the ``entries`` table of a source in ``sources.toml``.

The same expressions that FreshRSS keeps for its type ``HTML+XPath``, under names of our own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from lxml import etree

from crawler.configuration import values
from crawler.configuration.tables import Key, Problems, read_table, show
from crawler.configuration.values import BadValueError

MAX_PATH_CHARS = 2_000
"""XPaths that people write have some hundred characters."""
_PROBE = b"<html><body><div id='a' class='a'><a href='a'>a</a></div></body></html>"
_SAMPLE_DAY = datetime(2021, 11, 30, 17, 45, 50, tzinfo=UTC)
_DAY_PARTS = ("%[yY]", "%[mbB]", "%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPaths:
    """XPath 1.0 expressions; all but ``item`` are asked relative to an item. ``None``: not said."""

    item: str
    """The elements that are one story each."""
    link: str | None = None
    """``None``: the first link of the item."""
    title: str | None = None
    summary: str | None = None
    author: str | None = None
    date: str | None = None
    date_format: str | None = None
    """How the date is written, in the codes of Python's ``strptime``."""
    image: str | None = None
    tags: str | None = None
    guid: str | None = None
    parser: Literal["html", "xml"] = "html"


PATH_NAMES = ("item", "link", "title", "summary", "author", "date", "image", "tags", "guid")
"""The attributes that hold an expression."""


def read_entry_paths(value: object) -> EntryPaths:
    """Return the XPaths of a table.

    Raises:
        BadValueError: a key is unknown, an expression is no XPath; the message names each.
    """
    if not isinstance(value, Mapping):
        raise BadValueError('must be a table, such as { item = "//article" }')
    problems = Problems("")
    attributes = read_table(value, _KEYS, "", problems)
    if "item" not in value:
        problems.add("", "item is missing: the XPath of the elements that are one story each")
    for name in PATH_NAMES:
        _check_use(name, attributes, problems)
    if problems.lines:
        raise BadValueError("; ".join(problems.lines))
    return EntryPaths(**attributes)


def entry_table(paths: EntryPaths) -> dict[str, str]:
    """Return the table that ``read_entry_paths`` reads as these paths."""
    table = {name: getattr(paths, key.attribute) for name, key in _KEYS.items()}
    return {
        name: value
        for name, value in table.items()
        if value is not None and (name, value) != ("parser", "html")
    }


def _check_use(name: str, attributes: Mapping[str, str], problems: Problems) -> None:
    """Note an expression that fails when it is put to use: a function that does not exist."""
    expression = attributes.get(name)
    if expression is None:
        return
    try:
        found = etree.XPath(expression)(etree.fromstring(_PROBE))
    except etree.XPathError as error:
        # Prefixes of XML are known only where a document says what they stand for.
        if attributes.get("parser") != "xml" or "prefix" not in str(error):
            problems.add_value("", name, expression, f"is no XPath 1.0 ({error})")
        return
    if name == "item" and not isinstance(found, list):
        problems.add_value("", name, expression, "must give elements, such as //article")


def _xpath(value: object) -> str:
    expression = values.text(value)
    if len(expression) > MAX_PATH_CHARS:
        raise BadValueError(f"may have {MAX_PATH_CHARS} characters at most")
    try:
        etree.XPath(expression)
    # ValueError: characters that XML does not know.
    except (etree.XPathError, ValueError) as error:
        raise BadValueError(f"is no XPath 1.0 ({error})") from error
    return expression


def _date_format(value: object) -> str:
    text = values.text(value)
    advice = f'must name year, month and day, such as "%d.%m.%Y %H:%M", not {show(text)}'
    if not all(re.search(part, text) for part in _DAY_PARTS):
        raise BadValueError(advice)
    try:
        read = datetime.strptime(_SAMPLE_DAY.strftime(text), text)  # noqa: DTZ007 - a day only
    except (ValueError, re.error) as error:
        raise BadValueError(f"{advice} ({error})") from error
    if read.date() != _SAMPLE_DAY.date():
        raise BadValueError(advice)
    return text


_KEYS: Mapping[str, Key] = {
    **{name: Key(attribute=name, read=_xpath) for name in PATH_NAMES},
    "date_format": Key(attribute="date_format", read=_date_format),
    "parser": Key(attribute="parser", read=values.choice("html", "xml")),
}
