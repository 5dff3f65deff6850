"""Every tunable number, with its unit and what it was tuned on. Values only, no behaviour."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionOptions:
    """Numbers of ``pipelines.extraction``."""

    min_body_words: int = 20
    """Fewer words after cleaning make a page ``no-article-body``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOptions:
    """Numbers of ``pipelines.cleaning``."""

    max_removed_share: float = 0.6
    """If the rules want more than this share of the characters, keep all and flag the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOptions:
    """Numbers of ``pipelines.dates``."""

    max_hours_ahead: int = 36
    """A date further ahead of the fetch than this is wrong: the next candidate is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupOptions:
    """Numbers of ``pipelines.dedup``."""

    shingle_words: int = 5
    """Words a shingle, as measured: unrelated news texts then share none."""
    permutations: int = 128
    """Numbers a signature. The estimate of similarity is off by 0.04 in one case of three."""
    band_rows: int = 4
    """Numbers a band: 32 bands of 4 find 98 % of the pairs at similarity 0.58 and all at 0.7."""
    min_words: int = 30
    """Shorter texts get no signature: a few shared sentences would make them near copies."""
    min_similarity: float = 0.6
    """From here on a text is a near copy. Words edited 2 / 5 / 10 % give 0.84 / 0.65 / 0.45, and
    unrelated texts 0.00, so agency copies with a changed lede are found and updates of a running
    story with new paragraphs are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """All options of one build, handed in as a value."""

    extraction: ExtractionOptions = ExtractionOptions()
    cleaning: CleaningOptions = CleaningOptions()
    dates: DateOptions = DateOptions()
    dedup: DedupOptions = DedupOptions()


DEFAULT_OPTIONS = Options()
