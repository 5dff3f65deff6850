from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.body.copies import find_copies, read_distinct_lines
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse

STORY = (
    "The old bench at the harbour came back on Tuesday, painted green.",
    "Nobody in the harbour office says that they ordered the colour.",
    "Short line.",
    "A sailor who sat on it first found the paint still a little wet.",
    "His trousers are now to be seen in the window of the yacht club.",
)
OTHERS = tuple(f"Sentence number {i} has enough words for a line of its own." for i in range(5))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def once(markup: str) -> list[str]:
    return [line.text for line in read_distinct_lines(parse(f"<body>{markup}</body>"))]


def test_a_story_told_twice_is_read_once() -> None:
    wide = f"<div class='wide'>{paragraphs(*STORY)}</div>"
    narrow = wide.replace("wide", "narrow")
    assert once(wide + "<p>Menu</p>" + narrow + narrow) == [*STORY, "Menu"]


def test_buttons_between_the_lines_of_a_copy_do_not_hide_it() -> None:
    copy = "<p>Share</p><p>Listen</p>".join(paragraphs(text) for text in STORY)
    assert once(paragraphs(*STORY) + copy) == [*STORY, *["Share", "Listen"] * 4]


def test_the_copy_leaves_the_page_and_what_is_not_told_twice_stays() -> None:
    page = parse(f"<body>{paragraphs(*STORY)}<div>{paragraphs(*STORY, *OTHERS)}</div></body>")
    lines = read_distinct_lines(page)
    assert [line.text for line in lines] == [*STORY, *OTHERS]
    assert lines == read_lines(page)


def test_what_stands_inside_a_repeated_line_stays() -> None:
    items = "".join(f"<li>{text}<p>Remark {i}.</p></li>" for i, text in enumerate(STORY))
    assert [text for text in once(paragraphs(*STORY) + items) if "Remark" in text] == [
        f"Remark {i}." for i in range(len(STORY))
    ]


def test_a_quotation_told_again_stays() -> None:
    markup = paragraphs(*STORY, *OTHERS, STORY[0], STORY[3])
    assert once(markup) == [*STORY, *OTHERS, STORY[0], STORY[3]]


def test_a_refrain_in_another_order_stays() -> None:
    markup = paragraphs(*STORY, *reversed(STORY))
    assert once(markup) == [*STORY, *reversed(STORY)]


def test_a_small_part_told_again_stays() -> None:
    story = (*STORY, *(f"{text} {i}" for i in range(6) for text in OTHERS))
    assert once(paragraphs(*story, *STORY)) == [*story, *STORY]


def test_teasers_shown_twice_stay() -> None:
    teasers = "".join(f"<p><a href='/{i}'>{text}</a></p>" for i, text in enumerate(STORY))
    assert once(paragraphs(*OTHERS) + teasers * 2) == [*OTHERS, *STORY, *STORY]


@given(st.lists(st.sampled_from([*STORY, *OTHERS, "x", "y"]), max_size=40))
def test_a_copy_has_been_told_before(texts: list[str]) -> None:
    lines = read_lines(parse(f"<body>{paragraphs(*texts)}</body>"))
    copies = find_copies(lines)
    told = {line.text for index, line in enumerate(lines) if index not in copies}
    assert {line.text for line in lines} == told
