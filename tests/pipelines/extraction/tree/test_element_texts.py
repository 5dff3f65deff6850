import pytest

from pipelines.extraction.tree.element_texts import short_line, text_of, visible_text_of
from pipelines.extraction.tree.markup import parse


def test_text_is_clean() -> None:
    assert text_of(parse("<p>Ada\n <b> Long</b></p>").find(".//p")) == "Ada Long"


def test_visible_text_leaves_out_scripts_and_the_head() -> None:
    tree = parse("<title>Quay</title><body>One <b>two</b> three<script>four</script> five</body>")
    assert visible_text_of(tree).split() == ["One", "three", "five", "two"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("  Ada \n Long ", "Ada Long"), ("Ada Longer", ""), (f"Ada{' ' * 40}Long", "")],
)
def test_short_line_is_clean_and_no_longer_than_asked_for(text: str, line: str) -> None:
    assert short_line(text, 8) == line
