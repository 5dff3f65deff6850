"""Pages for the tests of what builds articles."""

from datetime import UTC, datetime

from pipelines.items import Page

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_SENTENCE = "The council of Lowmere has decided to repair the old harbour crane before the winter."


def story(url: str = "https://gazette.example/crane", paragraphs: int = 6) -> Page:
    """Return a page with an article."""
    text = "".join(f"<p>{_SENTENCE} It was the vote number {n}.</p>" for n in range(paragraphs))
    body = (
        f"<html lang='en'><body><article><h1>The crane returns</h1>{text}</article></body></html>"
    )
    return Page(url=url, url_requested=url, status=200, body=body.encode(), fetched_at=NOON)


def empty() -> Page:
    """Return a page without an article."""
    url = "https://gazette.example/empty"
    return Page(
        url=url,
        url_requested=url,
        status=200,
        body=b"<title>Nothing</title><p>No.</p>",
        fetched_at=NOON,
    )
