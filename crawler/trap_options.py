"""When URLs are taken for a crawl trap: the numbers and what they rest on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapOptions:
    """Limits for URLs and for the patterns they follow."""

    max_segments: int = 20
    """Segments of a path. Heritrix refuses more than 20 (``TooManyPathSegmentsDecideRule``)."""
    max_repetitions: int = 3
    """How often a part of a path may follow itself, as in ``/a/b/a/b/a/b/``: relative links that
    lead ever deeper. Heritrix refuses such paths too (``PathologicalPathDecideRule``)."""
    max_parameters: int = 12
    """Parameters of a query: filters put on top of filters."""
    min_row: int = 40
    """Pages of one pattern in a row that gave nothing new before the pattern is put aside. Where
    even four of five pages are copies or no articles, 40 in a row come once in 7,500 times."""
    min_row_of_host: int = 400
    """The same for a whole host: made-up folders give every address a pattern of its own."""
    row_per_story: float = 0.5
    """A pattern that gave stories is believed longer: 2,000 of them allow a thousand in a row."""
    max_of_pattern: int = 20_000
    """URLs of one pattern that a source gives a run; the others wait for the next one. Sitemaps
    have up to 50,000, and a run keeps them in memory."""
    max_variants: int = 30
    """Sets of parameters that one path is asked with in a run: the scripts of a site know a few,
    and each choice of filters is another one."""
