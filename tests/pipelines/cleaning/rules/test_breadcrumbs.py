from pipelines.cleaning.rules.breadcrumbs import RULE
from pipelines.items import Block
from tests.pipelines.cleaning.documents import BODY, claimed, each_case, named

CLAIMED = {
    "greater-than": "Home > News > World",
    "guillemet": "Home » News",
    "single guillemet": "Startseite › Politik › Inland",
    "arrow": "Accueil → Société",
    "slashes": "Inicio / Noticias / Mundo",
    "bars": "Главная | Новости | Мир",
    "headline as the last step": "Home > News > Bees return to the old railway bridge",
    "Ukrainian": "Головна > Новини",
}
LEFT_ALONE = {
    "sentence": "Bees > wasps, the sign said.",
    "comparison in a heading": "5 > 3",
    "small letters": "bees > wasps",
    "two parts and a bar": "Bees | Lowmere",
    "score": "Lowmere / Marsh Lane",
    "French quotation": "«Pont» »",
    "long first step": "The council of Lowmere decided > more",
    "headline": "Bees return to the old railway bridge",
    "kicker": "Nature",
}


@each_case(CLAIMED, "line")
def test_path_at_the_top_goes(line: str) -> None:
    assert claimed(RULE, line, *BODY) == [line]


@each_case(LEFT_ALONE, "line")
def test_line_that_is_no_path_stays(line: str) -> None:
    assert claimed(RULE, line, *BODY) == []


def test_line_named_as_breadcrumbs_goes() -> None:
    assert claimed(RULE, named("breadcrumbs", text="News"), *BODY) == ["News"]


def test_path_further_down_stays() -> None:
    """How to get somewhere in a program: "Settings > Privacy > Location"."""
    assert claimed(RULE, BODY[0], BODY[1], "Settings > Privacy > Location", BODY[2]) == []


def test_tables_code_and_quotations_stay() -> None:
    kinds = [Block(text="A > B > C", kind="table"), Block(text="A > B", kind="code")]
    assert claimed(RULE, *kinds, Block(text="Home > News", kind="quote"), *BODY) == []
