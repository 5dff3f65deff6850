"""Records for the tests of what leaves a dataset."""

from hypothesis import strategies as st

from pipelines.exporters.selection import Selection
from pipelines.items import Delivery
from pipelines.serialization import Record, to_record
from tests.crawler.state.examples import NOON, article
from tests.strategies import articles, deliveries


def story(name: str = "harbour", **columns: object) -> Record:
    """Return a record with an id of its own and the columns that are named."""
    delivery = Delivery(
        revision=1, change="new", first_seen=NOON, duplicate_of=None, cluster_id=None, run_id="run"
    )
    record = to_record(article(f"https://gazette.example/{name}"), delivery)
    assert columns.keys() <= record.keys()
    return {**record, "id": name, **columns}


def any_records() -> st.SearchStrategy[Record]:
    """Return records with every column filled or not, and texts of any characters."""
    return st.builds(to_record, articles(), deliveries())


def is_selected(selection: Selection, record: Record) -> bool:
    """Return whether a record is what is wanted, and of the time asked for."""
    return selection.matches_but_for_date(record) and selection.is_in_time(record)
