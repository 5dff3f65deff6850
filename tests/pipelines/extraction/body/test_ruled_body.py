import pytest
from lxml import html as lxml_html

from pipelines.extraction.body.ruled_body import read_ruled_body
from pipelines.extraction.tree.markup import parse
from pipelines.items import SiteRules

PAGE = """<html><body><nav><p>News</p></nav><div id="x"><h2>One</h2><p>The ferry is back.</p>
<aside><p>Sign up.</p></aside></div><article><p>Two.</p></article><div id="empty"> </div>
<script id="s">var a = 1;</script></body></html>"""


def texts(rules: SiteRules | None) -> list[str]:
    tree = parse(PAGE)
    before = lxml_html.tostring(tree)
    found = [block.text for block in read_ruled_body(tree, rules)]
    assert lxml_html.tostring(tree) == before
    return found


def test_a_rule_names_the_body() -> None:
    assert texts(SiteRules(id="r", body=("#x",))) == ["One", "The ferry is back.", "Sign up."]


def test_what_is_removed_is_not_part_of_it() -> None:
    rules = SiteRules(id="r", body=("#x",), remove=("aside", "h2"))
    assert texts(rules) == ["The ferry is back."]


def test_the_first_rule_with_text_counts() -> None:
    rules = SiteRules(id="r", body=(".none", "#empty", "#s", "//article", "#x"))
    assert texts(rules) == ["Two."]


def test_a_rule_with_enough_text_goes_before_one_with_a_word_or_two() -> None:
    page = parse(f"<body><p class='credit'>Photo: Ada Long</p><main>{STORY}</main></body>")
    both = SiteRules(id="r", body=(".none", ".credit", "main", "body"))
    assert len(read_ruled_body(page, both)) == 5
    short = SiteRules(id="r", body=(".none", ".credit"))
    assert [block.text for block in read_ruled_body(page, short)] == ["Photo: Ada Long"]


def test_all_elements_of_one_rule_count_in_the_order_of_the_page() -> None:
    rules = SiteRules(id="r", body=("//article | //div[@id='x']/p",))
    assert texts(rules) == ["The ferry is back.", "Two."]


def test_without_a_rule_that_matches_there_is_none() -> None:
    assert texts(SiteRules(id="r", body=("//div[@id='nowhere']",))) == []
    assert texts(SiteRules(id="r", remove=("aside",))) == []
    assert texts(None) == []


MACHINERY = """<html><body><div class="hidden">Menu</div><div>News</div><div id="x">
<p>The ferry is back.</p><p><iframe src="v"></iframe>Watch it here.</p>
<p><svg></svg>A pass for the island costs nine crowns.</p><script>ad()</script>
<p>Buy the calendar.</p></div><div><p>Weather.</p></div></body></html>"""
KEPT_AS_THEY_CAME = {
    "a frame that is asked for": (("//div[@id='x']",), ("//p[.//iframe]",), "Watch it here."),
    "a frame that is asked not to be there": (
        ("//div[@id='x']",),
        ("//p[position() < 3 and not(.//iframe)]",),
        "The ferry is back.",
    ),
    "a drawing": (("#x",), ("//svg/..",), "A pass for the island costs nine crowns."),
    "a script as a neighbour": (
        ("#x",),
        ("//script/following-sibling::p[1]",),
        "Buy the calendar.",
    ),
    "a hidden element that is counted": (("/html/body/div[3]",), ("//div[4]",), "Weather."),
}


@pytest.mark.parametrize(
    ("body", "remove", "removed"), KEPT_AS_THEY_CAME.values(), ids=KEPT_AS_THEY_CAME
)
def test_rules_see_the_page_as_it_came(
    body: tuple[str, ...], remove: tuple[str, ...], removed: str
) -> None:
    whole = [
        "The ferry is back.",
        "Watch it here.",
        "A pass for the island costs nine crowns.",
        "Buy the calendar.",
    ]
    rules = SiteRules(id="r", body=body, remove=remove)
    found = [block.text for block in read_ruled_body(parse(MACHINERY), rules)]
    assert found == [text for text in whole if text != removed]


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="story hidden">{}</div>',
        '<div class="hidden"><div class="story">{}</div></div>',
        '<dialog class="story">{}</dialog>',
        '<noscript><div class="story">{}</div></noscript>',
    ],
)
def test_a_hidden_body_that_a_rule_names_is_read(markup: str) -> None:
    story = markup.format("<p>The ferry is back.</p><p class='hidden'>Sign up.</p>")
    tree = parse(f"<body>{story}<p>{'The weather is fine. ' * 20}</p></body>")
    found = read_ruled_body(tree, SiteRules(id="r", body=(".story",)))
    assert [block.text for block in found] == ["The ferry is back."]


STORY = "".join(
    f"<p>The ferry number {number} is back in the old harbour since Monday.</p>"
    for number in range(5)
)


def test_a_copy_for_another_width_is_read_once() -> None:
    page = f"<body><div class='a wide'>{STORY}</div><div class='a small'>{STORY}</div></body>"
    once = parse(page.replace("a small", "b"))
    twice = read_ruled_body(parse(page), SiteRules(id="r", body=(".a",)))
    assert twice == read_ruled_body(once, SiteRules(id="r", body=(".a",)))
    assert len(twice) == 5
    small = read_ruled_body(parse(page), SiteRules(id="r", body=(".small",)))
    assert [block.text for block in small] == [block.text for block in twice]


def test_captions_are_told_by_their_wording() -> None:
    page = f"<body><div>{STORY}<p>The ferry at the quay. (Photo by Ada Long/Reuters)</p></div>"
    found = read_ruled_body(parse(page), SiteRules(id="r", body=("div",)))
    assert [block.kind for block in found] == ["paragraph"] * 5 + ["caption"]
