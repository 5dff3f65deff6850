import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipelines.report.charts import FONT_PX
from pipelines.report.counts import MAX_DAYS, Report, count_lines
from pipelines.report.page import PageHead, calendar, chart_of, has_gaps, render_report
from pipelines.report.tables import Row, length_table
from pipelines.report.troubles import Trouble
from pipelines.visible_text import visible
from tests.browser import BrowserPage
from tests.browser import browser_page as browser_page  # noqa: PLC0414 - a fixture
from tests.pipelines.report.report_examples import (
    HOSTILE,
    Line,
    article,
    hostile_report,
    rejected,
    removed,
)
from tests.strategies import any_texts

NOW = datetime(2026, 11, 29, 20, 50, tzinfo=UTC)
HEAD = PageHead(dataset="output", run_id=None, built_at=NOW)
TROUBLE = Trouble(source_id="faro", problem="http-500: down", run_id="r", runs_in_a_row=3)
_TAGS = {
    *("bdi", "body", "caption", "code", "dd", "details", "div", "dl", "dt", "footer", "g", "h1"),
    *("h2", "head", "header", "html", "li", "link", "main", "meta", "p", "path", "q", "rect"),
    *("section", "span", "style", "summary", "svg", "table", "tbody", "td", "text", "tfoot", "th"),
    *("thead", "time", "title", "tr", "ul"),
}
_ATTRIBUTES = {
    *("aria-label", "aria-labelledby", "charset", "class", "colspan", "content", "d", "datetime"),
    *("height", "href", "http-equiv", "id", "lang", "name", "rel", "role", "scope", "style"),
    *("text-anchor", "transform", "viewbox", "width", "x", "xmlns", "y"),
}


def page_of(report: Report, *troubles: Trouble, head: PageHead = HEAD) -> str:
    return render_report(report, troubles, head)


def text_of(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def cells(page: str, table: str) -> dict[str, list[str]]:
    """Return the rows of a table by their heads."""
    (found,) = (e for e in html.document_fromstring(page).iter("table") if e.get("id") == table)
    rows = [list(row) for row in found.iter("tr")]
    return {
        text_of(row[0]): [*map(text_of, row[1:])] for row in rows if row[0].get("scope") == "row"
    }


def test_page_holds_the_numbers_for_people() -> None:
    lines = [article(word_count=90), article(source_id="faro", language="de", quality_flags=["x"])]
    report = count_lines(
        [*lines * 700, article(change="updated")],
        [removed("promo", "Read on")] * 1200,
        [rejected("http-404", "http://a.example/gone")],
    )
    page = page_of(report, TROUBLE)
    assert cells(page, "sources") == {
        "faro": ["700", "0", "0", "0"],
        "gazette": ["700", "1", "0", "1"],
        "total": ["1,400", "1", "0", "1"],
    }
    assert cells(page, "days") == {"2026-11-24": ["1,401", "701", "700"]}
    assert cells(page, "languages") == {"en": ["701"], "de": ["700"]}
    assert cells(page, "lengths") == {"75–99": ["700"], "100–149": ["701"]}
    assert cells(page, "flags") == {"x": ["700"]}
    assert cells(page, "rules") == {"promo": ["1,200", "1,200", "8,400"]}
    assert cells(page, "rejections") == {"http-404": ["1"]}
    assert cells(page, "troubles") == {"faro": ["3"]}
    text = text_of(html.document_fromstring(page))
    for shown in ("http-500: down", "Read on", "http://a.example/gone", "2026-11-29 20:50"):
        assert shown in text


def test_head_names_the_dataset_and_the_run() -> None:
    text = page_of(count_lines([article()], [], []))
    assert "All runs of the dataset, fetched on <time>2026-11-24</time>." in text
    head = PageHead(dataset="a/b", run_id="20261129T1-x", built_at=NOW)
    text = page_of(count_lines([article()], [], []), head=head)
    assert "<title>a/b – newsdesk report</title>" in text
    assert "One run of the dataset, <bdi>20261129T1-x</bdi>" in text


def test_page_leads_to_the_other_reports_where_there_are_some() -> None:
    report = count_lines([article()], [], [])
    assert "<a " not in page_of(report)
    head = PageHead(dataset="a", run_id=None, built_at=NOW, home_url="/reports/?a=1&b")
    assert '<a href="/reports/?a=1&amp;b">all reports</a>' in page_of(report, head=head)


def test_days_of_two_years_are_told_with_their_year() -> None:
    lines = [article(date_fetched=f"{day}T00:00:00Z") for day in ("2025-12-31", "2026-01-01")]
    page = page_of(count_lines(lines, [], []))
    assert "<title>2025-12-31, gazette: 1</title>" in page
    lines = [article(date_fetched=f"2026-11-2{n}") for n in (1, 2)]
    assert "<title>11-22, gazette: 1</title>" in page_of(count_lines(lines, [], []))


def test_doubtful_days_are_counted() -> None:
    report = count_lines([article(date_published_ambiguous=True)], [], [])
    assert "Day and month may be swapped in 1." in page_of(report)


def test_troubles_beyond_the_table_are_counted() -> None:
    page = page_of(count_lines([article()], [], []), *[TROUBLE] * 1062)
    assert page.count("http-500: down") == 50
    assert "And 1,012 more." in page


def test_empty_dataset_is_told() -> None:
    page = page_of(count_lines([], [], []))
    assert "No records and no rejected pages yet." in page
    assert "<table" not in page
    assert "<svg" not in page


def test_same_report_at_the_same_time_gives_the_same_bytes() -> None:
    assert page_of(hostile_report(), TROUBLE) == page_of(hostile_report(), TROUBLE)
    later = PageHead(dataset="output", run_id=None, built_at=NOW + timedelta(days=400))
    page = page_of(hostile_report(), TROUBLE, head=later)
    for moment in ("2028-01-03T20:50:00Z", "2028-01-03 20:50"):
        page = page.replace(moment, moment.replace("2028-01-03", "2026-11-29"))
    assert page == page_of(hostile_report(), TROUBLE)


def check_markup(page: str) -> None:
    """Fail when there is an element or attribute that the template and the charts do not make."""
    root = html.document_fromstring(page)
    assert {element.tag for element in root.iter("*")} <= _TAGS
    assert {name for element in root.iter("*") for name in element.attrib} <= _ATTRIBUTES
    assert [element.get("href") for element in root.iter("*") if "href" in element.attrib] == [
        "data:,"
    ]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    page.encode()


def test_hostile_texts_stay_texts() -> None:
    head = PageHead(dataset=HOSTILE[0], run_id=HOSTILE[1], built_at=NOW)
    troubles = [
        Trouble(source_id=text, problem=text, run_id=text, runs_in_a_row=1) for text in HOSTILE
    ]
    page = page_of(hostile_report(), *troubles, head=head)
    check_markup(page)
    for table in ("sources", "troubles", "languages", "date-sources", "flags", "rules"):
        shown = {" ".join(name.split()) for name in cells(page, table)}
        assert {" ".join(visible(text).split()) for text in HOSTILE[:8]} <= shown


def test_a_carriage_return_is_a_space_like_other_line_breaks() -> None:
    page = page_of(count_lines([], [], [rejected("http-404", "a\rb")]))
    check_markup(page)
    assert "a\rb" in page


_OUTSIDE = any_texts() | st.sampled_from(HOSTILE)


@settings(max_examples=30)
@given(st.lists(_OUTSIDE, min_size=1, max_size=3), st.integers(0, 5))
def test_no_text_becomes_markup(texts: list[str], seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - test data

    def text() -> str:
        return chance.choice(texts)

    articles = [
        article(source_id=text(), language=text(), quality_flags=[text()], date_fetched=text())
        for _ in range(3)
    ]
    report = count_lines(articles, [removed(text(), *texts)], [rejected(text(), text(), text())])
    trouble = Trouble(source_id=text(), problem=text(), run_id=text(), runs_in_a_row=1)
    check_markup(
        page_of(report, trouble, head=PageHead(dataset=text(), run_id=text(), built_at=NOW))
    )


_DAYS = st.lists(st.dates(), min_size=1, max_size=6, unique=True)


@given(_DAYS)
def test_calendar_has_every_day_or_only_those_with_records(days: list[date]) -> None:
    rows = calendar([Row(name=day.isoformat(), numbers=(1, 1)) for day in days])
    names = [row.name for row in rows]
    assert names == sorted(names)
    assert [row.name for row in rows if row.numbers == (1, 1)] == sorted(map(date.isoformat, days))
    assert len(rows) <= MAX_DAYS
    if (max(days) - min(days)).days < MAX_DAYS:
        assert not has_gaps(rows)
        assert len(rows) >= min(14, max(days).toordinal())
    else:
        assert has_gaps(rows)
        assert len(rows) == len(days)


def test_table_without_rows_has_no_chart() -> None:
    assert chart_of(length_table(count_lines([], [], []).lengths)) == ""


def _colors(style: str) -> dict[str, tuple[float, ...]]:
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6})", style)
    return {name: tuple(int(c[i : i + 2], 16) / 255 for i in (0, 2, 4)) for name, c in found}


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the contrast of two colours after WCAG 2."""

    def light(color: tuple[float, ...]) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
        return sum(
            part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True)
        )

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_colors_stand_out_from_the_paper_in_both_schemes() -> None:
    page = page_of(count_lines([], [], []))
    bright, dark = page.split("prefers-color-scheme: dark")
    for colors in (_colors(bright), _colors(dark)):
        for paper in ("paper", "card"):
            for ink in ("ink", "quiet"):
                assert _contrast(colors[paper], colors[ink]) >= 4.5, (paper, ink)
            for number in range(6):
                assert _contrast(colors[paper], colors[f"color-{number}"]) >= 3, number
        for ink in ("alarm", "ink", "quiet"):
            assert _contrast(colors["alarm-paper"], colors[ink]) >= 4.5, ink


def _dataset() -> tuple[list[Line], list[Line], list[Line]]:
    chance = Random(7)  # noqa: S311 - test data
    sources = [f"paper-{number}" for number in range(70)]
    articles = [
        article(
            source_id=chance.choice(sources[: chance.randint(1, 70)]),
            language=chance.choice(["en", "de", "fr"]),
            date_fetched=f"2026-{chance.choice(['10', '11'])}-{chance.randint(1, 28):02}T08:00:00Z",
            date_published_source=chance.choice(["jsonld", "feed", None]),
            word_count=chance.randint(0, 9000),
        )
        for _ in range(1500)
    ]
    cuts = [removed(chance.choice(["promo", "headline"]), *HOSTILE) for _ in range(40)]
    rejections = [
        rejected(chance.choice(["http-404", "list-page"]), chance.choice(HOSTILE), sources[0])
        for _ in range(1100)
    ]
    return articles, cuts, rejections


def _numbers_of(tab: BrowserPage, table: str) -> dict[str, list[int]]:
    """Return the rows of a table as the browser has them."""
    rows: list[list[str]] = tab.page.eval_on_selector_all(
        f"#{table} tbody tr:not(.more)",
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))",
    )
    return {
        name: [int(cell.replace(",", "")) for cell in numbers if cell] for name, *numbers in rows
    }


@pytest.fixture
def shown(tmp_path: Path, browser_page: BrowserPage) -> Any:
    """Give a way to show a page in the browser from a file."""

    def show(page: str) -> BrowserPage:
        path = tmp_path / "report.html"
        path.write_text(page, encoding="utf-8")
        browser_page.page.goto(path.as_uri())
        return browser_page

    return show


def test_browser_shows_the_counts_of_the_records(shown: Any) -> None:
    articles, cuts, rejections = _dataset()
    tab = shown(page_of(count_lines(articles, cuts, rejections), TROUBLE))

    def counted(column: str) -> Counter[str]:
        return Counter(str(line[column] or "none") for line in articles)

    for table, column in (("languages", "language"), ("date-sources", "date_published_source")):
        assert {name: n for name, (n,) in _numbers_of(tab, table).items()} == counted(column)
    days = {name: numbers[0] for name, numbers in _numbers_of(tab, "days").items()}
    assert days == Counter(line["date_fetched"][:10] for line in articles)
    sources = {name: numbers[0] for name, numbers in _numbers_of(tab, "sources").items()}
    by_source = counted("source_id")
    others = {name: n for name, n in sources.items() if name not in by_source}
    assert sources.items() - others.items() <= by_source.items()
    assert others == {
        f"{len(by_source) - 49} others": len(articles)
        - sum(n for _, n in by_source.most_common(49))
    }
    assert sum(n for (n,) in _numbers_of(tab, "lengths").values()) == len(articles)
    assert {name: n for name, (n,) in _numbers_of(tab, "rejections").items()} == Counter(
        line["reason"] for line in rejections
    )
    assert {name: n[1] for name, n in _numbers_of(tab, "rules").items()} == Counter(
        block["rule"] for line in cuts for block in line["removed"]
    )
    # The charts show what the tables say.
    bars = tab.page.eval_on_selector_all(
        "#chart-languages rect + title", "titles => titles.map(title => title.textContent)"
    )
    assert sorted(bars) == sorted(f"{name}: {n:,}" for name, n in counted("language").items())


def test_browser_asks_for_nothing_and_complains_of_nothing(shown: Any) -> None:
    tab = shown(
        page_of(
            hostile_report(),
            TROUBLE,
            head=PageHead(dataset=HOSTILE[0], run_id=HOSTILE[1], built_at=NOW),
        )
    )
    tab.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert tab.complaints == []
    assert len(tab.requested) == 1
    assert tab.page.title().startswith(HOSTILE[0])
    assert tab.page.locator("h1").count() == 1
    assert tab.page.evaluate("document.scripts.length + document.images.length") == 0


def test_browser_shows_light_and_dark(shown: Any) -> None:
    tab = shown(page_of(hostile_report()))
    looks = []
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        looks.append(
            tab.page.evaluate(
                """() => {
                    const look = selector => getComputedStyle(document.querySelector(selector));
                    return [
                        look("body").backgroundColor,
                        look("body").color,
                        look("#chart-languages .bar rect").fill,
                    ];
                }"""
            )
        )
    light, dark = looks
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_page_fits_the_screen_and_its_charts_can_be_read(shown: Any) -> None:
    tab = shown(page_of(hostile_report(), TROUBLE))
    tab.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    for width in (320, 360, 640, 700, 801, 1200):
        tab.page.set_viewport_size({"width": width, "height": 700})
        assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        scales = tab.page.eval_on_selector_all(
            "svg", "all => all.filter(one => one.clientWidth).map(one => one.getScreenCTM().a)"
        )
        assert len(scales) > 5
        assert FONT_PX * min(scales) >= 9, width
