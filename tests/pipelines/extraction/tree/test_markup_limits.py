import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import PageError
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.markup_limits import MAX_ATTRIBUTES, MAX_TAGS, check_markup

MANY = range(MAX_ATTRIBUTES + 1)
EXHAUSTING = {
    "nested elements": "<div>" * (MAX_TAGS + 1),
    "links": "<a href=/>l</a>" * (MAX_TAGS // 2 + 1),
    "attributes": "<p" + "".join(f" a{n}=1" for n in MANY) + ">",
    "attributes without values": "<p" + "".join(f" a{n}" for n in MANY) + ">",
    "attributes that look like tags": "<p " + "".join(f'a{n}="<p>"' for n in MANY) + ">",
    "attributes parted by slashes": "<p" + "".join(f"/a{n}" for n in MANY) + ">",
    "attributes of a tag without an end": "<p" + "".join(f" a{n} = '1'" for n in MANY),
}
HARMLESS = {
    "nothing": "",
    "a page": "<!doctype html><title>T</title><p class=a id='b' title=\"c\">Text.",
    "an attribute that is never closed": '<p a="' + "x " * 100_000,
    "spaces": "<p" + " " * 1_000_000 + ">",
    "equals signs": "<p>" + "=" * 1_000_000,
    "text": "<p>" + "a = b " * 100_000,
    "a long script": f"<script>{'a = b; ' * 100_000}</script>",
    "many elements with many attributes": "<p " + "".join(f"a{n}=1 " for n in range(500)) + ">",
}


@pytest.mark.parametrize("html", EXHAUSTING.values(), ids=EXHAUSTING.keys())
def test_markup_that_exhausts_a_parser_is_refused(html: str) -> None:
    with pytest.raises(PageError) as caught:
        check_markup(html)
    assert caught.value.reason == "too-complex"


@pytest.mark.parametrize("html", HARMLESS.values(), ids=HARMLESS.keys())
def test_other_markup_passes(html: str) -> None:
    check_markup(html)


def test_few_attributes_are_not_counted_where_a_time_limit_holds() -> None:
    html = EXHAUSTING["attributes"]
    check_markup(html, is_timed=True)
    with pytest.raises(PageError):
        check_markup(html + "=" * 20_001, is_timed=True)


def test_a_page_is_checked_before_it_is_parsed() -> None:
    with pytest.raises(PageError, match="100000 are the limit"):
        parse(f"<html>{EXHAUSTING['links']}")


@given(st.text(alphabet="<p a=\"'/>&x\n", max_size=200))
def test_small_pages_always_pass(html: str) -> None:
    check_markup(html)
