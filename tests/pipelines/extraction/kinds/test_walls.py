import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.kinds.walls import find_wall
from pipelines.extraction.tree.markup import parse
from pipelines.items import Block, Candidate, Metadata
from tests.strategies import html_pages

SENTENCE = "The council of Lowmere approved the new bridge over the sound on Tuesday evening. "
STORY = (Block(text=SENTENCE * 12),)
LINE = (Block(text=SENTENCE.strip()),)


def wall_of(
    title: str, text: str, body: str = "", blocks: tuple[Block, ...] | None = None
) -> str | None:
    """Return the reason for which a page with this headline and text is a wall."""
    tree = parse(f"<html><body><h1>{title}</h1><p>{text}</p>{body}</body></html>")
    metadata = Metadata(titles=(Candidate(value=f"{title} | Gazette", source="html"),))
    wall = find_wall(tree, metadata, (Block(text=text),) if blocks is None else blocks)
    if wall is not None:
        assert wall.evidence
    return wall.reason if wall else None


WALLS = {
    "error page in Italian": ("Pagina non trovata", "Questa pagina non esiste.", "", "soft-404"),
    "error page in Polish": ("Błąd 404", "Taka strona nie istnieje.", "", "soft-404"),
    "error page with a number": ("404", "Nothing here.", "", "soft-404"),
    "check in French": ("Un instant", "Vérification de votre navigateur.", "", "bot-challenge"),
    "check without a title": (
        "gazette.example", "Please verify you are human. Unusual traffic was seen.",
        '<div id="captcha"></div>', "bot-challenge",
    ),
    "login in Dutch": ("Inloggen", "Wachtwoord vergeten?", "", "login-wall"),
    "login by its field": (
        "Members", "You must be logged in.", '<input type="password">', "login-wall",
    ),
    "maintenance": ("We'll be back soon!", "The site is under maintenance.", "", "maintenance"),
    "maintenance in Ukrainian": ("Технічні роботи", "Скоро повернемося.", "", "maintenance"),
    "maintenance without a title": (
        "gazette.example", "Down for scheduled maintenance. We will be back soon.", "",
        "maintenance",
    ),
    "consent in Spanish": (
        "Su privacidad",
        "Utilizamos cookies y datos personales con nuestros socios. Puede retirar su "
        "consentimiento en la política de privacidad.", "", "consent-wall",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("title", "text", "body", "reason"), WALLS.values(), ids=WALLS.keys())
def test_wall_is_told_by_its_wording(title: str, text: str, body: str, reason: str) -> None:
    assert wall_of(title, text, body) == reason


@pytest.mark.parametrize(
    "title",
    ["Page not found", "Just a moment", "Log in", "Your privacy", "Planned maintenance"],
)
def test_headline_above_a_story_is_no_wall(title: str) -> None:
    assert wall_of(title, SENTENCE * 12, blocks=STORY) is None


def test_wording_below_a_brief_is_no_wall() -> None:
    form = '<form>Forgot your password? Remember me<input type="password"></form>'
    assert wall_of("Crane turned by hand", SENTENCE * 2, form, LINE * 2) is None


def test_declared_story_is_no_wall_for_its_wording_alone() -> None:
    tree = parse("<html><body><p>Please verify you are human. Unusual traffic.</p></body></html>")
    types = (Candidate(value="NewsArticle", source="jsonld"),)
    assert find_wall(tree, Metadata(page_types=types), ()) is None
    assert find_wall(tree, Metadata(), ()) is not None


@settings(max_examples=60)
@given(html_pages(), st.text(max_size=40))
def test_any_page_is_looked_at_without_an_error(markup: str, title: str) -> None:
    metadata = Metadata(titles=(Candidate(value=title, source="h1"),))
    first = find_wall(parse(markup), metadata, LINE)
    assert first == find_wall(parse(markup), metadata, LINE)
