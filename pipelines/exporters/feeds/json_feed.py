"""Records as a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterable

from pipelines.exporters.feeds.feed_entry import FeedEntry, feed_entry
from pipelines.exporters.feeds.feed_head import FeedHead
from pipelines.serialization import Record, dumps, format_time

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(head: FeedHead, records: Iterable[Record]) -> bytes:
    """Return a JSON Feed 1.1 in UTF-8, with the records in their order and their texts in full.

    Args:
        head: what the feed says about itself; JSON Feed has no place for its id and its time.
        records: one a story; an id must not come twice.
    """
    feed: Record = {
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.home_url,
        "feed_url": head.url,
        "next_url": head.next_url,
        "items": [feed_item(record) for record in records],
    }
    return f"{dumps(_known(feed))}\n".encode()


def feed_item(record: Record) -> Record:
    """Return a record as an item of a JSON Feed; what is not known is left out.

    Items have no place for their publisher: it stands in ``_newsdesk``, as the specification
    asks of what a program adds.
    """
    story = feed_entry(record)
    item: Record = {
        "id": story.id,
        "url": story.url,
        "title": story.title,
        "content_html": story.content_html,
        "summary": story.summary,
        "image": story.image_url,
        "date_published": story.published and format_time(story.published),
        "date_modified": story.modified and format_time(story.modified),
        "authors": [{"name": name} for name in story.authors],
        "tags": list(dict.fromkeys((*story.sections, *story.tags))),
        "language": story.language,
        "_newsdesk": _origin(story),
    }
    return _known(item)


def _origin(story: FeedEntry) -> Record:
    return _known(
        {
            "source_id": story.source_id,
            "source_url": story.source_url,
            "publisher": story.publisher,
            "license": story.license,
        }
    )


def _known(fields: Record) -> Record:
    """Return the fields without those that are not known; ``items`` stay, though there be none."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and (value != [] or name == "items")
    }
