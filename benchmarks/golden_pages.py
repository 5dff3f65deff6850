"""Our own golden pages as pages with gold, for the floors.

``fixtures/README.md`` describes the files.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.golds import Gold
from benchmarks.systems.newsdesk import printed_day
from benchmarks.systems.predictions import Prediction, RemovedText
from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.items import Article, Entry, Page, SiteRules, SourceHints
from pipelines.normalization import clean_text

FIXTURES = Path(__file__).parents[1] / "fixtures"
FOLDERS = (FIXTURES / "pages", FIXTURES / "hard_pages")
"""Pages that must come out word for word, and pages on which newsdesk still errs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenPage:
    """A page of ours and what it should give."""

    page: Page
    gold: Gold
    may_keep: tuple[str, ...]
    """Paragraphs that may stand in the text once or not at all."""


def read_golden_pages(folder: Path) -> Iterator[GoldenPage]:
    """Yield the pages of a folder by the names of their cases."""
    for case in sorted(path.parent for path in folder.glob("*/page.html")):
        told, wanted = (_object(case / name) for name in ("page.json", "article.json"))
        yield GoldenPage(
            page=_page(told, (case / "page.html").read_bytes()),
            gold=_gold(case.name, told["url"], wanted),
            may_keep=tuple(map(clean_text, wanted["may_keep"])),
        )


def predict(golden: GoldenPage) -> Prediction:
    """Return what newsdesk makes of a page, without the paragraphs that count neither way."""
    try:
        article = build_article(golden.page)
    except PageError as error:
        return Prediction(rejection=error.reason)
    published = article.published
    return Prediction(
        text=_without(article.text, golden.may_keep),
        title=article.title,
        authors=article.authors,
        day=printed_day(published.raw, published.value) if published else None,
        utc_day=published.value.date().isoformat() if published else None,
        is_day_known=published is None or published.precision != "month",
        page_type=article.page_type,
        removed=_removed(article),
    )


def _object(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def _page(told: Mapping[str, Any], body: bytes) -> Page:
    return Page(
        url=told["url"],
        url_requested=told["url"],
        status=told["status"],
        headers=told["headers"],
        body=body,
        fetched_at=datetime.fromisoformat(told["fetched_at"]).astimezone(UTC),
        entry=Entry(**told["entry"]) if told["entry"] else None,
        hints=SourceHints(**{**told["hints"], "rules": rules_of(told["hints"].get("rules"))}),
    )


def rules_of(told: dict[str, Any] | None) -> SiteRules | None:
    """Return the rules of a user that go with a case; lists of JSON are tuples here."""
    if told is None:
        return None
    lists = {key: tuple(value) for key, value in told.items() if isinstance(value, list)}
    pairs = tuple(map(tuple, lists.pop("replacements", ())))
    return SiteRules(id=told["id"], replacements=pairs, **lists)


def _gold(case: str, url: str, wanted: Mapping[str, Any]) -> Gold:
    published = wanted["published"]
    return Gold(
        id=case,
        html=f"{case}/page.html",
        site=case,
        url=url,
        title=wanted["title"],
        authors=tuple(wanted["authors"]),
        # The moment is given in UTC, so that is the day that can be compared.
        date=published["value"][:10] if published else None,
        paragraphs=tuple(line for part in wanted["text"] for line in _paragraphs(part)),
    )


def _paragraphs(part: str | Mapping[str, list[list[str]]]) -> list[str]:
    if isinstance(part, str):
        return [part]
    return [" ".join(row) for row in part["table"]]


def _without(text: str, optional: tuple[str, ...]) -> str:
    """Return the text without the optional paragraphs, each left out once."""
    left = list(optional)
    kept = []
    for paragraph in text.split("\n\n"):
        if paragraph in left:
            left.remove(paragraph)
        else:
            kept.append(paragraph)
    return "\n\n".join(kept)


def _removed(article: Article) -> tuple[RemovedText, ...]:
    return tuple(RemovedText(rule=cut.rule, text=cut.text) for cut in article.removed)
