import json
from typing import Any

import pytest

from pipelines.extraction.declared.stored_story import find_stored_story
from pipelines.extraction.tree.markup import parse

TITLE = "Ferry to Lowmere runs again"
TEXTS = tuple(
    f"On day {number} the ferry again carried more people than the council of Lowmere had hoped,"
    f" and nobody was left standing on the quay when it cast off for the {number}th time."
    for number in range(1, 6)
)
OTHERS = [
    {"title": f"Bridge {number} closed", "body": " ".join(TEXTS).replace("ferry", "bridge")}
    for number in range(4)
]


def stored(value: Any) -> list[str] | None:
    return found(f'<script type="application/json">{json.dumps(value)}</script>')


def found(markup: str) -> list[str] | None:
    story = find_stored_story(parse(f"<html><body><p>x</p>{markup}</body></html>"), TITLE)
    return None if story is None else [item.text_content() for item in story.iter("p")]


def paragraphs(open_tag: str, texts: tuple[str, ...] = TEXTS) -> str:
    return "".join(f"{open_tag}{text}</p>" for text in texts)


STORED: dict[str, Any] = {
    "markup": {"title": TITLE, "body": paragraphs("<p>")},
    "list of markup": {"headline": TITLE, "body": [f"<p>{text}</p>" for text in TEXTS]},
    "plain text": {"title": TITLE, "text": "\n\n".join(TEXTS)},
    "elements beside nested headlines": {
        "headlines": {"basic": TITLE},
        "content_elements": [{"type": "text", "content": text} for text in TEXTS],
    },
    "paragraphs made of pieces": {
        "title": TITLE,
        "body": [
            {"_type": "block", "children": [{"text": text[:9]}, {"text": text[9:]}]}
            for text in TEXTS
        ],
    },
    "document of an editor": {
        "title": TITLE,
        "doc": {
            "type": "doc",
            "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in TEXTS
            ],
        },
    },
    "text told twice in a node": {
        "title": TITLE,
        "blocks": [
            {"type": "paragraph", "model": {"text": text, "blocks": [{"text": text}]}}
            for text in TEXTS
        ],
    },
    "among other stories": {"stories": [*OTHERS, {"title": TITLE, "body": paragraphs("<p>")}]},
    "before comments": {
        "title": TITLE,
        "body": paragraphs("<p>"),
        "comments": [{"text": text * 9} for text in TEXTS],
    },
    "flat list": [{"title": 1, "body": 2}, TITLE, paragraphs("<p>"), "Home", "/a/b"],
    "components": [
        ["$", "h1", None, {"children": TITLE}],
        *(["$", "p", None, {"children": [text[:9], text[9:]]}] for text in TEXTS),
    ],
    "pictures between": {
        "title": TITLE,
        "content": [
            part
            for text in TEXTS
            for part in (
                {"type": "paragraph", "text": text},
                {"type": "image", "text": "The ferry at the quay"},
            )
        ],
    },
}


@pytest.mark.parametrize("value", STORED.values(), ids=STORED)
def test_story_beside_the_headline_is_found(value: Any) -> None:
    assert stored(value) == list(TEXTS)


NOT_STORED: dict[str, Any] = {
    "other stories only": {"title": TITLE, "related": OTHERS},
    "stories without this headline": OTHERS,
    "words for buttons": {"title": TITLE, "i18n": {"notice": " ".join(TEXTS)}},
    "several texts, none the story": [TITLE, *TEXTS, "Home"],
    "script": [TITLE, "window.dataLayer = []; run(); " + " ".join(TEXTS)],
    "template to be filled": {"title": TITLE, "body": f"<p>{{{{name}}}} {' '.join(TEXTS)}</p>"},
    "teaser": {"title": TITLE, "body": f"<p>{TEXTS[0]}</p>"},
}


@pytest.mark.parametrize("value", NOT_STORED.values(), ids=NOT_STORED)
def test_other_data_is_no_story(value: Any) -> None:
    assert stored(value) is None


HELD = {
    "text field": "<textarea>{}</textarea>",
    "template in a script": '<script type="text/template">{}</script>',
    "page in a frame": '<iframe srcdoc="{}"></iframe>',
}


@pytest.mark.parametrize("element", HELD.values(), ids=HELD)
def test_story_that_an_element_holds_as_text_is_found(element: str) -> None:
    assert found(element.format(paragraphs("<p>"))) == list(TEXTS)


@pytest.mark.parametrize("element", HELD.values(), ids=HELD)
def test_text_without_the_words_of_the_headline_is_no_story(element: str) -> None:
    terms = "<p>Whoever uses this service accepts its terms, which may change at any time.</p>"
    assert found(element.format(terms * 9)) is None


def test_data_that_are_nested_without_end_hold_no_story() -> None:
    depth = 700
    nested = '{"content":[' * depth + json.dumps(TEXTS[0]) + "]}" * depth
    data = f'{{"title": {json.dumps(TITLE)}, "body": [{json.dumps(TEXTS)}, {nested}]}}'
    told = found(f'<script type="application/json">{data}</script>')
    assert told is None or told[: len(TEXTS)] == list(TEXTS)
