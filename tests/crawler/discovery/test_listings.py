import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import listing_links
from crawler.discovery.html_trees import parse_html
from crawler.discovery.listings import find_entries
from crawler.discovery.options import DiscoveryOptions
from pipelines.items import Entry

_URL = "https://a.example/"
_IDS = st.lists(
    st.text("0123456789abcdef", min_size=16, max_size=16), min_size=1, max_size=6, unique=True
)
_TITLES = st.text("abc öß НовостьЖ", min_size=3, max_size=40).map(str.strip).filter(bool)


def _entries(markup: str) -> tuple[Entry, ...]:
    return find_entries(parse_html(f"<body>{markup}</body>".encode(), "text/html"), _URL)


@settings(max_examples=60)
@given(ids=_IDS, title=_TITLES, dated=st.booleans())
def test_rows_of_any_number_give_one_entry_each(ids: list[str], title: str, dated: bool) -> None:
    stamp = "<div class='d'>20.02.2025 23:36</div>" if dated else ""
    rows = "".join(f"<div><a href='/p/{key}'><h3>{title} x</h3></a>{stamp}</div>" for key in ids)
    entries = _entries(rows)
    assert [entry.url for entry in entries] == [f"https://a.example/p/{key}" for key in ids]
    assert {entry.date_raw for entry in entries} == {"20.02.2025 23:36" if dated else None}


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            "<nav><a href='/2025/02/20/five-words'>Five words in a menu</a></nav>", id="menu"
        ),
        pytest.param("<a href='/tag/long-road-home-again'>The long road home</a>", id="tag"),
        pytest.param("<h2><a href='/world'>World</a></h2>", id="section"),
        pytest.param("<a href='/privacy'>Privacy policy and your choices</a>", id="legal page"),
        pytest.param("<a href='/?page=2'>More news from the archive</a>", id="pagination"),
        pytest.param(
            "<h3><a href='https://b.example/2025/02/20/x'>Elsewhere in the world</a></h3>",
            id="other site",
        ),
        pytest.param("<h3><a href='/'>The Tidings of Stowmouth</a></h3>", id="the page itself"),
        pytest.param(
            "<h3><a href='https://shop.a.example/a-mug-of-the-pier'>A mug of the pier</a></h3>",
            id="shop",
        ),
        pytest.param(
            "<h3><a href='https://t.me/posts/123456'>Follow us there</a></h3>", id="social"
        ),
        pytest.param(
            "<p>It rained, as we said in <a href='/a/long-walk-home-2'>a long walk</a>, again.</p>",
            id="inline",
        ),
        pytest.param(
            "<script><a href='/2025/02/20/x'>Never shown to anyone</a></script>", id="script"
        ),
    ],
)
def test_furniture_is_no_story(markup: str) -> None:
    assert _entries(markup) == ()


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            "<a href='/s/1'>{t} {t}</a><div>20.02.2025 23:36 America</div>", id="in one link"
        ),
        pytest.param(
            "<a href='/s/1'>{t}</a><div>20.02.2025 23:36 America</div><a href='/s/1'>{t}</a>",
            id="in two links",
        ),
        pytest.param(
            "<h4>{t}</h4><a href='/s/1'>{t}</a><div>20.02.2025 23:36 America</div>",
            id="in a heading",
        ),
    ],
)
def test_doubled_headline_comes_once(markup: str) -> None:
    title = "Keeper of the light retires"
    (entry,) = _entries(f"<h2>News Feed</h2><div>{markup.format(t=title)}</div>")
    assert (entry.title, entry.date_raw) == (title, "20.02.2025 23:36")
    assert entry.sections == ("America",)
    assert entry.summary is None


def test_dates_before_the_headlines_belong_to_what_follows() -> None:
    entries = _entries(
        "".join(
            f"<p>0{n}.02.2025</p><h3><a href='/n/1000{n}'>Story of the day {n}</a></h3>"
            for n in (1, 2, 3)
        )
    )
    assert [entry.date_raw for entry in entries] == ["01.02.2025", "02.02.2025", "03.02.2025"]


def test_dates_behind_the_headlines_belong_to_what_precedes() -> None:
    entries = _entries(
        "".join(
            f"<h3><a href='/n/1000{n}'>Story of the day {n}</a></h3><p>0{n}.02.2025</p>"
            for n in (1, 2, 3)
        )
    )
    assert [entry.date_raw for entry in entries] == ["01.02.2025", "02.02.2025", "03.02.2025"]


def test_date_inside_a_headline_stays_when_the_row_has_its_own() -> None:
    (entry,) = _entries(
        "<div><h3><a href='/n/10001'>The week until 02.03.2025</a></h3><p>04.03.2025</p></div>"
    )
    assert (entry.title, entry.date_raw) == ("The week until 02.03.2025", "04.03.2025")


def test_stamp_in_front_of_a_headline_is_taken_off() -> None:
    (entry,) = _entries("<li><a href='/n/10001'>20.02.2025 14:05 Rain in the whole valley</a></li>")
    assert (entry.title, entry.date_raw) == ("Rain in the whole valley", "20.02.2025 14:05")


def test_stamp_relative_to_now_and_no_word_that_leads_to_it() -> None:
    (entry,) = _entries(
        "<div><h3><a href='/p/0a1b2c3d4e5f6071'>Ferry strike ends at last</a></h3>"
        "<p>Harbour · on 5 March, 14:30</p></div>"
    )
    assert (entry.date_raw, entry.sections) == ("5 March, 14:30", ("Harbour",))


def test_headline_that_begins_with_a_time_ago_stays_whole() -> None:
    (entry,) = _entries("<h3><a href='/p/0a1b2c3d4e5f6071'>A day ago all was well here</a></h3>")
    assert (entry.title, entry.date_raw) == ("A day ago all was well here", None)


def test_date_of_a_change_is_not_the_date() -> None:
    (entry,) = _entries(
        "<article><h2><a href='/n/10001'>Rain in the valley</a></h2>"
        "<time class='updated' datetime='2025-02-21T10:00:00Z'></time>"
        "<time datetime='2025-02-20T10:00:00Z'></time></article>"
    )
    assert entry.date_raw == "2025-02-20T10:00:00Z"


def test_links_elsewhere_count_when_the_page_collects_them() -> None:
    markup = "".join(
        f"<li><a href='https://b{n}.example/2025/02/20/x'>A story from far away</a></li>"
        for n in range(4)
    )
    assert len(_entries(markup)) == 4


def test_page_of_many_links_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_links, "DEFAULT_DISCOVERY_OPTIONS", DiscoveryOptions(max_links=100))
    markup = "".join(f"<li><a href='/n/{n + 10_000}'>Four words and more</a>" for n in range(110))
    assert len(_entries(markup)) == 100


def _cards(count: int, wrapper: str = "{}") -> str:
    cards = (
        f"<div><h3><a href='/n/{n}0001'>Story number {n} of the day</a></h3></div>"
        for n in range(count)
    )
    return "".join(wrapper.format(card) for card in cards)


def test_a_form_around_the_whole_page_is_no_search_form() -> None:
    assert len(_entries(f"<form id='aspnetForm'>{_cards(3)}</form>")) == 3
    search = "<form><h3><a href='/n/90001'>The search for a good harbour</a></h3></form>"
    assert len(_entries(_cards(3) + search)) == 3


@pytest.mark.parametrize(
    "wrapper",
    [
        pytest.param("<div class='has-comments'>{}</div>", id="state"),
        pytest.param("<div class='row menu-open'>{}</div>", id="other state"),
        pytest.param(
            "<div class='post category-social-media tag-newsletter'>{}</div>", id="category"
        ),
        pytest.param("<article class='category-comment'>{}</article>", id="category of an article"),
    ],
)
def test_classes_that_tell_a_state_or_a_category_make_no_furniture(wrapper: str) -> None:
    assert len(_entries(_cards(3, wrapper))) == 3


@pytest.mark.parametrize("name", ["comments", "site-nav", "navOpen", "category-menu"])
def test_classes_that_tell_a_part_of_the_page_do(name: str) -> None:
    other = _cards(1).replace("/n/0", "/n/9").replace("Story number 0", "Another story")
    page = f"{_cards(3)}<div class='{name}'>{other.replace('h3', 'span')}</div>"
    assert len(_entries(page)) == (4 if name == "navOpen" else 3)


_TEASER = "<nav><a href='/world/{}0001'>{}</a></nav>"
_LONG = "Ferry operator cuts its winter timetable after the storm"


@pytest.mark.parametrize(
    ("url", "markup", "count"),
    [
        pytest.param("https://a.example/", _TEASER.format(9, _LONG), 4, id="headline"),
        pytest.param("https://a.example/", _TEASER.format(9, "Ferry and harbour"), 3, id="label"),
        pytest.param(
            "https://a.example/",
            "<nav><a href='/help'>How to write a letter to us and be heard</a></nav>",
            3,
            id="page of the site",
        ),
        pytest.param(
            "https://a.example/sport/", _TEASER.format(9, _LONG), 3, id="of another section"
        ),
    ],
)
def test_headlines_in_menus_are_stories_of_a_home_page(url: str, markup: str, count: int) -> None:
    page = f"<body>{_cards(3)}{markup}</body>"
    assert len(find_entries(parse_html(page.encode(), "text/html"), url)) == count


def test_stories_of_a_host_with_the_name_of_a_service_are_read() -> None:
    tree = parse_html(f"<body>{_cards(3)}</body>".encode(), "text/html")
    assert len(find_entries(tree, "https://forum.a.example/")) == 3
