import pytest

from crawler.discovery.feeds import read_feed
from pipelines.errors import SourceError
from pipelines.items import Entry

_URL = "https://feeds.example/f.xml"


def _read(item: str, channel: str = "", version: str = "2.0") -> Entry:
    body = (
        f'<rss version="{version}" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
        ' xmlns:yandex="http://news.yandex.ru" xmlns:turbo="http://turbo.yandex.ru"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{channel}'
        f"<item>{item}</item></channel></rss>"
    )
    return read_feed(body.encode(), None, _URL).entries[0]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        pytest.param("Bread &amp;amp; salt", "Bread & salt", id="escaped twice"),
        pytest.param("&lt;b&gt;Bread&lt;/b&gt; rises", "Bread rises", id="markup"),
        pytest.param("<![CDATA[A < B]]>", "A < B", id="comparison stays"),
        pytest.param("Caf&#233;", "Café", id="number"),
        pytest.param("Bread &#xD800;rises &#x110000;", "Bread \ufffdrises \ufffd", id="no sign"),
        pytest.param("un&lt;em&gt;break&lt;/em&gt;able", "unbreakable", id="markup inside a word"),
    ],
)
def test_title_is_plain_text(raw: str, title: str) -> None:
    assert _read(f"<title>{raw}</title><link>https://a.example/1</link>").title == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        pytest.param("<author>jo@a.example (Jo Holt)</author>", ("Jo Holt",), id="address first"),
        pytest.param("<author>Jo Holt (jo@a.example)</author>", ("Jo Holt",), id="name first"),
        pytest.param("<author>jo@a.example</author>", (), id="address only"),
        pytest.param("<dc:creator>Jo Holt</dc:creator>", ("Jo Holt",), id="Dublin Core"),
        pytest.param("<dc:creator>@jo Jo Holt</dc:creator>", ("Jo Holt",), id="behind a handle"),
        pytest.param(
            "<dc:creator>Ida Lund</dc:creator><author>jo@a.press (Jo Holt)</author>",
            ("Ida Lund", "Jo Holt"),
            id="two, long top-level domain",
        ),
        pytest.param(
            "<author>Jo Holt (jo@a.press)</author><author>Ida Lund &lt;i@a.press&gt;</author>",
            ("Jo Holt", "Ida Lund"),
            id="two, name first",
        ),
        pytest.param(
            "<dc:creator>Ida Lund</dc:creator><author>jo@a.press</author>",
            ("Ida Lund",),
            id="an address beside a name",
        ),
    ],
)
def test_author_is_a_name(author: str, names: tuple[str, ...]) -> None:
    assert _read(f"{author}<link>https://a.example/1</link>").authors == names


def test_relative_link_of_rss_refers_to_the_site() -> None:
    entry = _read("<link>/story</link>", channel="<link>https://site.example/</link>")
    assert entry.url == "https://site.example/story"


def test_relative_link_without_a_site_refers_to_the_feed() -> None:
    assert _read("<link>story</link>").url == "https://feeds.example/story"


def test_guid_that_is_no_permalink_is_no_link() -> None:
    body = b"<rss version='2.0'><channel><item><guid isPermaLink='false'>https://a.example/1</guid></item></channel></rss>"
    found = read_feed(body, None, _URL)
    assert found.entries == ()
    assert found.problems == ("entry 1 has no link",)


@pytest.mark.parametrize("link", ["<link></link>", "<link/>", f"<link>{_URL}</link>"])
def test_link_to_the_feed_itself_is_none(link: str) -> None:
    body = f"<rss version='2.0'><channel><item>{link}<title>T</title></item></channel></rss>"
    assert read_feed(body.encode(), None, _URL).problems == ("entry 1 has no link",)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        pytest.param("<link/><guid>https://a.example/1</guid>", "https://a.example/1", id="empty"),
        pytest.param(
            "<link>https://a.example/</link><guid isPermaLink='false'>https://a.example/?p=1</guid>",
            "https://a.example/?p=1",
            id="front page",
        ),
        pytest.param(
            "<link>https://a.example/</link><guid>https://b.example/1</guid>",
            "https://a.example/",
            id="guid of another site",
        ),
        pytest.param(
            "<link>https://a.example/1</link><guid>https://a.example/?p=1</guid>",
            "https://a.example/1",
            id="link of the story",
        ),
    ],
)
def test_the_guid_is_the_link_for_want_of_one(item: str, url: str) -> None:
    assert _read(item).url == url


def test_date_of_rss_stays_raw_and_is_never_taken_for_a_change() -> None:
    entry = _read("<link>https://a.example/1</link><pubDate>den 20. feber</pubDate>")
    assert (entry.date_raw, entry.date_modified_raw) == ("den 20. feber", None)


def test_journals_tell_when_a_story_was_published() -> None:
    date = "<prism:publicationDate>2025-02-20</prism:publicationDate>"
    entry = _read(f"<link>https://a.example/1</link>{date}")
    assert entry.date_raw == "2025-02-20"


def test_video_is_no_image() -> None:
    entry = _read(
        "<link>https://a.example/1</link>"
        '<media:content url="https://a.example/v.mp4" medium="video"/>'
        '<enclosure url="https://a.example/s.mp3" type="audio/mpeg"/>'
    )
    assert entry.image_url is None


@pytest.mark.parametrize(
    "entities",
    [
        pytest.param('<!ENTITY a "aa"><!ENTITY b "&a;&a;">', id="nested"),
        pytest.param('<!ENTITY x SYSTEM "file:///etc/hostname">', id="external"),
        pytest.param('<!-- > ] --><!ENTITY % p "x">', id="parameter after a comment"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_own_entities_are_refused(entities: str, encoding: str) -> None:
    body = f"<!DOCTYPE rss [{entities}]><rss version='2.0'><channel/></rss>"
    with pytest.raises(SourceError) as caught:
        read_feed(body.encode(encoding), None, _URL)
    assert caught.value.reason == "unsafe-xml"


def test_entity_declaration_quoted_in_a_text_is_harmless() -> None:
    entry = _read(
        "<link>https://a.example/1</link><title><![CDATA[<!DOCTYPE [<!ENTITY x]]></title>"
    )
    assert entry.url == "https://a.example/1"


def test_feed_without_entries_is_a_feed() -> None:
    found = read_feed(b"<rss version='2.0'><channel><title>T</title></channel></rss>", None, _URL)
    assert (found.entries, found.title) == ((), "T")


def test_other_xml_is_no_feed() -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(b"<svg><text>x</text></svg>", None, _URL)
    assert caught.value.reason == "no-feed"


@pytest.mark.parametrize("name", [b"ut\xe6-8", b"\xff\xfe" * 30])
def test_a_declaration_that_is_no_text_makes_no_feed(name: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(b'<?xml version="1.0" encoding="' + name + b'"?><rss version="2.0"/>', None, _URL)
    assert caught.value.reason == "no-feed"


def test_markup_that_feedparser_stumbles_over_makes_no_feed() -> None:
    torn = b"<item<category </item>h</category>"
    with pytest.raises(SourceError) as caught:
        read_feed(torn, None, _URL)
    assert caught.value.reason == "no-feed"


SITE = "<title>Gazette</title><link>https://a.example/</link>"
STORY = "<p>The bench of Lowmere was mended on Monday, and it cost very little. " * 20


@pytest.mark.parametrize(
    ("description", "carries"),
    [
        pytest.param(STORY, True, id="long, in paragraphs"),
        pytest.param(STORY.replace("<p>", ""), False, id="long, in one"),
        pytest.param("<p>Bread.<p>Salt.<p>Oil.", False, id="short"),
        pytest.param("<p><img alt='' src='https://a.example/1.png'>" * 40, False, id="no text"),
    ],
)
def test_a_long_description_is_the_story(description: str, carries: bool) -> None:
    entry = _read(
        f"<link>https://a.example/1</link><description><![CDATA[{description}]]></description>",
        SITE,
    )
    assert (entry.content_html is not None) == carries
    assert (entry.summary is None) == (carries or "img" in description)


def test_a_teaser_beside_the_story_stays_a_teaser() -> None:
    entry = _read(
        "<link>https://a.example/1</link><description>The bench is there.</description>"
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<![CDATA[{STORY}]]></content:encoded>",
        SITE,
    )
    assert entry.summary == "The bench is there."
    assert (entry.content_html or "").count("Lowmere") == 20


PICTURE = (
    '<media:content url="https://a.example/1.jpg" medium="image">'
    "<media:description>A bench in the rain</media:description></media:content>"
)
VIDEO = (
    '<media:group><media:content url="https://a.example/1.mp4" type="video/mp4"/>'
    "<media:description>How to mend a bench</media:description></media:group>"
)
TEASER = "<description>The bench is there.</description>"


@pytest.mark.parametrize(
    ("item", "summary"),
    [
        pytest.param(PICTURE + TEASER, "The bench is there.", id="caption first"),
        pytest.param(TEASER + PICTURE, "The bench is there.", id="caption last"),
        pytest.param(PICTURE, None, id="a caption alone"),
        pytest.param(VIDEO, "How to mend a bench", id="a video"),
        pytest.param(VIDEO + TEASER, "The bench is there.", id="a video and a teaser"),
    ],
)
def test_the_caption_of_a_picture_is_no_teaser(item: str, summary: str | None) -> None:
    assert _read(f"<link>https://a.example/1</link>{item}").summary == summary


def test_a_teaser_has_no_note_on_where_the_story_appeared() -> None:
    note = "The post <a href='https://a.example/1'>Bench</a> appeared first on <a href='/'>A</a>."
    entry = _read(
        "<title>Bench</title><link>https://a.example/1</link>"
        f"<description><![CDATA[<p>It is mended.</p><p>{note}</p>]]></description>"
    )
    assert entry.summary == "It is mended."


def _media(name: str, width: str) -> str:
    return f'<media:content url="https://a.example/{name}.jpg" medium="image" width="{width}"/>'


@pytest.mark.parametrize(
    ("item", "name"),
    [
        pytest.param(_media("s", "140") + _media("l", "1200"), "l", id="widest"),
        pytest.param(_media("s", "140") + _media("l", "wide"), "s", id="no number"),
        pytest.param(_media("a", "") + _media("b", ""), "a", id="first"),
        pytest.param("<image><url>https://a.example/i.jpg</url></image>", "i", id="RSS image"),
        pytest.param(
            "<description><![CDATA[<img width=1 src='https://a.example/px.jpg'>"
            '<p><img alt="x" src="/d.jpg"> Text.]]></description>',
            "d",
            id="in the text",
        ),
        pytest.param(
            "<description><![CDATA[<img src='https://a.example/d.jpg'>]]></description>"
            '<enclosure url="https://a.example/e.jpg" type="image/jpeg"/>',
            "e",
            id="declared before in the text",
        ),
        pytest.param(
            '<media:content url="https://g.example/avatar/0123456789abcdef0123" medium="image"/>'
            + _media("s", ""),
            "s",
            id="not the portrait",
        ),
    ],
)
def test_the_image_is_the_largest_one_of_the_story(item: str, name: str) -> None:
    image = _read(f"<link>https://a.example/1</link>{item}").image_url
    assert image == f"https://a.example/{name}.jpg"


def test_the_language_of_an_entry_is_its_own() -> None:
    item = "<link>https://a.example/1</link><dc:language>es</dc:language>"
    assert _read(item, "<language>en</language>").language == "es"


CONTENT = (
    '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<![CDATA[{}]]></content:encoded>"
)


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        pytest.param("&lt;p&gt;A &amp;amp; B&lt;/p&gt;", "<p>A &amp; B</p>", id="escaped twice"),
        pytest.param("<p>A &lt;b&gt; B</p>", "<p>A &lt;b&gt; B</p>", id="about markup"),
        pytest.param("One &amp; two\n\nThree", "<p>One &amp; two</p><p>Three</p>", id="none"),
    ],
)
def test_the_story_is_html(raw: str, html: str) -> None:
    item = f"<link>https://a.example/1</link>{CONTENT.format(raw)}"
    assert _read(item, SITE).content_html == html


@pytest.mark.parametrize("name", ["yandex:full-text", "turbo:content"])
def test_the_story_may_stand_where_search_engines_want_it(name: str) -> None:
    item = f"<link>https://a.example/1</link><description>Short.</description><{name}>A\nB</{name}>"
    entry = _read(item, SITE)
    assert (entry.summary, entry.content_html) == ("Short.", "<p>A</p><p>B</p>")


FOREIGN = f"<link>https://other.example/1</link>{CONTENT.format(STORY)}"


def test_words_on_a_story_of_another_site_are_not_its_text() -> None:
    channel = f"{SITE}<managingEditor>ed@a.example (Ed Moss)</managingEditor>"
    entry = _read(FOREIGN, channel)
    assert (entry.content_html, entry.summary) == (None, None)
    assert (entry.authors, entry.publisher) == ((), None)
    own = _read(FOREIGN.replace("other", "a"), channel)
    assert (own.content_html or "").count("Lowmere") == 20
    assert (own.authors, own.publisher) == (("Ed Moss",), "Gazette")


def test_a_collection_names_the_feed_that_it_took_a_story_from() -> None:
    source = '<source url="https://other.example/feed">Other</source>'
    entry = _read(FOREIGN + source, SITE)
    assert entry.content_html is not None
    assert entry.publisher == "Other"


def test_the_publisher_is_not_named_after_the_format() -> None:
    item = "<title>Bench</title><link>https://a.example/1</link>"
    assert _read(item, SITE.replace("Gazette", "Gazette RSS")).publisher == "Gazette"


def test_a_feed_of_the_thread_is_no_publisher() -> None:
    source = '<source url="https://a.example/t/1.rss">Who mends the bench?</source>'
    item = f"<title>Who mends the bench?</title><link>https://a.example/t/1</link>{source}"
    assert _read(item, SITE).publisher == "Gazette"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        pytest.param(
            "https://search.example/go?sa=t&amp;url=https://other.example/1&amp;usg=x",
            "https://other.example/1",
            id="counter",
        ),
        pytest.param(
            "https://search.example/go?u=https%3A%2F%2Fother.example%2F1%3Fid%3D2",
            "https://other.example/1?id=2",
            id="escaped",
        ),
        pytest.param(
            "https://other.example/1?url=https://www.other.example/",
            "https://other.example/1?url=https://www.other.example/",
            id="own site",
        ),
        pytest.param(
            "https://other.example/1?url=bench&amp;ref=https://a.example/",
            "https://other.example/1?url=bench&ref=https://a.example/",
            id="no address",
        ),
        pytest.param(
            "https://other.example/1?u=http://[x",
            "https://other.example/1?u=http://[x",
            id="broken",
        ),
    ],
)
def test_a_link_through_a_counter_gives_way_to_the_address_in_it(link: str, url: str) -> None:
    assert _read(f"<link>{link}</link>").url == url


def test_the_site_that_most_entries_lead_to_is_that_of_the_feed() -> None:
    items = "".join(f"<item>{FOREIGN.replace('/1<', f'/{n}<')}</item>" for n in range(3))
    foreign = f"<item>{FOREIGN.replace('other', 'third')}</item>"
    body = f"<rss version='2.0'><channel>{SITE}{items}{foreign}</channel></rss>"
    entries = read_feed(body.encode(), None, _URL).entries
    assert [entry.publisher for entry in entries] == ["Gazette"] * 3 + [None]
    assert [entry.content_html is not None for entry in entries] == [True] * 3 + [False]
