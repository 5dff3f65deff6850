import pytest

from pipelines.errors import ConfigError
from pipelines.extraction.markup import parse
from pipelines.extraction.rules import compile_selector, read_rule, select

PAGE = """<html><head><meta name="d" content="2025-02-03"></head><body>
<h1 class="x">Bridge  opens</h1><time datetime="2025-02-03T09:00Z">Monday</time>
<p>By <b>Ada Long</b></p><p>By <b>Ben Short</b></p></body></html>"""

VALUES = {
    "CSS": ("h1.x", ("Bridge opens",)),
    "XPath": ("//p/b", ("Ada Long", "Ben Short")),
    "XPath in brackets": ("(//p/b)[1]", ("Ada Long",)),
    "XPath of an attribute": ("//meta/@content", ("2025-02-03",)),
    "XPath that gives a text": ("/html/body/h1/text()", ("Bridge opens",)),
    "content attribute": ("meta[name=d]", ("2025-02-03",)),
    "datetime attribute": ("time", ("2025-02-03T09:00Z",)),
    "nothing found": (".none", ()),
    "no rule": (None, ()),
}

BROKEN = {
    "CSS": "div[",
    "XPath": "//div[",
    "empty": " ",
    "unknown function": "//p[nope()]",
    "unknown prefix": "//x:p",
}


@pytest.mark.parametrize(("selector", "values"), VALUES.values(), ids=VALUES.keys())
def test_rules_give_candidates(selector: str | None, values: tuple[str, ...]) -> None:
    found = read_rule(parse(PAGE), selector)
    assert tuple(item.value for item in found) == values
    assert {item.source for item in found} <= {"rule"}


@pytest.mark.parametrize("selector", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_selector_names_itself(selector: str) -> None:
    with pytest.raises(ConfigError, match="selector") as caught:
        select(parse(PAGE), selector)
    assert caught.value.reason == "bad-selector"


def test_only_elements_are_selected() -> None:
    assert [element.tag for element in select(parse(PAGE), "//h1 | //h1/text()")] == ["h1"]


def test_selectors_are_compiled_once() -> None:
    assert compile_selector("div > p") is compile_selector("div > p")
