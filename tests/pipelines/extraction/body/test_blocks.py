import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.body.blocks import (
    Selection,
    Verdict,
    select_lines,
    to_blocks,
)
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import parse
from pipelines.items import Block
from pipelines.normalization import clean_text, letter_key
from tests.strategies import html_pages

BRIDGE = "The new bridge at Lowmere opened to traffic on Tuesday morning."
FERRY = "The old ferry made its last crossing in front of three hundred people."
TOLL = "No toll will be charged during the first year."


def lines_of(body: str) -> tuple[Line, ...]:
    return read_lines(parse(f"<body>{body}</body>"))


def blocks_of(texts: list[str], body: str) -> tuple[Block, ...]:
    lines = lines_of(body)
    return to_blocks(select_lines(texts, lines), lines)


def test_texts_are_found_without_regard_to_case_space_and_punctuation() -> None:
    lines = lines_of(f"<p>{TOLL}</p><p>{BRIDGE}</p>")
    found = select_lines(
        ["THE new  bridge at Lowmere – opened to traffic on Tuesday morning"], lines
    )
    assert found == Selection(chosen=frozenset({1}))


def test_a_text_over_several_lines_chooses_them_all() -> None:
    lines = lines_of(f"<ul><li>{TOLL}</li><li>{FERRY}</li></ul><p>{BRIDGE}</p>")
    assert select_lines([f"{TOLL} {FERRY}"], lines).chosen == {0, 1}


def test_the_parts_of_a_line_choose_it_when_they_are_its_greater_part() -> None:
    lines = lines_of(f"<p>By Ada <b>{BRIDGE}</b> {FERRY}</p>")
    assert select_lines([BRIDGE, FERRY], lines) == Selection(chosen=frozenset({0}))


def test_a_small_part_of_a_line_is_kept_as_a_text_of_its_own() -> None:
    blocks = blocks_of([TOLL, BRIDGE], f"<p>{TOLL}</p><p>{BRIDGE} {FERRY} {FERRY} {FERRY}</p>")
    assert [block.text for block in blocks] == [TOLL, BRIDGE]


def strays_between(*verdicts: Verdict) -> Block:
    lines = lines_of(f"<p>{BRIDGE}</p><p>{FERRY}</p>")
    selection = Selection(chosen=frozenset({0, 1}), strays=((0, TOLL),))
    return to_blocks(selection, lines, dict(enumerate(verdicts)))[1]


def test_a_text_without_a_line_is_doubted_between_doubted_lines() -> None:
    stray = strays_between(Verdict(0.1, "its links"), Verdict(0.2, "its place"))
    assert (stray.text, stray.signals.body_score) == (TOLL, 0.2)
    assert stray.signals.doubt == "the lines around it"


def test_a_text_without_a_line_stays_beside_a_likely_line() -> None:
    assert strays_between(Verdict(0.1, "its links"), Verdict(0.9)).signals.doubt is None
    assert strays_between().signals.doubt is None


def test_a_caption_with_a_verdict_is_text() -> None:
    lines = lines_of(f"<figure><figcaption>{FERRY}</figcaption></figure><p>{BRIDGE}</p>")
    everything = Selection(chosen=frozenset({0, 1}))
    judged = to_blocks(everything, lines, {0: Verdict(0.9), 1: Verdict(0.9)})
    assert [block.kind for block in judged] == ["paragraph", "paragraph"]
    assert [block.kind for block in to_blocks(everything, lines)] == ["caption", "paragraph"]


def test_a_line_that_breaks_part_gives_a_block_for_each_part() -> None:
    blocks = blocks_of([f"{BRIDGE} {TOLL}"], f"<p>{BRIDGE}<br><a>{TOLL}</a></p>")
    assert [(block.text, block.link_density) for block in blocks] == [(BRIDGE, 0.0), (TOLL, 1.0)]


def test_of_equal_lines_the_next_one_is_chosen() -> None:
    lines = lines_of(f"<p>{TOLL}</p><p>{BRIDGE}</p><p>{TOLL}</p>")
    assert select_lines([BRIDGE, TOLL], lines).chosen == {1, 2}


def test_a_short_text_is_not_found_in_the_middle_of_another_word() -> None:
    lines = lines_of(f"<p>{BRIDGE}</p><p>{FERRY} and again {FERRY}</p>")
    assert select_lines([BRIDGE, "people"], lines).strays == ((0, "people"),)


TORN = {
    "hidden by its style": "said <i style='display:none'>copied from here</i>",
    "twice": "said <i>copied</i> in the town hall on the square <i>from here</i>",
}


@pytest.mark.parametrize("hole", TORN.values(), ids=TORN.keys())
def test_line_of_which_a_stretch_was_left_out_is_not_told_twice(hole: str) -> None:
    lines = lines_of(f"<p>{TOLL}</p><p>On Sunday the {hole} that {BRIDGE}</p><p>{FERRY}</p>")
    shown = re.sub("<i.*?</i>", "", f"On Sunday the {hole} that {BRIDGE}")
    text = parse(f"<p>{shown}</p>").text_content()
    assert select_lines([text, FERRY], lines) == Selection(chosen=frozenset({1, 2}))


def test_line_that_begins_and_ends_alike_is_another_one() -> None:
    text = f"On Sunday the mayor said that {BRIDGE}"
    lines = lines_of(f"<p>{text.replace('the mayor', 'a sailor who came home')}</p>")
    assert select_lines([text], lines).strays == ((-1, text),)


def test_text_that_goes_over_something_left_out_is_not_told_twice() -> None:
    bridge, ferry = f"{BRIDGE} " * 9, f"{FERRY} " * 9
    body = f"<p>{bridge}</p><figure>A photograph</figure><p>{ferry}</p><p>{TOLL}</p>"
    selection = select_lines([f"{bridge}{ferry}"], lines_of(body))
    assert selection == Selection(chosen=frozenset({0, 2}))


def test_text_of_which_little_is_on_the_page_is_told_as_it_is() -> None:
    text = f"{BRIDGE} {'It never was on the page. ' * 19}"
    assert select_lines([text], lines_of(f"<p>{BRIDGE}</p>")).strays == ((-1, text),)


def test_what_is_not_on_the_page_follows_what_was_found_before_it() -> None:
    blocks = blocks_of([BRIDGE, "Never on the page.", FERRY], f"<p>{BRIDGE}</p><p>{FERRY}</p>")
    assert [block.text for block in blocks] == [BRIDGE, "Never on the page.", FERRY]


def test_blocks_stand_in_page_order_with_kind_level_and_links() -> None:
    body = f'<h2>Opening</h2><p>{BRIDGE}</p><ul><li><a href="/x">Map</a> of it</li></ul>'
    blocks = blocks_of(["Map of it", BRIDGE, "Opening"], body)
    assert [(block.kind, block.level) for block in blocks] == [
        ("heading", 2), ("paragraph", None), ("list_item", None),
    ]  # fmt: skip
    assert [block.link_density for block in blocks] == [0, 0, 3 / 9]


def test_names_are_those_that_most_blocks_do_not_share() -> None:
    rest = "".join(f"<p>{FERRY} {number}</p>" for number in range(3))
    body = (
        f'<div class="story-body">{rest}<div class="RelatedBox" id="promo_1">'
        f'<p itemprop="name" role="note">{TOLL}</p></div></div>'
    )
    lines = lines_of(body)
    block = to_blocks(Selection(chosen=frozenset(range(4))), lines)[-1]
    assert block.signals.names == ("note", "name", "related", "box", "promo", "1")
    assert block.signals.tag_path == ("body", "div", "div", "p")
    assert block.signals.position == lines[-1].position


@settings(max_examples=60)
@given(html_pages(), st.data())
def test_any_texts_of_a_page_come_back_once_and_in_order(page: str, data: st.DataObject) -> None:
    lines = read_lines(parse(page))
    wanted = [line for line in lines if letter_key(line.text)]
    texts = data.draw(st.lists(st.sampled_from(wanted), unique=True)) if wanted else []
    selection = select_lines([line.text for line in texts], lines)
    blocks = to_blocks(selection, lines)
    assert len(selection.chosen) + len(selection.strays) >= len({line.text for line in texts})
    assert {clean_text(line.text) for line in texts} <= {block.text for block in blocks}
    positions = [block.signals.position for block in blocks if block.signals.position is not None]
    assert all(block.text == clean_text(block.text) != "" for block in blocks)
    assert len(positions) == len(selection.chosen)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=8), html_pages())
def test_foreign_texts_are_never_lost(texts: list[str], page: str) -> None:
    lines = read_lines(parse(page))
    selection = select_lines(texts, lines)
    kept = "".join(letter_key(lines[index].text) for index in sorted(selection.chosen))
    strays = {letter_key(text) for _, text in selection.strays}
    covered = "".join(letter_key(line.text) for line in lines)
    assert all(key in strays or key in covered or not key for key in map(letter_key, texts))
    assert len(kept) <= len(covered)


def test_blocks_of_code_keep_their_lines() -> None:
    (block,) = blocks_of(["if hive: open()"], "<pre><code>if hive:\n  open()</code></pre>")
    assert (block.kind, block.text) == ("code", "if hive:\n  open()")
