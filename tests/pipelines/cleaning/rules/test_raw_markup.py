import pytest

from pipelines.cleaning.rules.raw_markup import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import claimed_between_paragraphs

RAW = (
    '<a href="https://social.example/tag/bees?src=hash&amp;ref=x">#Bees</a> are back, says Ada.',
    "Nine hives! <a href='https://t.example/x1'>pic.example/x1</a>",
    '<iframe src="//video.example/embed/9" width="560"></iframe>',
    "(function() { document.addEventListener('load', function() { start(1); }); })",
    "window.dataLayer.push({ event: 'read', page: names(1) });",
    "var player = new Player({ id: 9 });",
    "[contact-form id=1630175]",
    "[in_post_video video=”h9q”]",
    "[CTA_MODULE]",
    "[#article: /articles/63a1b9]",
    "Warning: Undefined variable $bee in /srv/www/hives.php on line 407",
    "Notice: Trying to get property of non-object in /var/www/a/b.php on line 3",
)
TEXT = (
    "Take a < b for granted and look at https://bees.example/list > nine of them.",
    "The gate is <a few feet> from the hives.",
    "The function (in the village hall) begins at nine; bring {something}.",
    "Document. It was the only one; it lay in a drawer (locked) {sic}.",
    "[sic]",
    "[off-camera]",
    "[Applause in the hall]",
    "[note 3]",
    "[#bees: nine]",
    "Warning: bees in /old hives on the line",
    "Notice: the hall is closed on line 9 of the tram.",
    "Notice: Undefined index in /srv/a.php on line 3 Nine hives stand there.",
)


@pytest.mark.parametrize("text", RAW)
def test_markup_that_stands_as_text_goes(text: str) -> None:
    assert claimed_between_paragraphs(RULE, text) == [text]


@pytest.mark.parametrize("text", TEXT)
def test_signs_and_brackets_of_sentences_stay(text: str) -> None:
    assert claimed_between_paragraphs(RULE, text) == []


@pytest.mark.parametrize("text", RAW)
def test_markup_on_a_page_that_shows_code_stays(text: str) -> None:
    assert claimed_between_paragraphs(RULE, text, Block(text="ls -l", kind="code")) == []


@pytest.mark.parametrize("text", RAW)
def test_markup_on_a_page_about_markup_stays(text: str) -> None:
    assert claimed_between_paragraphs(RULE, "In HTML a link is written so:", text) == []


@pytest.mark.parametrize("kind", ["code", "table"])
def test_code_and_tables_stay(kind: str) -> None:
    block = Block(text=RAW[0], kind="code" if kind == "code" else "table")
    assert claimed_between_paragraphs(RULE, block) == []
