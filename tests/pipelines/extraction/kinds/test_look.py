from pipelines.extraction.kinds.look import visible_texts
from pipelines.extraction.tree.markup import parse


def test_texts_of_scripts_are_not_visible() -> None:
    tree = parse("<html><body><p>one</p><script>a('$')</script>two</body></html>")
    assert visible_texts(tree) == ["one", "two"]
