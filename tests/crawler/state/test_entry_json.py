from hypothesis import given
from hypothesis import strategies as st

from crawler.state.entry_json import dump_entry, load_entry
from pipelines.items import Entry

TEXT = st.text(alphabet=st.characters(), min_size=1)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
ENTRIES = st.builds(
    Entry,
    url=TEXT,
    guid=st.none() | TEXT,
    title=st.none() | TEXT,
    summary=st.none() | TEXT,
    content_html=st.none() | TEXT,
    date_raw=st.none() | TEXT,
    date_modified_raw=st.none() | TEXT,
    authors=TEXTS,
    sections=TEXTS,
    tags=TEXTS,
    language=st.none() | TEXT,
    publisher=st.none() | TEXT,
    image_url=st.none() | TEXT,
)


@given(ENTRIES)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert load_entry(dump_entry(entry)) == entry


@given(ENTRIES)
def test_an_entry_is_plain_ascii(entry: Entry) -> None:
    assert dump_entry(entry).isascii()
