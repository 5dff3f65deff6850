import json
from datetime import UTC, datetime

import pytest

from pipelines.errors import PageError
from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.extraction.body.isolation import Body
from pipelines.extraction.body.page_body import read_body, read_tree
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.items import Page, SiteRules, SourceHints
from tests.pipelines.page_examples import story

MARKUP = (
    story().body.decode().replace("</body>", '<div id="x"><p>The ferry is back.</p></div></body>')
)


def read(rules: SiteRules | None, markup: str = MARKUP) -> Body:
    page = page_of(markup, rules)
    tree = read_tree(page)
    metadata = read_metadata(tree, page)
    return read_body(tree, read_wordings(read_document(metadata), metadata), page)


def page_of(markup: str, rules: SiteRules | None) -> Page:
    return Page(
        url="https://gazette.example/1",
        url_requested="https://gazette.example/1",
        body=markup.encode(),
        fetched_at=datetime(2025, 2, 3, tzinfo=UTC),
        hints=SourceHints(rules=rules),
    )


def test_a_body_rule_replaces_the_search() -> None:
    body = read(SiteRules(id="r", body=("#x",)))
    assert body.is_ruled
    assert [block.text for block in body.blocks] == ["The ferry is back."]


def test_a_body_rule_that_matches_nothing_falls_back_to_the_search() -> None:
    body = read(SiteRules(id="r", body=("#nowhere",)))
    assert not body.is_ruled
    assert body == read(None)
    assert len(body.blocks) >= 6


def test_replacements_come_before_everything_else() -> None:
    rules = SiteRules(id="r", body=("main",), replacements=(('div id="x"', "main"),))
    assert [block.text for block in read(rules).blocks] == ["The ferry is back."]


def test_what_is_no_page_is_told() -> None:
    with pytest.raises(PageError):
        read_tree(page_of("%PDF", None))


def test_a_story_in_the_data_of_a_page_without_text_is_read() -> None:
    day = "On day {} the ferry sailed until nobody was left on the quay, as the council had asked."
    texts = [day.format(number) for number in range(9)]
    title = "Harbour crane returns"
    data = {"title": title, "body": [f"<p>{text}</p>" for text in texts]}
    markup = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div id='app'></div>"
        f"<script>window.STATE = {json.dumps(data)};</script></body></html>"
    )
    assert [block.text for block in read(None, markup).blocks] == texts


def test_a_short_story_that_the_data_do_not_tell_again_stays() -> None:
    shown = [f"The crane turned {n} times, and {n} people watched it." for n in range(11)]
    title = "Harbour crane returns"
    data = {"title": title, "body": "<p>Terms apply to all who read this.</p>" * 90}
    markup = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<article>{''.join(f'<p>{text}</p>' for text in shown)}</article>"
        f"<script>window.STATE = {json.dumps(data)};</script></body></html>"
    )
    assert [block.text for block in read(None, markup).blocks] == shown


def test_a_story_that_is_shown_stays_whatever_the_data_say() -> None:
    texts = "<p>The bridge stays closed until the storm is over, the council says.</p>" * 20
    data = json.dumps({"title": "Bridge closed", "body": texts})
    markup = MARKUP.replace("</body>", f"<script>window.STATE = {data};</script></body>")
    assert read(None, markup) == read(None)
