from dataclasses import replace
from datetime import UTC

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler import converters
from crawler.configuration.sources import Source
from crawler.middlewares.archiving import WARC_PLACE
from crawler.middlewares.host_delay import HOST_CONCURRENCY, HOST_DELAY_S
from crawler.middlewares.robots import CLOSED_TO_AI
from crawler.middlewares.source_hosts import ALLOWED_SITES
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.items import Entry, SiteRules, SourceHints, WarcPlace

STORY = "https://gazette.example/story"
SOURCE = Source(
    id="gazette",
    url="https://gazette.example/feed.xml",
    language="en",
    timezone="Europe/London",
    date_order="DMY",
    publisher="The Gazette",
    allowed_hosts=("agency.example",),
    delay_s=2.5,
    concurrency=1,
    headers=(("X-Key", "secret"),),
)
QUEUED = QueuedUrl(
    url=STORY,
    source_id="gazette",
    source_type="feed",
    source_url=SOURCE.url,
    entry=Entry(url=STORY, title="The harbour opens"),
    attempts=0,
)


def nothing(_: object) -> None:
    """Stand for a callback."""


@pytest.mark.parametrize(
    ("validators", "expected"),
    [
        (Validators(), {}),
        (Validators(etag='"1"'), {"If-None-Match": b'"1"'}),
        (
            Validators(etag='"1"', last_modified="Thu, 20 Nov 2025 12:00:00 GMT"),
            {"If-None-Match": b'"1"', "If-Modified-Since": b"Thu, 20 Nov 2025 12:00:00 GMT"},
        ),
    ],
    ids=["first time", "tag", "tag and date"],
)
def test_a_source_is_asked_for_conditionally_when_it_was_read_before(
    validators: Validators, expected: dict[str, bytes]
) -> None:
    request = converters.source_request(SOURCE, SOURCE.url, validators, (nothing, nothing), {})

    names = ("If-None-Match", "If-Modified-Since")
    assert {name: request.headers[name] for name in names if name in request.headers} == expected
    assert request.headers["X-Key"] == b"secret"


def test_requests_carry_what_the_source_allows() -> None:
    for request in (
        converters.page_request(SOURCE, QUEUED, (nothing, nothing)),
        converters.source_request(SOURCE, SOURCE.url, Validators(), (nothing, nothing), {}),
    ):
        assert request.meta[ALLOWED_SITES] == (SOURCE.url, "agency.example")
        assert (request.meta[HOST_DELAY_S], request.meta[HOST_CONCURRENCY]) == (2.5, 1)
        assert request.dont_filter


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ((), "de, *;q=0.5"),
        ((("X-Token", "1"),), "de, *;q=0.5"),
        ((("accept-language", "gsw"),), "gsw"),
    ],
)
def test_the_language_of_a_source_is_asked_for_unless_it_says_otherwise(
    headers: tuple[tuple[str, str], ...], asked: str
) -> None:
    german = replace(SOURCE, language="de", headers=headers)
    for request in (
        converters.source_request(german, SOURCE.url, Validators(), (nothing, nothing), {}),
        converters.page_request(german, QUEUED, (nothing, nothing)),
    ):
        assert request.headers.getlist("Accept-Language") == [asked.encode()]


@pytest.mark.parametrize(
    ("headers", "conditional"),
    [({}, False), ({"If-None-Match": '"1"'}, True), ({"If-Modified-Since": "x"}, True)],
)
def test_a_response_tells_whether_it_was_asked_for_on_a_condition(
    headers: dict[str, str], *, conditional: bool
) -> None:
    response = Response(SOURCE.url, request=Request(SOURCE.url, headers=headers))
    assert converters.is_conditional(response) is conditional


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        ([], False),
        ([301], True),
        ([301, 308], True),
        ([301, 302], False),
        (["meta refresh"], False),
    ],
)
def test_a_response_tells_whether_its_address_has_moved(hops: list[object], *, moved: bool) -> None:
    meta = {"redirect_reasons": hops} if hops else {}
    response = Response(SOURCE.url, request=Request(SOURCE.url, meta=meta))
    assert converters.has_moved(response) is moved


def test_a_response_tells_for_how_long_it_is_fresh() -> None:
    assert converters.fresh_s_of(Response(SOURCE.url)) == 0
    headers = {"Cache-Control": "max-age=900", "Age": "300"}
    assert converters.fresh_s_of(Response(SOURCE.url, headers=headers)) == 600


def test_sources_come_before_pages() -> None:
    page = converters.page_request(SOURCE, QUEUED, (nothing, nothing))
    feed = converters.source_request(SOURCE, SOURCE.url, Validators(), (nothing, nothing), {})
    assert feed.priority > page.priority


def test_a_source_without_limits_leaves_those_of_the_settings() -> None:
    plain = Source(id="gazette", url=SOURCE.url)
    request = converters.page_request(plain, QUEUED, (nothing, nothing))
    assert HOST_DELAY_S not in request.meta
    assert HOST_CONCURRENCY not in request.meta


def test_a_response_becomes_a_page_with_the_headers_that_matter() -> None:
    headers = {"Content-Type": "text/html", "X-Robots-Tag": "noai", "Set-Cookie": "a=1"}
    response = Response(f"{STORY}/moved", status=200, headers=headers, body=b"<p>")

    page = converters.page_from_response(response, QUEUED, SourceHints(source_id="gazette"))

    assert (page.url, page.url_requested, page.status) == (f"{STORY}/moved", STORY, 200)
    assert page.headers == {"content-type": "text/html", "x-robots-tag": "noai"}
    assert (page.body, page.entry) == (b"<p>", QUEUED.entry)
    assert page.fetched_at.tzinfo is UTC


def test_a_page_names_the_place_of_its_archived_answer() -> None:
    request = Request(STORY, meta={WARC_PLACE: ("warc/a.warc.gz", 7)})
    response = Response(STORY, request=request)
    page = converters.page_from_response(response, QUEUED, SourceHints())
    assert page.warc == WarcPlace(file="warc/a.warc.gz", offset=7)


@pytest.mark.parametrize(("meta", "is_closed"), [({}, False), ({CLOSED_TO_AI: True}, True)])
def test_a_page_knows_whether_robots_txt_closes_it_to_ai(
    meta: dict[str, object], is_closed: bool
) -> None:
    response = Response(STORY, request=Request(STORY, meta=meta))
    page = converters.page_from_response(response, QUEUED, SourceHints())
    assert page.is_closed_to_ai is is_closed


def test_a_response_gives_its_validators_and_its_type() -> None:
    response = Response(STORY, headers={"ETag": 'W/"7"', "Content-Type": "text/xml"})
    assert converters.validators_of(response) == Validators(etag='W/"7"')
    assert converters.content_type_of(response) == "text/xml"
    assert converters.content_type_of(Response(STORY)) is None


def test_hints_tell_what_is_known_of_a_page() -> None:
    rules = SiteRules(id="gazette.example", body=("main",))
    hints = converters.hints_for(SOURCE, QUEUED, rules)
    assert hints == SourceHints(
        source_id="gazette",
        source_type="feed",
        source_url=SOURCE.url,
        publisher="The Gazette",
        language="en",
        timezone="Europe/London",
        date_order="DMY",
        rules=rules,
    )
