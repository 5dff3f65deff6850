from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.article_keys import article_keys, id_key, text_key
from pipelines.dedup.minhash import bands, pack
from pipelines.options import DedupOptions

_OPTIONS = DedupOptions()


@given(
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=32, max_size=32),
    st.lists(st.integers(0, 2**16 - 1), max_size=128).map(tuple),
)
def test_keys_are_those_of_id_text_and_bands(
    own_id: bytes, text: bytes, signature: tuple[int, ...]
) -> None:
    keys = article_keys(own_id, text, pack(signature), _OPTIONS)
    assert keys == (id_key(own_id), text_key(text), *bands(signature, _OPTIONS))
    assert all(0 <= key < 2**32 for key in keys)


def test_an_id_and_a_text_of_the_same_bytes_have_other_keys() -> None:
    assert id_key(b"a" * 16) != text_key(b"a" * 16) != id_key(b"b" * 16)
