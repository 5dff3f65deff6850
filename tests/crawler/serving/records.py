"""Datasets of a few records for the tests of what is served."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from crawler.serving.search_index import Listeners, SearchIndex
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import write_segment
from pipelines.items import Delivery
from pipelines.serialization import Record, dumps, to_record
from tests.crawler.state.examples import NOON, article

DELIVERY = Delivery(
    revision=1, change="new", first_seen=NOON, duplicate_of=None, cluster_id=None, run_id="run-1"
)


def record(name: str = "a", **columns: object) -> Record:
    """Return a record of the gazette with some columns changed; one name gives one id."""
    made = to_record(article(f"https://gazette.example/{name}"), DELIVERY)
    return {**made, **columns}


def removed_line(of: Mapping[str, object], *blocks: Mapping[str, object]) -> Record:
    """Return the line of the side file for a record."""
    filled = [
        {"block": 0, "start": 0, "end": 9, "rule": "read-more", "reason": "a prompt",
         "text": "Read more", **block}
        for block in blocks
    ]  # fmt: skip
    names = ("id", "revision", "url", "source_id", "date_fetched", "run_id")
    return {**{name: of[name] for name in names}, "removed": filled}


def write(folder: Path, name: str, lines: Iterable[Mapping[str, object]]) -> Path:
    """Write a finished segment, such as ``articles/1.jsonl``."""
    path = folder / name
    write_segment(path, map(dumps, lines))
    return path


def unheard() -> Listeners:
    """Return listeners that nobody asks."""
    broken: list[RecordError] = []
    return Listeners(broken=broken.append)


def filled_index(folder: Path) -> Path:
    """Read all segments of a dataset into an index and return its file."""
    path = folder / "state" / "search.sqlite"
    index = SearchIndex(path, folder)
    index.refresh(unheard())
    index.close()
    return path
