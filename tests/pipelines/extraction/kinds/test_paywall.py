import pytest

from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.paywall import Paywall, read_paywall
from pipelines.extraction.tree.markup import parse
from pipelines.items import Block, Metadata

WHOLE = "The lights went on. They went home."
CUT = "And then the lights …"
LONG = "The lights went on. " * 80
PROMPT = '<div class="paywall"><p>Subscribe to continue reading.</p></div>'


def read(
    *texts: str, free: bool | None = None, body: str = "", script: str = "", rest: str | None = None
) -> Paywall:
    """Return what is read of a page with these paragraphs."""
    ld = f'<script type="application/ld+json">{script}</script>'
    blocks = tuple(Block(text=text) for text in texts)
    return read_paywall(
        Look(
            tree=parse(f"<html><head>{ld}</head><body><p>x</p>{body}</body></html>"),
            url="https://example.org/a",
            metadata=Metadata(is_accessible_for_free=free, article_body=rest),
            extracted=blocks,
            blocks=blocks,
        )
    )


@pytest.mark.parametrize(("free", "expected"), [(False, True), (True, False), (None, None)])
def test_page_is_believed_what_it_declares(free: bool | None, expected: bool | None) -> None:
    assert read(LONG, free=free).is_paywalled is expected


@pytest.mark.parametrize(
    ("free", "ending", "expected"),
    [
        (False, CUT, True),
        (False, WHOLE, None),
        (True, WHOLE, False),
        (None, WHOLE, False),
        (None, "And then the lights [...]", None),
    ],
)
def test_text_is_truncated_when_it_is_for_sale_and_breaks_off(
    free: bool | None, ending: str, expected: bool | None
) -> None:
    assert read(LONG, ending, free=free).is_truncated is expected


def test_prompt_after_a_short_text_locks_it() -> None:
    found = read(CUT, body=PROMPT)
    assert (found.is_paywalled, found.is_truncated) == (True, True)
    assert found.flags == ("paywall-prompt", "ends-in-ellipsis")


@pytest.mark.parametrize(
    "prompt",
    [
        "Dieser Artikel ist nur für Abonnenten.",
        "Contenido exclusivo para suscriptores",
        "Чтобы продолжить чтение, войдите",
        "Aby czytać dalej, zaloguj się",
        "Sie möchten weiterlesen?",
        "För att läsa vidare behöver du ett konto",
        "この記事は有料会員限定です。残り812文字",
        "登录后继续阅读",
    ],
)
def test_prompt_as_the_last_paragraph_is_known_in_many_languages(prompt: str) -> None:
    assert read(WHOLE, prompt).is_paywalled is True


@pytest.mark.parametrize(
    "line",
    [
        "Die Zeitung gibt es nun auch für Abonnenten in der Schweiz.",
        "Zum Weiterlesen: ein Buch über Leuchttürme",
        "図書館は有料の記事を集めている。",
    ],
)
def test_line_that_speaks_of_readers_is_no_prompt(line: str) -> None:
    assert read(WHOLE, line).is_paywalled is None


def test_prompt_beside_a_whole_story_or_in_another_container_locks_nothing() -> None:
    assert read(LONG * 2, body=PROMPT).is_paywalled is None
    assert read(WHOLE, body=PROMPT.replace("paywall", "footer")).is_paywalled is None
    assert read(WHOLE, free=True, body=PROMPT).is_paywalled is False


def test_text_that_is_much_shorter_than_declared_lacks_its_end() -> None:
    found = read(WHOLE, free=False, script='{"wordCount": "900"}')
    assert (found.is_truncated, found.flags) == (
        True,
        ("paywall-declared", "shorter-than-declared"),
    )
    assert read(WHOLE, free=False, rest=LONG).is_truncated is True
    assert read(WHOLE, free=None, rest=LONG).is_truncated is None


def test_lengths_of_several_stories_say_nothing() -> None:
    assert read(WHOLE, free=False, script='[{"wordCount": 900}, {"wordCount": 5}]').flags == (
        "paywall-declared",
    )


def test_paid_part_that_is_not_on_the_page_is_missing() -> None:
    script = '{"hasPart": {"cssSelector": ".paid"}}'
    there = f'<div class="paid">{LONG}</div>'
    assert read(WHOLE, free=False, script=script).flags == ("paywall-declared", "paid-part-missing")
    assert read(WHOLE, free=False, script=script, body=there).flags == ("paywall-declared",)
    assert read(WHOLE, free=True, script=script).flags == ()
