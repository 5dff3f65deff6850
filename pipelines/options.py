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
    permutations: int = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """All options of one build, handed in as a value."""

    extraction: ExtractionOptions = ExtractionOptions()
    cleaning: CleaningOptions = CleaningOptions()
    dates: DateOptions = DateOptions()
    dedup: DedupOptions = DedupOptions()


DEFAULT_OPTIONS = Options()
