"""The text that a feed carries stands in for the page that gives none."""

from dataclasses import replace
from hashlib import sha256

import pytest

from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.items import Article, Entry, SiteRules, SourceHints
from tests.pipelines.test_article import BODY, html_of, page_of

TITLE = "Beekeepers get their bench"
CARRIED = "".join(f"<p>{line}</p>" for line in BODY)
FEED = Entry(
    url="https://gazette.example/news/bench",
    title=TITLE,
    content_html=f"{CARRIED}<h2>Oak</h2><p>{BODY[0].replace('bench', 'oak')}</p>",
    date_raw="2025-03-09T10:00:00Z",
    authors=("Ida Lund",),
)
FROM_FEED = SourceHints(source_id="gazette", source_type="feed")
WALLS = {
    "bot-challenge": b"<title>Just a moment...</title><h1>Checking your browser</h1>"
    b"<p>Verifying you are human.</p>",
    "empty-page": b"",
    "login-wall": b"<title>Log in</title><h1>Log in</h1><form><input type=password></form>"
    b"<p>Please log in to go on.</p>",
    "no-article-body": b"<html><title>Bench</title><body><div id=root></div></body></html>",
    "not-html": b"%PDF-1.7 bench",
}


def build(body: bytes, entry: Entry | None = FEED, rules: SiteRules | None = None) -> Article:
    return build_article(page_of(body, entry, replace(FROM_FEED, rules=rules)))


@pytest.mark.parametrize(("reason", "body"), WALLS.items(), ids=WALLS.keys())
def test_a_page_without_text_has_that_of_its_feed(reason: str, body: bytes) -> None:
    with pytest.raises(PageError) as refused:
        build(body, replace(FEED, content_html=None))
    assert refused.value.reason == reason
    article = build(body)
    assert article.text.startswith("\n\n".join(BODY))
    assert [block.kind for block in article.blocks][-2:] == ["heading", "paragraph"]
    assert (article.title, article.title_source) == (TITLE, "feed")
    assert article.authors == ("Ida Lund",)
    assert article.published is not None
    assert article.quality_flags == ("text-from-feed",)
    assert article.extractor == "feed-content/1"
    assert article.rule_id is None
    assert article.hints == FROM_FEED
    assert article.content_sha256 == sha256(body).hexdigest()
    assert not article.learned.lines


REFUSED = {
    "soft-404": b"<title>Page not found</title><h1>Page not found</h1><p>It has gone.</p>",
    "too-complex": html_of(BODY[0] + "<b>" * 100_001),
}


@pytest.mark.parametrize(("reason", "body"), REFUSED.items(), ids=REFUSED.keys())
def test_a_page_that_is_refused_for_what_it_is_stays_refused(reason: str, body: bytes) -> None:
    with pytest.raises(PageError) as refused:
        build(body)
    assert refused.value.reason == reason


def test_an_excerpt_stands_in_for_nothing() -> None:
    with pytest.raises(PageError, match="0 words of text"):
        build(WALLS["no-article-body"], replace(FEED, content_html=f"{CARRIED}<p>And then …</p>"))


def test_nothing_of_a_page_that_failed_is_read() -> None:
    failed = replace(page_of(html_of(*BODY), FEED, FROM_FEED), failure=("http-403", "denied"))
    article = build_article(failed)
    assert article.extractor == "feed-content/1"
    assert article.text.startswith("\n\n".join(BODY))
    with pytest.raises(PageError, match="denied") as refused:
        build_article(replace(failed, entry=replace(FEED, content_html="<p>Bench …</p>")))
    assert refused.value.reason == "http-403"


def test_an_offer_in_the_place_of_the_story_tells_nothing_of_it() -> None:
    offer = " ".join(["Have all the news of the town in your letter box each morning."] * 4)
    head = (
        "<title>Subscribe to all of it</title><link rel=canonical href='/offer'>"
        "<meta name=author content='Eve Offer'>"
    )
    article = build(html_of(offer, head=head))
    assert (article.title, article.authors) == (TITLE, ("Ida Lund",))
    assert article.url_canonical == FEED.url
    assert article.text.startswith("\n\n".join(BODY))


def test_the_story_behind_a_login_has_its_own_address_and_headline() -> None:
    wall = page_of(WALLS["login-wall"], FEED, FROM_FEED)
    entry = replace(FEED, content_html=f"<h1>Oak or pine</h1>{FEED.content_html}")
    article = build_article(
        replace(wall, url="https://gazette.example/login?next=/news/bench", entry=entry)
    )
    assert article.url_canonical == FEED.url
    assert (article.title, article.title_source) == (TITLE, "feed")
    assert article.blocks[0].text == "Oak or pine"


def test_a_text_without_a_headline_is_no_article() -> None:
    with pytest.raises(PageError, match="no content"):
        build(b"", replace(FEED, title=None))


def test_a_teaser_has_the_text_of_its_feed_and_what_the_page_tells() -> None:
    head = (
        f"<title>{TITLE}</title><meta name=author content='Jo Holt'>"
        f"<meta name=description content='{BODY[1]}'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false,'
        ' "wordCount": 900}</script>'
    )
    page = html_of(BODY[0], head=head)
    teaser = build(page, replace(FEED, content_html=None))
    assert teaser.is_truncated
    article = build(page)
    assert article.text.startswith("\n\n".join(BODY))
    assert article.authors == ("Jo Holt",)
    assert article.description is None
    assert (article.is_paywalled, article.is_truncated) == (True, None)
    assert article.quality_flags == ("paywall-declared", "text-from-feed")
    assert article.word_count > 2 * teaser.word_count
    assert article.text_sha256 != teaser.text_sha256
    assert article.signature != teaser.signature
    assert article.learned == teaser.learned


def test_a_page_with_most_of_the_text_keeps_its_own() -> None:
    article = build(html_of(*BODY[:2]))
    assert article.text == "\n\n".join(BODY[:2])
    assert "text-from-feed" not in article.quality_flags


def test_what_the_user_names_as_the_body_is_the_body() -> None:
    rules = SiteRules(id="gazette", body=("article",))
    assert build(html_of(BODY[0]), rules=rules).text == BODY[0]
    missed = build(html_of(BODY[0]), rules=replace(rules, body=("main",)))
    assert set(missed.quality_flags) == {"body-rule-not-matched", "text-from-feed"}


def test_what_is_long_but_holds_no_words_stands_in_for_nothing() -> None:
    with pytest.raises(PageError, match="no content"):
        build(b"", replace(FEED, content_html=f"<p>{'a' * 900}</p>"))


def test_what_is_cut_from_the_text_of_a_feed_does_not_make_it_long() -> None:
    links = "".join(f"<li><a href='/{n}'>Story number {n}</a></li>" for n in range(9))
    html = f"<p>{BODY[0]}</p><p>{BODY[1]}</p><h2>Related stories</h2><ul>{links}</ul>"
    article = build(html_of(BODY[0]), replace(FEED, content_html=html))
    assert article.text == BODY[0]
