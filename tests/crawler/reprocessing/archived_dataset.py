"""Datasets whose pages are archived, made without a crawl, and the rules that change them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from crawler.configuration.site_rules import Site
from crawler.configuration.sources import Configuration
from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.exporters.jsonl import segment_files
from pipelines.items import Entry, Page, Rejection, SiteRules, SourceHints
from tests.crawler.archive.exchanges import Clock, exchange, open_archive
from tests.crawler.state.examples import NOON, open_dataset
from tests.integration.prose import page

HOST = "gazette.example"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
HINTS = SourceHints(
    source_id="gazette", source_type="feed", source_url=f"https://{HOST}/feed.xml", language="en"
)
SHORT = b"<!doctype html><html><head><title>Short</title></head><body><h1>Short</h1><p>No.</html>"
HIDDEN = (
    "<!doctype html><html><head><title>Hidden words</title></head><body><h1>Hidden words</h1>"
    "<template id='cookies' class='cookie-text'>{}</template></body></html>"
)
"""A page whose text only a rule finds: it is not shown, and says that it is about consent."""
PROMPT = "Be the first to hear what happens on the coast tonight"
"""A line that no rule of wording knows."""
CUT = SiteRules(id=HOST, remove=("//p[2]",))
"""A rule that takes the second paragraph of each story away."""
_OPENED = (("<template id='cookies' class='cookie-text'>", "<div>"), ("</template>", "</div>"))
FOUND = SiteRules(id=HOST, replacements=_OPENED)
EMPTIED = SiteRules(id=HOST, replacements=(("<p>", "<script>"), ("</p>", "</script>")))
"""A rule that leaves no story."""


def titles(count: int) -> list[str]:
    return [f"What happened at the harbour, part {number}" for number in range(count)]


def fill(
    folder: Path,
    bodies: Iterable[bytes],
    run_id: str = "run-1",
    *,
    rules: SiteRules | None = None,
    has_archive: bool = True,
) -> None:
    """Deliver a page a body, as a run that archives does."""
    clock = Clock()
    with open_archive(folder, run_id, clock=clock) as archive, open_dataset(folder, run_id) as data:
        for number, body in enumerate(bodies):
            url = f"https://{HOST}/{run_id}/{number}"
            place = archive.add(exchange(body, url, HEAD)) if has_archive else None
            story = Page(
                url=url,
                url_requested=f"{url}?from=feed",
                status=200,
                headers={"content-type": "text/html; charset=utf-8"},
                body=body,
                fetched_at=NOON,
                entry=Entry(url=url, title=f"Part {number}"),
                hints=replace(HINTS, rules=rules),
                warc=place,
            )
            archive.describe(story)
            try:
                data.deliver(build_article(story))
            except PageError as error:
                data.reject(Rejection.of(story, error.reason, error.message))
        data.drain(force=True)


def stories(count: int) -> list[bytes]:
    return [page(title) for title in titles(count)]


def prompting_stories(count: int) -> list[bytes]:
    """Return stories with the prompt in the middle."""
    prompt = f"</p><p>{PROMPT}</p><p>".encode()
    return [body.replace(b"</p><p>", prompt, 1) for body in stories(count)]


def configured(rules: SiteRules) -> Configuration:
    return Configuration(sites=(Site(host=HOST, rules=rules),))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all segments by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for stream in ("articles", "removed", "rejected")
        for path in segment_files(folder / stream)
    }
