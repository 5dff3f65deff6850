"""Crawl traps: addresses without end that lead to nothing new. Decisions only, no network.

A URL follows a *pattern*: its host and path with numbers, ids and headlines masked, and the names
of its parameters. What the pages of a pattern gave decides whether more of them are asked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import SplitResult, urlsplit

PageOutcome = Literal["story", "nothing-new"]
"""What a page gave: an article of its own, or a copy of another one or no article at all."""
UrlFault = Literal["too-deep", "repeating-path", "too-long", "too-many-parameters"]

_NUMBER = re.compile(r"\d+")
_ID = re.compile(
    r"(?=[^a-f]*[a-f])(?=\D*\d)[0-9a-f-]{8,}"  # hexadecimal digits
    r"|(?=\D*\d)[0-9a-z]{20,}"
    r"|(?:[a-z]+\d+){2,}[a-z]*|(?:\d+[a-z]+){2,}\d*",  # k3j9x2
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[\d._-]+")
_PAGE_ENDINGS = frozenset({"", "htm", "html", "shtml"})
"""Endings of single pages; what ends otherwise (``.php``) is a script with a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapOptions:
    """Limits for URLs and for the patterns they follow."""

    max_chars: int = 4096
    """Characters of an address."""
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


def url_fault(url: str, options: TrapOptions) -> UrlFault | None:
    """Return why the address alone is that of a trap; ``None`` for an ordinary one."""
    if len(url) > options.max_chars:
        return "too-long"
    parts = _split(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > options.max_segments:
        return "too-deep"
    if _repeats(segments, options.max_repetitions):
        return "repeating-path"
    if len(_parameters(parts)) > options.max_parameters:
        return "too-many-parameters"
    return None


def url_pattern(url: str) -> str:
    """Return the pattern that a URL follows, such as ``gazette.example/news/<words>?<n>``.

    Numbers and ids are masked, and so is the last part of the path and each value of a parameter:
    stories differ in these. The last part keeps its kind (number, id, words of a headline, a short
    name), and a script its name. What is no URL is its own pattern.
    """
    parts = _split(url)
    return _path_pattern(parts) + _query_pattern(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRecord:
    """What the pages of one pattern gave in one run."""

    stories: int = 0
    row: int = 0
    """Pages in a row, up to now, that gave nothing new."""
    admitted: int = 0
    """URLs that were taken up."""
    waiting: int = 0
    """URLs that were left for a later run."""
    why: str | None = None
    """Why the pattern is put aside; ``None`` while it is not. It stays so for the run."""
    full: str | None = None
    """Why no more URLs are taken up; those that were are still asked for."""


_Key = tuple[str, str]
_NOTHING_YET = PatternRecord()


def after_page(record: PatternRecord, outcome: PageOutcome, row_at_most: float) -> PatternRecord:
    """Return the record after one more page.

    The pattern is put aside once ``row_at_most`` pages in a row gave nothing new.
    """
    if outcome == "story":
        return replace(record, stories=record.stories + 1, row=0)
    row = record.row + 1
    if record.why is None and row >= row_at_most:
        return replace(record, row=row, why=f"{row} pages in a row gave nothing new")
    return replace(record, row=row)


class TrapWatch:
    """The patterns of a run, source by source."""

    def __init__(self, options: TrapOptions | None = None) -> None:
        self.options = options or TrapOptions()
        self._records: dict[_Key, PatternRecord] = {}
        self._variants: defaultdict[_Key, set[str]] = defaultdict(set)

    def admits(self, source_id: str, url: str) -> bool:
        """Return whether a URL is taken up in this run; else it waits for a later one."""
        if self.put_aside(source_id, url) is not None:
            self.leave(source_id, url)
            return False
        parts = _split(url)
        path, query = _path_pattern(parts), _query_pattern(parts)
        key = (source_id, path + query)
        record = self._record(key)
        variants = self._variants[source_id, path]
        why = _over_limit(record, len(variants | {query}), self.options)
        if why is not None:
            self._records[key] = replace(record, full=why, waiting=record.waiting + 1)
            return False
        variants.add(query)
        self._records[key] = replace(record, admitted=record.admitted + 1)
        return True

    def put_aside(self, source_id: str, url: str) -> str | None:
        """Return why the pattern of a URL is put aside; ``None`` while it is not."""
        records = map(self._record, _keys(source_id, url))
        return next((record.why for record in records if record.why is not None), None)

    def leave(self, source_id: str, url: str) -> None:
        """Count a URL of a pattern that is put aside: it is left for a later run."""
        for key in _keys(source_id, url):
            record = self._record(key)
            if record.why is not None:
                self._records[key] = replace(record, waiting=record.waiting + 1)
                return

    def learn(self, source_id: str, url: str, outcome: PageOutcome) -> None:
        """Take what the page of a URL gave."""
        rows = (self.options.min_row, self.options.min_row_of_host)
        for key, min_row in zip(_keys(source_id, url), rows, strict=True):
            record = self._record(key)
            row_at_most = min_row + self.options.row_per_story * record.stories
            self._records[key] = after_page(record, outcome, row_at_most)

    def told(self, source_id: str) -> Iterator[str]:
        """Yield a line for each pattern of a source that was put aside."""
        for (source, pattern), record in self._records.items():
            why = record.why or record.full
            if source == source_id and why is not None:
                yield f"{pattern}: put aside for this run: {why}; {record.waiting} URLs wait"

    def _record(self, key: _Key) -> PatternRecord:
        return self._records.get(key, _NOTHING_YET)


def _keys(source_id: str, url: str) -> tuple[_Key, _Key]:
    """Return where what is known of a URL stands: with its pattern, and with its host."""
    return (source_id, url_pattern(url)), (source_id, f"{_split(url).netloc}/…")


def _over_limit(record: PatternRecord, variants: int, options: TrapOptions) -> str | None:
    if record.admitted >= options.max_of_pattern:
        return f"{record.admitted} URLs of it were taken up"
    if variants > options.max_variants:
        return f"{options.max_variants} other sets of parameters were taken up"
    return None


def _path_pattern(parts: SplitResult) -> str:
    *folders, last = parts.path.split("/")
    return parts.netloc + "/".join([*map(_masked, folders), _masked_last(last, bool(parts.query))])


def _query_pattern(parts: SplitResult) -> str:
    names = sorted({_masked(name) for name in _parameters(parts)})
    return "?" + "&".join(names) if names else ""


def _masked(segment: str) -> str:
    if _BARE_NUMBER.fullmatch(segment):
        return "<n>"
    if _ID.fullmatch(segment) or segment.startswith("("):
        return "<id>"
    return "<words>" if _is_headline(segment) else _NUMBER.sub("<n>", segment)


def _masked_last(segment: str, has_query: bool) -> str:
    stem, dot, ending = segment.rpartition(".")
    if not dot or not stem:
        stem, dot, ending = segment, "", ""
    if ending.lower() not in _PAGE_ENDINGS:
        return _masked(segment)
    masked = _masked(stem)
    is_name = masked not in {"<n>", "<id>", "<words>"}
    # With parameters, the name is that of a script.
    return ("<name>" if stem and is_name and not has_query else masked) + dot + ending


def _is_headline(text: str) -> bool:
    return len(re.split(r"[-_+]|%20", text)) >= 3


def _parameters(parts: SplitResult) -> list[str]:
    return [piece.split("=", 1)[0] for piece in re.split("[&;]", parts.query) if piece]


def _repeats(segments: list[str], most: int) -> bool:
    """Return whether some run of segments follows itself more often than allowed.

    Numbers alone do not count: the eleventh of November 2011 is ``/11/11/11/``.
    """
    for length in range(1, len(segments) // (most + 1) + 1):
        times = 1
        for start in range(length, len(segments)):
            same = segments[start] == segments[start - length]
            times = times + 1 if same else 1
            if times > length * most and not _all_numbers(segments[start - length + 1 : start + 1]):
                return True
    return False


def _all_numbers(segments: list[str]) -> bool:
    return all(_BARE_NUMBER.fullmatch(segment) for segment in segments)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")
