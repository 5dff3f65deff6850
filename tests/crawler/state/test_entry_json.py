from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawler.state.entry_json import dump_entry, load_entry
from pipelines.items import Entry, SourceType
from tests.strategies import entries


@given(entries(), st.sampled_from([(), (("title", "feed"),), (("tags", "url"), ("guid", "feed"))]))
def test_an_entry_comes_back_as_it_was(
    entry: Entry, lent: tuple[tuple[str, SourceType], ...]
) -> None:
    entry = replace(entry, lent=lent)
    assert load_entry(dump_entry(entry)) == entry


@given(entries())
def test_an_entry_is_plain_ascii(entry: Entry) -> None:
    assert dump_entry(entry).isascii()
