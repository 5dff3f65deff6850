import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.site_rules import Site
from crawler.configuration.source_file import read_configuration
from crawler.configuration.sources import Source
from crawler.configuration.toml_writer import toml_value, write_sites, write_toml
from pipelines.items import SiteRules
from tests.strategies import source_tables


def test_only_what_differs_from_the_defaults_is_written() -> None:
    source = Source(id="a", url="https://a.example/", interval_s=900, delay_s=0.5, tags=("x",))
    assert write_toml([source]) == (
        '[[source]]\nid = "a"\nurl = "https://a.example/"\ninterval = "15m"\n'
        'delay = 0.5\ntags = ["x"]\n'
    )


def test_tables_of_a_source_stand_behind_its_keys() -> None:
    source = Source(
        id="a",
        url="https://a.example/",
        entries=EntryPaths(item="//li"),
        opml=(("{urn:x}mood", "calm"),),
        headers_env=(("X-Key", "KEY"),),
    )
    assert write_toml([source]) == (
        '[[source]]\nid = "a"\nurl = "https://a.example/"\nheaders_env = { "X-Key" = "KEY" }\n'
        '[source.entries]\nitem = "//li"\n[source.opml]\n"{urn:x}mood" = "calm"\n'
    )


def test_written_rules_of_a_site_are_read_back() -> None:
    rules = SiteRules(id="a.example", body=("p",), remove=(".promo",))
    sites = (
        Site(host="a.example", rules=rules),
        Site(host="b.example", rules=SiteRules(id="b.example", body=("p",))),
    )
    assert read_configuration(write_sites(sites), "f.toml").sites == sites


def test_secrets_stay_names_of_variables() -> None:
    text = (
        '[[source]]\nid = "a"\nurl = "https://a.example/"\nuser_agent = "desk/1"\n'
        'headers = { X-A = "1" }\nheaders_env = { Authorization = "TOKEN" }\n'
    )
    sources = read_configuration(text, "f.toml", {"TOKEN": "abc123"}).sources
    written = write_toml(sources)
    assert "abc123" not in written
    assert read_configuration(written, "f.toml", {"TOKEN": "abc123"}).sources == sources


@settings(max_examples=50)
@given(st.lists(source_tables(), max_size=4, unique_by=lambda table: table["url"]))
def test_written_sources_are_read_back(tables: list[dict[str, object]]) -> None:
    sources = tuple(
        Source(id=f"s{n}", **table)  # type: ignore[arg-type]  # drawn from one strategy a key
        for n, table in enumerate(tables)
    )
    assert read_configuration(write_toml(sources), "f.toml").sources == sources


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written(text: str) -> None:
    assert tomllib.loads(f"a = {toml_value(text)}") == {"a": text}
