"""Several pages of one site: what only all of them together tell apart from the articles."""

import json
from datetime import datetime
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest

from pipelines.article import build_article
from pipelines.items import Article, Page
from pipelines.site_memory import SiteMemory

FOLDER = Path(__file__).parents[2] / "fixtures" / "sites"
SITES = sorted(folder.name for folder in FOLDER.iterdir())
every_site = pytest.mark.parametrize("site", SITES)


@cache
def expected(site: str) -> dict[str, Any]:
    """Return what is expected of the pages of a site."""
    told: dict[str, Any] = json.loads((FOLDER / site / "expected.json").read_text(encoding="utf-8"))
    return told


def build(site: str, name: str, memory: SiteMemory) -> Article:
    """Return the article of one page with what is known of its site."""
    url = f"https://{site}.example/2026/{name}"
    return build_article(
        Page(
            url=url,
            url_requested=url,
            status=200,
            body=(FOLDER / site / f"{name}.html").read_bytes(),
            fetched_at=datetime.fromisoformat(expected(site)["fetched_at"]),
        ),
        memory,
    )


@cache
def learned(site: str) -> SiteMemory:
    """Return what all pages of a site teach."""
    lessons = [build(site, name, SiteMemory()).learned for name in expected(site)["pages"]]
    return reduce(SiteMemory.with_more, lessons)


@every_site
def test_text_is_the_story_and_nothing_but_the_story(site: str) -> None:
    memory = learned(site).without_one()
    texts = {name: build(site, name, memory).text for name in expected(site)["pages"]}
    wanted = expected(site)["pages"].items()
    assert texts == {name: "\n\n".join(page["text"]) for name, page in wanted}


@every_site
def test_account_tells_on_how_many_articles_a_line_stood(site: str) -> None:
    memory = learned(site).without_one()
    others = len(expected(site)["pages"]) - 1
    for name in expected(site)["pages"]:
        removed = build(site, name, memory).removed
        reasons = {r.reason for r in removed if r.rule == "site-boilerplate"}
        assert reasons == {f"stands on {others} other articles of the site"}


@every_site
def test_title_is_without_the_name_of_the_site(site: str) -> None:
    # The site has as many articles as its name needs, were each page seen twice.
    memory = learned(site).with_more(learned(site)).without_one()
    for name, page in expected(site)["pages"].items():
        assert build(site, name, memory).title == page["title"]


@every_site
def test_page_alone_keeps_what_nothing_speaks_against(site: str) -> None:
    for name, page in expected(site)["pages"].items():
        alone = build(site, name, SiteMemory())
        assert len(alone.text) > len("\n\n".join(page["text"]))
        assert not any(removed.rule == "site-boilerplate" for removed in alone.removed)
