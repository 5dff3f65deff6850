"""What ``build_article`` needs of a page besides its bytes, as JSON and back.

Never a secret and never a rule: neither the headers of the request nor the rules of the user are
in it. Archived pages are cleaned with the rules of the day.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

from crawler.state.entry_json import dump_entry, load_entry
from pipelines.errors import RecordError
from pipelines.items import Page, SourceHints, SourceType, WarcPlace

FORMAT = "newsdesk-story/1"
_HINTS = (
    "source_id", "source_type", "source_url", "publisher", "language", "timezone", "date_order",
)  # fmt: skip
_MAX_FURTHER_PAGES = 99
"""Ten times what a crawl follows: who forges a story must not have a page read without end."""
_MAX_OFFSET = 2**63 - 1
_WRONG = (
    AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What JSON of others raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedStory:
    """A story as the archive knows it: a page without its bytes, and where those are."""

    page: Page
    """Its body and headers, and those of its further pages, are empty; ``warc`` names a file by
    its name alone."""

    @property
    def place(self) -> WarcPlace:
        """Where the first page is archived."""
        return _place(self.page)

    def filled(self, read: Callable[[WarcPlace], tuple[bytes, Mapping[str, str]]]) -> Page:
        """Return the page with its bytes; ``read`` gives body and headers of a place."""
        further = tuple(_filled(page, read) for page in self.page.further_pages)
        return replace(_filled(self.page, read), further_pages=further)


def dump_story(page: Page) -> str | None:
    """Return a page as JSON; ``None`` when it, or one of its further pages, is not archived."""
    if page.warc is None or any(further.warc is None for further in page.further_pages):
        return None
    hints = {name: getattr(page.hints, name) for name in _HINTS}
    story = {
        "format": FORMAT,
        **_of_page(page),
        "url_requested": page.url_requested,
        "entry": None if page.entry is None else json.loads(dump_entry(page.entry)),
        "hints": {name: value for name, value in hints.items() if value is not None},
        "is_incomplete": page.is_incomplete,
        **({} if page.failure is None else {"failure": page.failure}),
        **({"is_closed_to_ai": True} if page.is_closed_to_ai else {}),
        "further_pages": [_of_page(further) for further in page.further_pages],
    }
    return json.dumps(story, ensure_ascii=True)


def load_story(text: str | bytes, place: str = "metadata record") -> ArchivedStory:
    """Return the story that ``dump_story`` wrote.

    Raises:
        RecordError: it is none; the message begins with ``place``.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        _check_format(values)
        entry = values["entry"]
        page = Page(
            **_to_page(values),
            url_requested=_text(values["url_requested"]),
            entry=None if entry is None else load_entry(json.dumps(entry)),
            hints=_to_hints(values["hints"]),
            is_incomplete=bool(values["is_incomplete"]),
            failure=_to_failure(values.get("failure")),
            is_closed_to_ai=bool(values.get("is_closed_to_ai")),
        )
        further = tuple(
            Page(**_to_page(row), url_requested=page.url_requested) for row in _further_rows(values)
        )
    except _WRONG as error:
        raise RecordError("bad-story", f"{place}: no story of newsdesk: {error!r}") from error
    return ArchivedStory(page=replace(page, further_pages=further))


def _check_format(values: Mapping[str, Any]) -> None:
    if values["format"] != FORMAT:
        raise ValueError(f"format {values['format']!r} is not known")


def _of_page(page: Page) -> dict[str, object]:
    place = _place(page)
    return {
        "url": page.url,
        "status": page.status,
        "fetched_at": page.fetched_at.isoformat(),
        "file": place.file.rpartition("/")[2],
        "offset": place.offset,
    }


def _to_page(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "url": _text(row["url"]),
        "status": None if row["status"] is None else _number(row["status"]),
        "fetched_at": _moment(row["fetched_at"]),
        "warc": WarcPlace(file=_bare_name(_text(row["file"])), offset=_number(row["offset"])),
        "body": b"",
    }


def _further_rows(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = values["further_pages"]
    if len(rows) > _MAX_FURTHER_PAGES:
        raise ValueError(f"{len(rows)} further pages")
    return rows


def _to_failure(value: object) -> tuple[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"failure {value!r}")
    return _text(value[0]), _text(value[1])


def _to_hints(values: Mapping[str, Any]) -> SourceHints:
    if not values.keys() <= set(_HINTS) or not all(isinstance(v, str) for v in values.values()):
        raise ValueError(f"hints {values!r}")
    hints = SourceHints(**values)
    if hints.source_type not in get_args(SourceType):
        raise ValueError(f"source_type {hints.source_type!r}")
    return hints


def _text(value: object) -> str:
    """Return a text that can be written; one with half a character is not."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    value.encode()
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MAX_OFFSET:
        raise ValueError(f"{value!r} is no number of bytes, nor a status")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return moment.astimezone(UTC)


def _bare_name(name: str) -> str:
    """Return the name of a file; an archive of others must not lead out of its folder."""
    if name in {"", "."} or "/" in name or ".." in name:
        raise ValueError(f"{name!r} is no name of a file")
    return name


def _filled(page: Page, read: Callable[[WarcPlace], tuple[bytes, Mapping[str, str]]]) -> Page:
    body, headers = read(_place(page))
    return replace(page, body=body, headers=headers)


def _place(page: Page) -> WarcPlace:
    if page.warc is None:
        raise ValueError(f"{page.url} is not archived")
    return page.warc
