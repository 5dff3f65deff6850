import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dedup.index import Duplicate, KnownArticle
from pipelines.dedup.minhash import similarity
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.options import DedupOptions
from tests.pipelines.dedup.examples import known, signature_like, text_hash


class PlainIndex:
    """Compares with everything."""

    def __init__(self, options: DedupOptions) -> None:
        self._options = options
        self._articles: dict[str, tuple[KnownArticle, tuple[int, ...]]] = {}

    def known(self, article_id: str) -> KnownArticle | None:
        found = self._articles.get(article_id)
        return None if found is None else found[0]

    def similarity(self, article_id: str, signature: tuple[int, ...]) -> float | None:
        if article_id not in self._articles or not self._articles[article_id][1]:
            return None
        return similarity(signature, self._articles[article_id][1])

    def find(
        self, article_id: str, text_sha256: str, signature: tuple[int, ...]
    ) -> Duplicate | None:
        others = [pair for key, pair in self._articles.items() if key != article_id]
        for article, _ in others:
            if article.text_sha256 == text_sha256:
                return Duplicate(id=article.id, kind="exact", similarity=1.0)
        near = [(similarity(signature, other), article.id) for article, other in others]
        best = max(near, key=lambda pair: pair[0], default=(0.0, ""))
        if best[0] < self._options.min_similarity:
            return None
        return Duplicate(id=best[1], kind="near", similarity=best[0])

    def put(self, article: KnownArticle, signature: tuple[int, ...]) -> None:
        self._articles[article.id] = (article, signature)


_STEPS = st.tuples(
    st.integers(0, 5), st.integers(0, 4), st.integers(0, 3), st.sampled_from([0, 20, 40, 100])
)


@given(
    st.lists(st.tuples(_STEPS, st.sampled_from(["keep", "reopen", "roll back"])), max_size=20),
    st.integers(2, 8),
)
@settings(max_examples=40)
def test_index_in_sqlite_finds_what_comparing_with_everything_finds(
    steps: list[tuple[tuple[int, int, int, int], str]], first_merge: int
) -> None:
    """Whatever was merged, however often it is opened, and though some is taken back."""
    options = DedupOptions()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    plain = PlainIndex(options)
    index = SqliteDuplicateIndex(connection, options, first_merge)
    for revision, ((number, text, base, changed), end) in enumerate(steps, start=1):
        article = known(number, text=text, revision=revision)
        numbers = signature_like(base, changed)
        expected = plain.find(article.id, text_hash(text), numbers)
        assert index.find(article.id, text_hash(text), numbers) == expected
        assert index.similarity(article.id, numbers) == plain.similarity(article.id, numbers)
        connection.execute("BEGIN")
        index.put(article, numbers)
        assert index.known(article.id) == article
        connection.execute("ROLLBACK" if end == "roll back" else "COMMIT")
        if end != "roll back":
            plain.put(article, numbers)
        if end == "reopen":
            index = SqliteDuplicateIndex(connection, options, first_merge)
        index.merge_when_due()
        assert index.known(article.id) == plain.known(article.id)
    connection.close()
