from hypothesis import given
from hypothesis import strategies as st

from crawler.measures import LATENCY_BOUNDS_S, Measures

RESPONSES = st.lists(
    st.tuples(
        st.sampled_from((200, 304, 404, 503)),
        st.integers(0, 10**6),
        st.one_of(st.none(), st.floats(0, 100)),
    )
)


def test_a_response_counts_in_the_class_of_its_latency() -> None:
    measures = Measures()
    for latency_s in (0.0, LATENCY_BOUNDS_S[0], LATENCY_BOUNDS_S[0] + 0.01, 1e6):
        measures.add(200, 10, latency_s)
    assert measures.latencies == [2, 1, *[0] * (len(LATENCY_BOUNDS_S) - 2), 1]


@given(RESPONSES)
def test_every_response_is_counted_once(responses: list[tuple[int, int, float | None]]) -> None:
    measures = Measures()
    for response in responses:
        measures.add(*response)
    timed = [latency for _, _, latency in responses if latency is not None]
    assert measures.responses.total() == len(responses)
    assert measures.response_bytes == sum(size for _, size, _ in responses)
    assert sum(measures.latencies) == len(timed)
    assert measures.as_json()["latency_sum_s"] == round(measures.latency_sum_s, 3)
