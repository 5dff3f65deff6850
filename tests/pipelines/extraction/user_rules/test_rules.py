import pytest

from pipelines.extraction.tree.markup import parse
from pipelines.extraction.user_rules.rules import (
    MAX_DEPTH,
    is_deep,
    read_rule,
    read_rules,
    replace_strings,
    tell_missed_rules,
)
from pipelines.items import Candidate, Metadata, SiteRules

PAGE = """<html><head><meta name="d" content="2025-02-03"></head><body>
<h1>Bridge opens</h1><p>By <b>Ada Long</b></p><p>By <b>Ben Short</b></p></body></html>"""


def test_the_first_selector_with_a_value_gives_the_candidates() -> None:
    found = read_rule(parse(PAGE), (".none", "//p/b", "h1"))
    assert found == (
        Candidate(value="Ada Long", source="rule"),
        Candidate(value="Ben Short", source="rule"),
    )


def test_no_rule_gives_no_candidate() -> None:
    assert read_rule(parse(PAGE), ()) == ()
    assert read_rules(parse(PAGE), ()) == ()


def test_all_selectors_give_candidates_in_their_order() -> None:
    found = read_rules(parse(PAGE), ("h1", ".none", "//meta/@content"))
    assert [item.value for item in found] == ["Bridge opens", "2025-02-03"]


def test_strings_are_replaced_in_order() -> None:
    rules = SiteRules(id="r", replacements=(("a", "b"), ("bb", "c")))
    assert replace_strings("<p>ab</p>", rules) == "<p>c</p>"
    assert replace_strings("<p>ab</p>", None) == "<p>ab</p>"


RULES = SiteRules(id="r", body=("div",), title=("h1",), author=(".by",), date=("time",))
ALL_FOUND = Metadata(
    titles=(Candidate(value="a", source="rule"),),
    authors=(Candidate(value="a", source="jsonld"), Candidate(value="b", source="rule")),
)


def test_rules_that_matched_are_not_told() -> None:
    assert tell_missed_rules(RULES, ALL_FOUND, has_ruled_body=True, has_ruled_date=True) == ()


def test_every_rule_that_missed_is_told() -> None:
    metadata = Metadata(titles=(Candidate(value="a", source="h1"),))
    assert tell_missed_rules(RULES, metadata, has_ruled_body=False, has_ruled_date=False) == (
        "body-rule-not-matched",
        "title-rule-not-matched",
        "author-rule-not-matched",
        "date-rule-not-matched",
    )


@pytest.mark.parametrize("rules", [None, SiteRules(id="r", remove=("aside",))])
def test_rules_that_are_not_there_cannot_miss(rules: SiteRules | None) -> None:
    told = tell_missed_rules(rules, Metadata(), has_ruled_body=False, has_ruled_date=False)
    assert told == ()


@pytest.mark.parametrize(("depth", "is_too_deep"), [(MAX_DEPTH - 10, False), (MAX_DEPTH, True)])
def test_a_page_is_deep_by_the_elements_around_one_another(depth: int, is_too_deep: bool) -> None:
    side_by_side = "<p><b>yes</b></p>" * 1_000
    assert is_deep(parse(f"<body>{side_by_side}{'<div>' * depth}")) is is_too_deep
