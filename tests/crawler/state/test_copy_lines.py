from crawler.state.copy_lines import copied_article, rejection_of_copy
from pipelines.dedup.index import Duplicate
from tests.crawler.state.examples import article


def test_the_line_of_a_copy_names_the_article_that_said_it_first() -> None:
    twin = Duplicate(id="ab" * 16, kind="canonical_url", similarity=1.0)
    line = rejection_of_copy(article(), twin)
    assert line.reason == "duplicate-canonical-url"
    assert copied_article(line.reason, line.detail) == twin.id


def test_other_lines_name_none() -> None:
    assert copied_article("no-article-body", "the same as article x") is None
    assert copied_article("duplicate-exact", "by another program") is None
