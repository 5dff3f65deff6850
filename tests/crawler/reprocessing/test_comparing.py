from hypothesis import given

from crawler.reprocessing.comparing import IDENTITY, KEPT, Account, versions_of
from pipelines.items import Article, Delivery
from pipelines.serialization import FIELDS, check_record, to_record, to_removed_record
from tests.strategies import articles, deliveries


@given(article=articles(), delivery=deliveries())
def test_the_same_article_gives_the_same_lines(article: Article, delivery: Delivery) -> None:
    record = to_record(article, delivery)
    removed = to_removed_record(article, delivery) if article.removed else None
    versions = versions_of(record, removed, article)
    assert versions.changed() == ()
    assert (versions.new_record, versions.new_removed) == (record, removed)


@given(before=articles(), now=articles(), delivery=deliveries())
def test_what_the_dataset_added_is_kept(before: Article, now: Article, delivery: Delivery) -> None:
    record = to_record(before, delivery)
    versions = versions_of(record, None, now)
    assert {name: versions.new_record[name] for name in KEPT} == {n: record[n] for n in KEPT}
    assert not KEPT & set(versions.changed())
    assert list(versions.new_record) == [field.name for field in FIELDS]
    check_record(versions.new_record)
    if versions.new_removed is not None:
        assert versions.new_removed["id"] == record["id"]


@given(before=articles(), now=articles(), delivery=deliveries())
def test_every_change_is_counted_once(before: Article, now: Article, delivery: Delivery) -> None:
    record = to_record(before, delivery)
    same = versions_of(record, None, before)
    other = versions_of(record, None, now)
    account = Account()
    assert account.add(other, has_other_identity=False) == bool(other.changed())
    assert account.add(same, has_other_identity=True) == bool(same.changed())
    assert account.changed + account.identical == 2
    assert account.other_identity == 1
    counted = sum(changes.records for changes in account.ordered_fields().values())
    assert counted == len(other.changed()) + len(same.changed())


def test_everything_that_is_kept_is_a_column() -> None:
    assert {field.name for field in FIELDS} >= KEPT >= set(IDENTITY)
