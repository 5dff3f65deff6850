from time import process_time

import pytest

from pipelines.errors import ConfigError
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.user_rules.selectors import (
    as_xpath,
    check_selector,
    compile_selector,
    matches,
    read_values,
    remove_elements,
    select,
)

PAGE = """<html><head><meta name="d" content="2025-02-03"></head><body>
<h1 class="x">Bridge  opens</h1><time datetime="2025-02-03T09:00Z">Monday</time>
<p>By <b>Ada Long</b></p><p>By <b>Ben Short</b></p></body></html>"""

VALUES = {
    "CSS": ("h1.x", ("Bridge opens",)),
    "XPath": ("//p/b", ("Ada Long", "Ben Short")),
    "XPath in brackets": ("(//p/b)[1]", ("Ada Long",)),
    "XPath behind its name": ("xpath:substring-after(//p[1], 'By ')", ("Ada Long",)),
    "XPath of an attribute": ("//meta/@content", ("2025-02-03",)),
    "XPath that gives a text": ("/html/body/h1/text()", ("Bridge opens",)),
    "XPath that gives a number": ("xpath:count(//p)", ()),
    "XPath that gives a truth value": ("xpath:count(//p) = 2", ()),
    "content attribute": ("meta[name=d]", ("2025-02-03",)),
    "datetime attribute": ("time", ("2025-02-03T09:00Z",)),
    "nothing found": (".none", ()),
}

UNREADABLE = {
    "CSS": "div[",
    "XPath": "//div[",
    "XPath behind its name": "xpath://div[",
    "empty": " ",
    "text that is none": "p:contains(3)",
    "control character": "//p[.='\x00']",
}
FAILING = {"unknown function": "//p[nope()]", "unknown prefix": "//x:p"}


@pytest.mark.parametrize(("selector", "values"), VALUES.values(), ids=VALUES.keys())
def test_selectors_give_values(selector: str, values: tuple[str, ...]) -> None:
    assert read_values(parse(PAGE), selector) == values


SHOWN = {
    "words set off": ("The <em>Molly</em>, <b>back</b>-to-back", "The Molly, back-to-back"),
    "part of a word": ("Fer<b>ry</b> stops", "Ferry stops"),
    "quotation marks": ("‘<span>Molly</span>’ stops", "‘Molly’ stops"),
    "parts": ("<span>Harbour</span><span>Ferry stops</span>", "Harbour Ferry stops"),
    "links": ("By <a>Ada Long</a><a>Ben Short</a>, Lowmere", "By Ada Long Ben Short, Lowmere"),
    "break": ("Ferry<br>stops", "Ferry stops"),
    "signs of its own": ("Qui\u00a0? <i>Molly</i> !", "Qui ? Molly !"),
    "machinery": ("Ferry<script>a()</script> stops<style>b</style>.", "Ferry stops."),
    "machinery at the end": ("<i>Ferry</i> stops<script>a()</script>", "Ferry stops"),
}


@pytest.mark.parametrize(("markup", "text"), SHOWN.values(), ids=SHOWN)
def test_the_value_of_an_element_is_what_readers_see(markup: str, text: str) -> None:
    tree = parse(f"<body><h2>{markup}</h2> and more</body>")
    assert read_values(tree, "h2") == (text,)


def test_an_element_of_empty_elements_is_read_in_no_time() -> None:
    tree = parse(f"<body><h2>Ferry{'<div></div>' * 40_000} stops{'<p> ' * 5_000}</h2></body>")
    start = process_time()
    assert read_values(tree, "h2") == ("Ferry stops",)
    assert process_time() - start < 2


def test_a_selector_that_matches_everything_gives_the_first_values() -> None:
    paragraphs = "".join(f"<p>{number}</p>" for number in range(300))
    values = read_values(parse(f"<body>{paragraphs}</body>"), "p")
    assert values == tuple(map(str, range(100)))


def test_a_script_that_is_asked_for_is_read() -> None:
    tree = parse("<body><p>Text<script id='s'>Ada Long</script></p></body>")
    assert read_values(tree, "#s") == ("Ada Long",)


@pytest.mark.parametrize("selector", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_selector_names_itself(selector: str) -> None:
    with pytest.raises(ConfigError, match="selector") as caught:
        select(parse(PAGE), selector)
    assert caught.value.reason == "bad-selector"


@pytest.mark.parametrize("selector", FAILING.values(), ids=FAILING.keys())
def test_a_selector_that_fails_is_told_when_it_is_checked_and_matches_nothing_on_a_page(
    selector: str,
) -> None:
    with pytest.raises(ConfigError, match="selector"):
        check_selector(selector)
    assert select(parse(PAGE), selector) == ()
    assert read_values(parse(PAGE), selector) == ()


UNKNOWN = {
    "function of XPath 2": ("//table[@id='x'][ends-with(@id, 'x')]", "no function ends-with()"),
    "function of a prefix": ("//table[re:test(., 'x')]", "no function re:test()"),
    "prefix": ("//table/amp:img", "the prefix amp: stands for nothing"),
    "prefix of an attribute": ("//table[@xlink:href]", "the prefix xlink:"),
    "variable": ("//table[@id = $id]", "no variable $id"),
}
KNOWN = {
    "names in quotes": """//table[. = "re:test(x) $id" or . = 'ends-with(x)']""",
    "operators": "//table[@a and (@b or (@c)) and 2 div (1) = 3 mod (2)]",
    "axes": "//table/following-sibling::p/descendant-or-self::node()/child::text()",
    "node tests": "//table//comment() | //table//processing-instruction('x')",
    "attribute of XML": "//table[@xml:lang]",
    "white space": "//table [ normalize-space ( . ) ]",
    "CSS": "table:lang(en) p:contains('a:b(c)')",
}


@pytest.mark.parametrize(("selector", "fault"), UNKNOWN.values(), ids=UNKNOWN)
def test_names_that_are_not_there_are_told_where_the_small_page_has_nothing_for_them(
    selector: str, fault: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        check_selector(selector)
    assert fault in str(caught.value)


@pytest.mark.parametrize("selector", KNOWN.values(), ids=KNOWN)
def test_whatever_xpath_has_is_known(selector: str) -> None:
    check_selector(selector)


@pytest.mark.parametrize(
    ("selector", "holds"),
    [("//p", True), ("//table", False), ("xpath:count(//p) = 2", True), ("xpath:1 = 2", False)],
)
def test_a_condition_holds_when_it_matches_or_is_true(selector: str, holds: bool) -> None:
    assert matches(parse(PAGE), selector) is holds


@pytest.mark.parametrize(
    ("expression", "selector"),
    [
        ("//p", "//p"),
        (" (//p)[1]", "(//p)[1]"),
        ("concat('a', //p)", "xpath:concat('a', //p)"),
        ("body", "xpath:body"),
    ],
)
def test_any_xpath_becomes_a_selector(expression: str, selector: str) -> None:
    assert as_xpath(expression) == selector
    check_selector(as_xpath(expression))


def test_only_elements_are_selected() -> None:
    assert [element.tag for element in select(parse(PAGE), "//h1 | //h1/text()")] == ["h1"]


def test_selectors_are_compiled_once() -> None:
    assert compile_selector("div > p") is compile_selector("div > p")


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p:contains('Ähre')", ["p", "p"]),
        ("p:contains(ÄHRE)", ["p", "p"]),
        ('p:contains("it\'s")', ["p"]),
        ("p:contains('ferry')", []),
        ("b:contains('')", ["b"]),
    ],
)
def test_a_selector_asks_for_a_text_on_one_page_after_the_other(
    selector: str, found: list[str]
) -> None:
    for _ in range(20):
        tree = parse("<body><p>Die Ähre, it's <b>here</b></p><p>ÄHREN</p></body>")
        assert [element.tag for element in select(tree, selector)] == found


def test_removed_elements_leave_the_text_behind_them() -> None:
    tree = parse("<body><div><b>no</b> yes</div></body>")
    remove_elements(tree, ("b", ".none"))
    assert tree.text_content() == " yes"


REMOVED_TEXTS = {
    "text in an element": ("//div/text()[contains(., 'calendar')]", "Ferry.Bus.Ad.More."),
    "text behind an element": ("//b/following-sibling::text()[1]", "Buy a calendar.Ferry.Ad.More."),
    "element and the text behind it": ("//b | //b/following-sibling::text()", "Buy a calendar.Ad."),
    "attribute": ("//b/@class", "Buy a calendar.Ferry.Bus.Ad.More."),
    "text that is made": ("xpath:string(//b)", "Buy a calendar.Ferry.Bus.Ad.More."),
    "condition": ("xpath:count(//b) = 1", "Buy a calendar.Ferry.Bus.Ad.More."),
}


@pytest.mark.parametrize(("selector", "left"), REMOVED_TEXTS.values(), ids=REMOVED_TEXTS)
def test_texts_that_an_xpath_names_are_removed(selector: str, left: str) -> None:
    markup = "<body><div>Buy a calendar.<b class='a'>Ferry.</b>Bus.<i>Ad.</i>More.</div></body>"
    tree = parse(markup)
    remove_elements(tree, (selector,))
    assert tree.text_content() == left


def test_the_page_itself_is_never_removed() -> None:
    tree = parse("<html class='x'><body class='x'><div><p class='x'>no</p>yes</div></body></html>")
    remove_elements(tree, (".x",))
    assert tree.text_content() == "yes"
