"""A reader clicks through a served dataset in a real browser."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from crawler.cli.main import main
from crawler.serving.app import Desk, build_app
from crawler.serving.counting import Reports
from crawler.serving.excerpts import Excerpts
from crawler.serving.guard import Access, local_hosts
from crawler.serving.library import Library
from crawler.serving.search_index import SearchIndex
from crawler.serving.server import listen, url_of
from tests.browser import BrowserPage
from tests.browser import browser_page as browser_page  # noqa: PLC0414 - a fixture
from tests.crawler.serving.records import unheard
from tests.integration.newsdesk_runs import wait_until

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = (
    "japanese-article",
    "russian-inline-promotions",
    "seed-flat-paragraphs",
    "spanish-inline-promotions",
)
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of our own pages, read as ``newsdesk extract`` does it."""
    folder = tmp_path_factory.mktemp("served")
    rows = (
        {
            "url": json.loads((PAGES / case / "page.json").read_bytes())["url"],
            "html_path": str(PAGES / case / "page.html"),
        }
        for case in CASES
    )
    manifest = folder / "pages.jsonl"
    manifest.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    output = folder / "our-pages"
    assert main(["extract", str(manifest), "--output", str(output), "--workers", "0", "-q"]) == 0
    return output


@pytest.fixture(scope="module")
def url(dataset: Path) -> Iterator[str]:
    path = dataset / "state" / "search.sqlite"
    with (
        listen("127.0.0.1", 0) as listening,
        closing(SearchIndex(path, dataset)) as index,
        closing(Library(path, dataset)) as library,
        closing(Excerpts()) as excerpts,
    ):
        desk = Desk(
            dataset=dataset.name,
            library=library,
            reports=Reports(dataset, lambda: datetime.now(UTC)),
            freshen=lambda: index.refresh(unheard()),
            excerpts=excerpts,
        )
        app = build_app(desk, Access(hosts=local_hosts("127.0.0.1")))
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, lifespan="off", ws="none", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        wait_until(lambda: server.started)
        yield url_of(listening)
        server.should_exit = True
        thread.join()


def test_reader_goes_from_search_to_article_to_report_to_feed(
    browser_page: BrowserPage, url: str
) -> None:
    page = browser_page.page
    page.goto(url)
    page.get_by_label("Search titles, texts and authors").fill('"blue room" museum')
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("status").inner_text() == "1 article."
    marked = {text.lower() for text in page.locator("mark").all_inner_texts()}
    assert marked == {"blue room", "museum"}
    page.locator(".stories h2 a").click()
    assert "blue room" in page.locator("h1").inner_text()
    page.get_by_role("link", name="removed from the page").click()
    removed = page.locator(".removed li")
    assert removed.count() > 2
    places = [text.split(",")[0] for text in removed.locator(".hint").all_inner_texts()]
    assert places == sorted(places, key=lambda place: int(place.split()[1]))
    assert removed.first.locator("code").inner_text()
    page.get_by_role("link", name="Reports").click()
    page.get_by_role("link", name="The whole dataset").click()
    assert page.locator("svg").count() > 0
    page.go_back()
    page.get_by_role("link", name="newsdesk").click()
    feed = page.get_by_role("link", name="JSON feed of all sources")
    feed = feed if feed.count() else page.get_by_role("link", name="JSON feed of").first
    feed.click()
    assert '"version":"https://jsonfeed.org/version/1.1"' in page.content()
    assert browser_page.complaints == []
    assert all(asked.startswith((url, "data:")) for asked in browser_page.requested)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_readable_on_a_phone(browser_page: BrowserPage, url: str, scheme: str) -> None:
    page = browser_page.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict does
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its two words
    page.goto(f"{url}articles")
    story = page.locator(".stories h2 a").first.get_attribute("href") or ""
    for path in ("/", "/articles", "/articles?q=a", story, "/reports/", "/nothing"):
        page.goto(url + path[1:])
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(_UNNAMED) == 0, path
        assert page.evaluate(_LEAST_CONTRAST) >= 4.5, path


def test_keyboard_reaches_the_content_first(browser_page: BrowserPage, url: str) -> None:
    page = browser_page.page
    page.goto(url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


_UNNAMED = """
[...document.querySelectorAll("a, button, input, select")].filter(one =>
  !one.labels?.length && !one.innerText.trim()).length
"""
_LEAST_CONTRAST = """
() => {
  const light = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const shown = [...document.querySelectorAll("body *")].filter(one =>
    [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
  return Math.min(...shown.map(one => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
}
"""
