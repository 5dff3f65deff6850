import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo_site.pages import amp_page, body_html, cut_teaser, home_page, story_page
from crawler.demo_site.stories import StoryBlock
from tests.crawler.demo_site.editions import editions


@pytest.mark.parametrize("style", sorted(editions()))
def test_page_holds_the_story_once_and_a_promotion_inside_it(style: str) -> None:
    edition = editions()[style]
    for story in (story for story in edition.stories() if not story.is_disallowed):
        encoding = "utf-8" if story.encoding == "utf-8" else "windows-1252"
        text = html.unescape(story_page(edition, story).decode(encoding))
        assert all(text.count(block.text) == 1 for block in story.blocks)
        others = [other.title for other in edition.stories() if other.slug != story.slug]
        inside = text[text.index(story.blocks[0].text) : text.index(story.blocks[-1].text)]
        assert any(title in inside for title in others)


def test_headline_and_teaser_of_the_daily_stand_twice() -> None:
    edition = editions()["courier"]
    story = edition.stories()[0]
    text = story_page(edition, story).decode()
    assert f"<h1>{story.title}</h1>" in text
    assert f"<h2>{story.title}</h2>" in text
    assert f"{cut_teaser(story.standfirst)}</p>" in text
    assert f">{story.standfirst}</p>" in text


def test_page_in_windows_1252_does_not_say_so() -> None:
    edition = editions()["gazette"]
    pages = {story.encoding: story_page(edition, story) for story in edition.stories()}
    assert b"charset" not in pages["no-charset"]
    assert b'charset="utf-8"' in pages["wrong-charset"]
    for encoding in ("no-charset", "wrong-charset"):
        with pytest.raises(UnicodeDecodeError):
            pages[encoding].decode("utf-8")


def test_changed_story_says_when_it_changed() -> None:
    before, after = editions()["hafenbote"], editions(2)["hafenbote"]
    story = next(story for story in after.stories() if story.is_revised_on(2))
    assert f'"dateModified": "{story.published.isoformat()}"'.encode() in story_page(before, story)
    assert b'"dateModified": "2025-11-20T18:00:00+00:00"' in story_page(after, story)
    assert story.revision[0].text in html.unescape(story_page(after, story).decode())


def test_amp_page_names_the_story_as_its_canonical_address() -> None:
    edition = editions()["hafenbote"]
    story = next(story for story in edition.stories() if story.has_amp)
    assert f'<link rel="canonical" href="{edition.url(story)}">'.encode() in amp_page(
        edition, story
    )


def test_home_page_leads_to_the_feed_but_not_to_what_robots_txt_closes() -> None:
    edition = editions()["gazette"]
    text = home_page(edition, "application/feed+json").decode()
    assert '<link rel="alternate" type="application/feed+json" href="/feed.json">' in text
    assert "/articles/horloge-gare" in text
    assert "note-interne" not in text


def test_promotion_stands_behind_the_third_block() -> None:
    blocks = tuple(StoryBlock(text=text) for text in "abcd")
    assert body_html(blocks, "PROMO").split("\n") == [
        "<p>a</p>",
        "<p>b</p>",
        "<p>c</p>",
        "PROMO",
        "<p>d</p>",
    ]


@given(st.text(max_size=200))
def test_cut_teaser_is_a_beginning_of_the_text(text: str) -> None:
    cut = cut_teaser(text)
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])
