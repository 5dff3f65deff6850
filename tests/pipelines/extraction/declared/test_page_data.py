import json

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.declared.page_data import read_page_data
from pipelines.extraction.tree.markup import parse

TEXT = "The ferry to Lowmere runs every hour again, the council says. " * 10
STORY = {"title": "Ferry runs again", "body": TEXT}


def data(markup: str) -> list[object]:
    return list(read_page_data(parse(f"<html><body><p>x</p>{markup}</body></html>")))


def test_json_in_a_script_is_read() -> None:
    script = f'<script type="application/json">{json.dumps(STORY)}</script>'
    assert data(script) == [STORY]


def test_json_that_a_script_assigns_is_read() -> None:
    script = f"<script>var a = 1; window.STATE = {json.dumps(STORY)}; run(a);</script>"
    assert data(script) == [STORY]


def test_json_packed_in_a_text_is_read() -> None:
    packed = json.dumps(json.dumps(STORY))
    assert data(f"<script>window.STATE = JSON.parse({packed});</script>") == [STORY]


def test_json_in_an_attribute_is_read() -> None:
    attribute = json.dumps(STORY).replace('"', "&quot;")
    assert data(f'<div data-page="{attribute}"></div>') == [STORY]


def test_of_a_script_without_json_the_texts_are_read() -> None:
    called = f"run(function(a) {{ return {{title: a, body: {json.dumps(TEXT)}}} }})"
    assert data(f"<script>{called}</script>") == [[TEXT]]


def test_rows_that_come_in_several_scripts_are_read_as_one() -> None:
    title = json.dumps({"title": "é"})
    stream = f'1:{title}\n2:T{len(TEXT.encode()):x},{TEXT}3:["$","p",null,{{}}]\n'
    parts = (stream[:40], stream[40:])
    scripts = (f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in parts)
    assert data("".join(scripts)) == [[{"title": "é"}, TEXT, ["$", "p", None, {}]]]


def test_json_ld_and_little_data_are_left_alone() -> None:
    assert data(f'<script type="application/ld+json">{json.dumps(STORY)}</script>') == []
    assert data('<script>window.STATE = {"title": "Ferry runs again"};</script>') == []


@given(st.text(max_size=200))
def test_no_script_is_too_broken(text: str) -> None:
    data(f"<script>self.__next_f.push([1,{json.dumps(text)}]){text}</script>")
    data(f"<script>{text}={text * 10}</script>")
