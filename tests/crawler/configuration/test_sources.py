from dataclasses import replace
from pathlib import Path

import pytest

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.source_file import load_configuration, read_configuration
from crawler.configuration.sources import Configuration, Source
from pipelines.errors import ConfigError

FIXTURES = Path(__file__).parents[3] / "fixtures" / "sources"


def read_full() -> Configuration:
    return load_configuration(FIXTURES / "full.toml", {"GAZETTE_TOKEN": "abc123"})


def test_secrets_do_not_show_and_do_not_change_the_hash() -> None:
    other = load_configuration(FIXTURES / "full.toml", {"GAZETTE_TOKEN": "xyz789"})
    assert "abc123" not in repr(read_full())
    assert other.config_hash == read_full().config_hash


def test_hash_follows_the_meaning_and_not_the_form() -> None:
    text = '[[source]]\nurl = "https://example.com/"\nlimit = 3\n'
    turned = '# hello\n[[source]]\nlimit = 3\nurl = "https://example.com/"\n'
    changed = text.replace("3", "4")
    hashes = [read_configuration(t, "f").config_hash for t in (text, turned, changed)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_what_is_read_is_known_again_unless_the_xpaths_change() -> None:
    plain = Source(id="a", url="https://a.example/")
    keys = {
        replace(plain, entries=entries).reading_key
        for entries in (None, EntryPaths(item="//li"), EntryPaths(item="//tr"))
    }
    assert len(keys) == 3
    # That of sources read by no XPath must not change: it would have every source read anew.
    assert plain.reading_key.startswith("e0b6b88b4dc0")


def test_only_enabled_sources_are_chosen_when_none_is_named() -> None:
    chosen = read_full().only(())
    assert [source.id for source in chosen.sources] == ["hafenbote.example-rss-nord"]


def test_named_source_is_chosen_though_not_enabled() -> None:
    assert [source.id for source in read_full().only(["gazette", "gazette"]).sources] == ["gazette"]


def test_unknown_id_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match='no source "gazete"; did you mean "gazette"'):
        read_full().only(["gazete"])
    with pytest.raises(ConfigError, match="sources list"):
        read_full().only(["xyz"])


def test_a_source_that_is_named_by_its_address_is_told_its_id() -> None:
    configuration = Configuration(sources=(Source(id="a", url="https://a.example/"),))
    with pytest.raises(ConfigError, match='did you mean "a"'):
        configuration.only(["https://a.example"])
    with pytest.raises(ConfigError, match="`newsdesk sources add URL` adds one"):
        configuration.only(["https://other.example/feed"])


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"include": ("/sport/",)}, False),
        ({"exclude": ("/sport/",)}, False),
        ({"allowed_hosts": ("other.example",)}, False),
        ({"kind": "feed"}, False),
        ({"max_pages": 5}, False),
        ({"url": "https://gazette.example/other"}, False),
        ({"interval_s": 60, "limit": 3, "tags": ("a",), "publisher": "Gazette"}, True),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_reading_key_changes_with_what_decides_which_stories_are_found(
    change: dict[str, object], is_same: bool
) -> None:
    before = Source(id="gazette", url="https://gazette.example/feed")
    after = replace(before, **change)  # type: ignore[arg-type] # by name
    assert (after.reading_key == before.reading_key) is is_same


def test_folders_of_site_configs_stand_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "e.example.txt").write_text("body: //main", encoding="utf-8")
    (tmp_path / "rules" / "other.example.txt").write_text("prune: no", encoding="utf-8")
    (tmp_path / "rules" / "own.example.txt").write_text("body: //main", encoding="utf-8")
    file = tmp_path / "sources.toml"
    file.write_text(
        '[defaults]\nsite_configs = "rules"\n'
        '[[source]]\nurl = "https://e.example/"\n[site."own.example"]\nbody = "div"\n',
        encoding="utf-8",
    )
    configuration = load_configuration(file, {})
    from_folder = configuration.rules_for("www.e.example")
    from_table = configuration.rules_for("own.example")
    assert from_folder is not None
    assert (from_folder.id, from_folder.body) == ("e.example.txt", ("//main",))
    assert from_table is not None
    assert from_table.id == "own.example"
    assert configuration.rules_for("other.example") is None
    assert configuration.config_hash != replace(configuration, site_configs=()).config_hash
