"""What the pages of a folder should give: the lines of its ``manifest.jsonl``.

``README.md`` here describes the keys.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_ANNOTATIONS = (
    "paragraphs", "title", "authors", "date", "snippets_with", "snippets_without", "page_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What a page should give. ``None`` means not annotated, an empty tuple annotated as none."""

    id: str
    html: str
    """File of the page, relative to the folder."""
    site: str
    url: str
    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = None
    """ISO 8601 day as a reader of the page sees it."""
    date_precision: str = "day"
    """``day``, ``month`` or ``year``: how much of ``date`` counts."""
    paragraphs: tuple[str, ...] | None = None
    snippets_with: tuple[str, ...] = ()
    snippets_without: tuple[str, ...] = ()
    page_type: str = "article"

    @property
    def is_article(self) -> bool:
        """Return whether the page holds an article at all."""
        return self.page_type == "article"


def read_golds(folder: Path, limit: int | None = None) -> tuple[Gold, ...]:
    """Return the first annotated pages of a folder whose gold is not suspect, all by default.

    Raises:
        ValueError: a line is no JSON object or lacks ``html``; the message names the line.
    """
    return tuple(islice(_golds(folder / "manifest.jsonl"), limit))


def read_html(folder: Path, name: str) -> bytes:
    """Return the bytes of a page of a folder as they were served."""
    data = (folder / name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def is_for_tuning(site: str) -> bool:
    """Return whether the pages of a site belong to the half that may be tuned on."""
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 0


def split_halves(golds: Sequence[Gold]) -> dict[str, tuple[Gold, ...]]:
    """Return the parts of a set that have pages: ``tuning``, ``checking`` and ``all``.

    The halves are split by a fixed hash of the site, so that pages of one site stay together.
    """
    parts = {
        "tuning": tuple(gold for gold in golds if is_for_tuning(gold.site)),
        "checking": tuple(gold for gold in golds if not is_for_tuning(gold.site)),
        "all": tuple(golds),
    }
    return {name: part for name, part in parts.items() if part}


def _golds(manifest: Path) -> Iterator[Gold]:
    with manifest.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = _row(line, f"{manifest}:{number}")
            if not row.get("gold_suspect") and any(row.get(key) for key in _ANNOTATIONS):
                yield _gold(row)


def _row(line: str, place: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict) or "html" not in row:
        raise ValueError(f'{place}: needs an object with "html", the file of the page')
    return row


def _gold(row: Mapping[str, Any]) -> Gold:
    html = row["html"]
    told = row.get("url") or ""
    url = told if told.startswith(("http://", "https://")) else f"http://localhost/{html}"
    return Gold(
        id=row.get("id") or html,
        html=html,
        site=row.get("site") or urlsplit(told or url).hostname or html,
        url=url,
        title=row.get("title") or None,
        authors=_texts(row.get("authors")),
        date=row.get("date") or None,
        date_precision=row.get("date_precision") or "day",
        paragraphs=_texts(row.get("paragraphs") or None),
        snippets_with=_texts(row.get("snippets_with")) or (),
        snippets_without=_texts(row.get("snippets_without")) or (),
        page_type=row.get("page_type") or "article",
    )


def _texts(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
