import pytest

from crawler.spiders.source_tasks import SourceTask


@pytest.mark.parametrize(
    ("page", "depth", "is_first"), [(1, 0, True), (2, 0, False), (1, 1, False)]
)
def test_a_source_stands_or_falls_with_its_first_document(
    page: int, depth: int, *, is_first: bool
) -> None:
    task = SourceTask(source_id="gazette", url="https://gazette.example/", page=page, depth=depth)
    assert task.is_first is is_first
