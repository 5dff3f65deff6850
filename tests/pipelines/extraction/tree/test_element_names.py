from pipelines.extraction.tree.element_names import has_hint, names_of
from pipelines.extraction.tree.markup import parse


def test_names_are_split_at_signs_and_capitals() -> None:
    element = parse('<body><div class="ArticleBody__main-text" id="x9"></div></body>').find(
        ".//div"
    )
    assert element is not None
    assert names_of(element) == ("article", "body", "main", "text", "x9")


def test_hint_is_looked_for_in_class_id_and_itemprop() -> None:
    tree = parse('<p class="Post-Author"></p><p id="byline"></p><p title="author"></p>')
    assert [has_hint(p, ("author", "byline")) for p in tree.iter("p")] == [True, True, False]
