"""The words by which pages that are no stories give themselves away, and what each mark means."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def load_mark_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the tables: words of addresses, names and buttons, and meanings of marks."""
    resource = files("pipelines.extraction.kinds") / "mark_words.toml"
    tables = tomllib.loads(resource.read_text(encoding="utf-8"))
    return {
        name: {key: tuple(words) for key, words in table.items()} for name, table in tables.items()
    }
