from pipelines.extraction.kinds.mark_words import load_mark_words


def test_words_are_sorted_into_tables_without_empty_words() -> None:
    for table in load_mark_words().values():
        assert all(words and all(words) for words in table.values())
