"""Measures of several systems as tables for the terminal. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.bootstrap import Drawings, difference
from benchmarks.systems.predictions import Results

TABLES: Mapping[str, Mapping[str, str]] = {
    "body": {
        "f1": "F1", "precision": "precision", "recall": "recall", "exact": "exact",
        "leak": "leak", "loss": "loss", "headline": "headline", "furniture": "furniture",
    },
    "metadata": {
        "title": "title", "authors_f1": "auth. F1", "authors_invented": "invented",
        "day": "day", "utc_day": "UTC day", "snippets_found": "snip.with",
        "snippets_leaked": "snip.w/o", "told_apart": "apart", "denied": "denied",
        "rejected": "rejected",
    },
}  # fmt: skip
"""The heads of the columns by the names of the measures."""
_WIDTH = 11
_NAME_WIDTH = 22

Measured = Mapping[str, Drawings]


def format_tables(systems: Mapping[str, Measured]) -> str:
    """Return the tables of one set of pages; columns that apply to no page are left out."""
    tables = (_table(title, heads, systems) for title, heads in TABLES.items())
    return "\n\n".join(filter(None, tables))


def format_difference(ours: Measured, theirs: Measured, name: str) -> str | None:
    """Return how far newsdesk's F1 is from a peer's; ``None`` where no F1 is measured."""
    if "f1" not in ours or "f1" not in theirs:
        return None
    apart = difference(ours["f1"], theirs["f1"])
    return f"F1 less that of {name}: {apart.value:+.4f} ({apart.low:+.4f} to {apart.high:+.4f})"


def format_rejections(results: Results, ids: Sequence[str]) -> str | None:
    """Return why how many pages gave no article; ``None`` when each gave one."""
    reasons = Counter(
        (results.pages[page].rejection or "empty").partition(":")[0]
        for page in ids
        if not results.pages[page].text
    )
    if not reasons:
        return None
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return f"{results.system} gave no article: {told}"


def _table(title: str, heads: Mapping[str, str], systems: Mapping[str, Measured]) -> str | None:
    names = [name for name in heads if any(name in measured for measured in systems.values())]
    if not set(names) - {"denied", "rejected"}:
        return None
    lines = [" ".join([f"{title:{_NAME_WIDTH}}", *(f"{heads[n]:>{_WIDTH}}" for n in names)])]
    counts = {name: max(m[name].pages for m in systems.values() if name in m) for name in names}
    lines.append(
        " ".join([f"{'  pages':{_NAME_WIDTH}}", *(f"{counts[n]:{_WIDTH}}" for n in names)])
    )
    for system, measured in systems.items():
        cells = [_cell(measured.get(name)) for name in names]
        lines.append(" ".join([f"{system[:_NAME_WIDTH]:{_NAME_WIDTH}}", *cells]))
    return "\n".join(lines)


def _cell(drawings: Drawings | None) -> str:
    """Return a measure with half the width of its 95 % interval."""
    if drawings is None:
        return f"{'':{_WIDTH}}"
    estimate = drawings.estimate()
    half = (estimate.high - estimate.low) / 2
    told = f"{estimate.value:.3f}±" + f"{half:.3f}".removeprefix("0")
    return f"{told:>{_WIDTH}}"
