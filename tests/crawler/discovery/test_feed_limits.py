import pytest

from crawler.discovery import feed_limits
from crawler.discovery.detection import read_source
from crawler.discovery.feed_limits import check_attributes, check_feed, limit_entries
from crawler.discovery.options import DiscoveryOptions
from pipelines.errors import SourceError
from pipelines.extraction.tree.markup_limits import MAX_ATTRIBUTES

LIMIT, MARKS = 30, 300
FORMS = {
    "RSS": (
        "<rss version='2.0'><channel><title>T</title>{}</channel></rss>",
        "<item><title>{0}</title><link>http://a.example/{0}</link></item>",
    ),
    "RDF": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/'><channel><title>T</title></channel>{}</rdf:RDF>",
        "<item><title>{0}</title><link>http://a.example/{0}</link></item>",
    ),
    "Atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{}</feed>",
        "<entry><title>{0}</title><link href='http://a.example/{0}'/></entry>",
    ),
    "Atom with a prefix": (
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>T</a:title>{}</a:feed>",
        "<a:entry><a:title>{0}</a:title><a:link href='http://a.example/{0}'/></a:entry>",
    ),
}
each_form = pytest.mark.parametrize(("whole", "entry"), FORMS.values(), ids=FORMS.keys())


@pytest.fixture(autouse=True)
def _low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    options = DiscoveryOptions(max_feed_entries=LIMIT, max_feed_marks=MARKS)
    monkeypatch.setattr(feed_limits, "DEFAULT_DISCOVERY_OPTIONS", options)


def feed(whole: str, entry: str, number: int) -> bytes:
    return whole.format("".join(entry.format(n) for n in range(number))).encode()


@each_form
def test_of_too_many_entries_the_first_are_read(whole: str, entry: str) -> None:
    found = read_source(feed(whole, entry, LIMIT + 9), None, "http://a.example/feed")
    assert [e.url for e in found.entries] == [f"http://a.example/{n}" for n in range(LIMIT)]
    assert found.title == "T"
    assert found.problems == ()


@each_form
def test_a_feed_within_the_limit_stays_as_it_is(whole: str, entry: str) -> None:
    body = feed(whole, entry, 20)
    assert limit_entries(body) == body
    check_feed(body)


def test_entries_that_never_end_are_cut() -> None:
    assert limit_entries(b"<rss><item>" * (LIMIT + 5)).count(b"<item>") == LIMIT


@pytest.mark.parametrize("sign", [b"<b/>", b"&lt;"])
def test_too_much_markup_is_refused(sign: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        check_feed(b"<rss>" + sign * (MARKS + 1))
    assert caught.value.reason == "too-complex"


@pytest.mark.parametrize("root", ["rss", "urlset"])
def test_an_element_of_too_many_attributes_is_refused(root: str) -> None:
    attributes = "".join(f" a{n}='1'" for n in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(SourceError) as caught:
        read_source(f"<{root}{attributes}></{root}>".encode(), None, "http://a.example/")
    assert caught.value.reason == "too-complex"
    check_attributes(b"<rss a='1'/>")
