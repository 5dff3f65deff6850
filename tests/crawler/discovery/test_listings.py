import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.html_trees import parse_html
from crawler.discovery.listings import find_entries
from pipelines.items import Entry

_URL = "https://a.example/"
_IDS = st.lists(
    st.text("0123456789abcdef", min_size=16, max_size=16), min_size=1, max_size=6, unique=True
)
_TITLES = st.text("abc öß НовостьЖ", min_size=3, max_size=40).map(str.strip).filter(bool)


def _entries(markup: str) -> tuple[Entry, ...]:
    return find_entries(parse_html(f"<body>{markup}</body>".encode(), "text/html"), _URL)


@settings(max_examples=60, deadline=None)
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


def test_page_of_many_links_is_bounded() -> None:
    markup = "".join(
        f"<li><a href='/n/{n + 10_000}'>Four words and more</a>" for n in range(10_100)
    )
    assert len(_entries(markup)) == 10_000
