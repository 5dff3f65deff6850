from lxml import html as lxml_html

from pipelines.extraction.markup import parse
from pipelines.extraction.ruled_body import read_ruled_body
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


def test_all_elements_of_one_rule_count_in_the_order_of_the_page() -> None:
    rules = SiteRules(id="r", body=("//article | //div[@id='x']/p",))
    assert texts(rules) == ["The ferry is back.", "Two."]


def test_without_a_rule_that_matches_there_is_none() -> None:
    assert texts(SiteRules(id="r", body=("//div[@id='nowhere']",))) == []
    assert texts(SiteRules(id="r", remove=("aside",))) == []
    assert texts(None) == []
