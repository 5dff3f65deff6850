"""Candidates for the values of a metadata field."""

from hypothesis import strategies as st

from pipelines.items import Candidate


def told(*pairs: tuple[str, str]) -> tuple[Candidate, ...]:
    """Return a candidate for each pair of source and value."""
    return tuple(Candidate(source=source, value=value) for source, value in pairs)


def any_candidates() -> st.SearchStrategy[tuple[Candidate, ...]]:
    """Return a few candidates of sources that name titles, authors and sites, with any values."""
    candidate = st.builds(
        Candidate,
        value=st.text(min_size=1, max_size=30),
        source=st.sampled_from(["jsonld", "og", "h1", "html", "feed"]),
    )
    return st.lists(candidate, max_size=6).map(tuple)
