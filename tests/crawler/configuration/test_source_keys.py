from dataclasses import fields

from crawler.configuration.source_keys import DEFAULT_KEYS, SOURCE_KEYS
from crawler.configuration.sources import Source


def test_every_attribute_of_a_source_has_a_key() -> None:
    attributes = {field.name for field in fields(Source)}
    assert {key.attribute for key in SOURCE_KEYS.values()} == attributes


def test_defaults_take_the_keys_that_many_sources_can_share() -> None:
    assert set(SOURCE_KEYS) - set(DEFAULT_KEYS) == {
        *("enabled", "entries", "id", "opml", "publisher", "url")
    }
