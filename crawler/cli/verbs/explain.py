"""``newsdesk explain``: the whole trail of one URL, offline."""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.considered import considered_lines
from crawler.cli.console import Console
from crawler.cli.dataset_state import state_file
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_message_options, add_output_option, console_from
from crawler.cli.presentation import format_table, json_value, shorten
from pipelines.errors import RecordError

if TYPE_CHECKING:
    from crawler.state.dataset import Dataset
    from crawler.state.trail import Evidence, Trail
    from pipelines.dedup.index import KnownArticle
    from pipelines.items import Entry, RemovedBlock

SUMMARY = "Tell the whole trail of one URL: found, fetched, identified, cleaned, dated; no network"

_SHOWN_CHARS = 100
_NEVER_SEEN = (
    ": no source listed it, or include, exclude or allowed_hosts kept it out; "
    "`newsdesk fetch --explain URL` tells what its page gives"
)
_ID = re.compile(r"[0-9a-f]{32}")
_ROBOTS_REASON = "robots-disallowed"

Rows = list[tuple[str, str]]
Section = tuple[str, Rows]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "url",
        metavar="URL",
        help="as it was announced, was reached, or calls itself; or the id of an article",
    )
    add_output_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the trail and return the exit code."""
    from crawler.state.database import reading_errors

    console = console_from(args)
    with reading_errors(args.output), _open(args.output) as dataset:
        trail = dataset.trail(_address(args.url, dataset))
        near = [] if trail else near_urls(dataset, args.url)
    if trail is None:
        hint = f"; known is {', '.join(near)}" if near else _NEVER_SEEN
        console.error(f"{args.url}: was never seen in {args.output}{hint}", reason="unknown-url")
        return ExitCode.FAILURE
    explanation = Explanation(trail=trail, removed=removed_blocks(args.output, trail, console))
    if args.json:
        console.data(json.dumps(explanation.as_json(), ensure_ascii=False, default=json_value))
    else:
        for line in explanation.text():
            console.data(line)
    return ExitCode.SUCCESS


def _address(url_or_id: str, dataset: "Dataset") -> str:
    article = dataset.index.known(url_or_id) if _ID.fullmatch(url_or_id) else None
    return url_or_id if article is None else article.url_canonical


def near_urls(dataset: "Dataset", url: str) -> list[str]:
    """Return the URLs with other scheme, ``www.`` or final slash that the dataset knows."""
    from pipelines.urls import similar_urls

    rows = map(dataset.frontier.look_up, similar_urls(url))
    return list(dict.fromkeys(row.url for row in rows if row is not None))


def removed_blocks(
    folder: Path, trail: "Trail", console: Console
) -> "tuple[RemovedBlock, ...] | None":
    """Return what was cut from the article as it was last delivered; ``None``: no line says it."""
    from crawler.readers.dataset.removed_blocks import read_removed
    from crawler.readers.dataset.segments import read_segment_lines

    if trail.row.state != "delivered" or trail.article is None or trail.evidence is None:
        return None
    if not trail.evidence.removed_by_rule:
        return ()
    wanted = (trail.article.id, trail.article.revision)
    for path in _side_files(folder / "removed", trail.row.finished_at):
        for line in read_segment_lines(path):
            if isinstance(line, RecordError):
                console.warning(line.message)
            elif (line.get("id"), line.get("revision")) == wanted:
                return read_removed(line) or None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The trail of a URL and what was cut from its page."""

    trail: "Trail"
    removed: "tuple[RemovedBlock, ...] | None"

    def as_json(self) -> dict[str, object]:
        """Return the object that ``--json`` prints; times are still ``datetime``."""
        from dataclasses import fields

        # Not asdict of the whole: the row holds the evidence once more, as text.
        row = {f.name: getattr(self.trail.row, f.name) for f in fields(self.trail.row)}
        del row["trail"]
        row["entry"] = None if row["entry"] is None else asdict(row["entry"])
        others = ("source", "source_validators", "article", "evidence")
        parts = {name: getattr(self.trail, name) for name in others}
        return {
            **row,
            **{name: None if part is None else asdict(part) for name, part in parts.items()},
            "removed": None if self.removed is None else list(map(asdict, self.removed)),
        }

    def text(self) -> list[str]:
        """Return the lines for people."""
        lines = [self.trail.row.url]
        for title, rows in _sections(self.trail):
            width = max(len(name) for name, _ in rows)
            lines += ["", title]
            lines += [
                f"  {name.ljust(width)}  {shorten(value, _SHOWN_CHARS)}" for name, value in rows
            ]
        if self.trail.evidence is not None:
            lines += considered_lines(self.trail.evidence.values, self.trail.evidence.dates)
            lines += ["", "Removed blocks", *_removed_lines(self.trail.evidence, self.removed)]
        return lines


def _open(folder: Path) -> "Dataset":
    from crawler.state.dataset import Dataset, DatasetSettings

    state_file(folder)
    settings = DatasetSettings(run_id="explain", now=datetime.now(UTC), read_only=True)
    return Dataset.open(folder, settings)


def _side_files(folder: Path, day: datetime | None) -> list[Path]:
    """Return the segments, the likeliest first: those of the day, then the newest."""
    from pipelines.exporters.jsonl import segment_files

    partition = "" if day is None else f"date={day:%Y-%m-%d}"
    newest_first = sorted(segment_files(folder), reverse=True)
    return sorted(newest_first, key=lambda path: path.parent.name != partition)


def _sections(trail: "Trail") -> Iterator[Section]:
    yield "Found", _found_rows(trail)
    yield "Fetched", _fetched_rows(trail)
    evidence = trail.evidence
    if evidence is not None:
        yield "Canonical URL, step by step", _url_rows(evidence)
        yield "Duplicates", list(_duplicate_rows(evidence))
        yield "Page", _page_rows(evidence)
    if trail.article is not None:
        yield "Article it led to", _article_rows(trail.article)


def _found_rows(trail: "Trail") -> Rows:
    row = trail.row
    rows = [
        ("source", f"{row.source_id} ({row.source_type})"),
        ("named by", row.source_url or "-"),
        ("first seen", _time(row.discovered_at)),
        ("last announced", _time(row.announced_at)),
        *_entry_rows(row.entry),
        ("source last read", _time(trail.source.last_success)),
    ]
    if trail.source.last_error:
        rows.append(("source fails", f"{trail.source.last_error} ({trail.source.failures} times)"))
    return rows


def _entry_rows(entry: "Entry | None") -> Rows:
    if entry is None:
        return []
    values = {
        "announced title": entry.title,
        "announced date": entry.date_raw,
        "announced change": entry.date_modified_raw,
    }
    return [(name, value) for name, value in values.items() if value]


def _fetched_rows(trail: "Trail") -> Rows:
    row = trail.row
    detail = [("detail", row.detail)] if row.detail else []
    attempts = [("failed downloads", str(row.attempts))] if row.attempts else []
    redirect = row.final_url if row.final_url not in {None, row.url} else None
    return [
        ("state", row.state if row.reason is None else f"{row.state}: {row.reason}"),
        *detail,
        ("robots.txt", _robots(trail)),
        ("fetched", _time(row.finished_at)),
        ("HTTP status", "-" if row.http_status is None else str(row.http_status)),
        *attempts,
        ("redirected to", redirect or "-"),
    ]


def _robots(trail: "Trail") -> str:
    if trail.row.reason == _ROBOTS_REASON:
        return "forbids it"
    if trail.row.source_type == "archive":
        return "not asked: a saved page"
    return "did not forbid it" if trail.row.http_status is not None else "not known"


def _url_rows(evidence: "Evidence") -> Rows:
    return [
        ("requested", evidence.url_requested),
        ("without tracking", evidence.url_requested_canonical),
        ("reached", evidence.url),
        ("canonical", evidence.url_canonical),
    ]


def _page_rows(evidence: "Evidence") -> Rows:
    return [
        ("title", f"{evidence.title or '-'} ({evidence.title_source or 'no source'})"),
        ("words", str(evidence.word_count)),
        ("flags", ", ".join(evidence.quality_flags) or "-"),
        ("rules", evidence.rule_id or "none of yours"),
        ("made by", f"{evidence.extractor}, {evidence.cleaner}"),
    ]


def _article_rows(article: "KnownArticle") -> Rows:
    return [
        ("id", article.id),
        ("canonical URL", article.url_canonical),
        ("revision", str(article.revision)),
        ("first delivered", _time(article.first_seen)),
        ("cluster", article.cluster_id or "-"),
    ]


def _duplicate_rows(evidence: "Evidence") -> Iterator[tuple[str, str]]:
    twin = evidence.duplicate
    if twin is None:
        yield "decision", "no other article says the same"
        return
    yield "decision", "near copy, kept" if twin.kind == "near" else f"copy ({twin.kind})"
    yield "of article", twin.id
    yield "similarity", f"{twin.similarity:.2f}"


def _removed_lines(evidence: "Evidence", removed: "tuple[RemovedBlock, ...] | None") -> list[str]:
    if not evidence.removed_by_rule:
        return ["  none"]
    if removed is None:
        counts = sorted(evidence.removed_by_rule.items())
        return format_table([("rule", "blocks"), *((rule, str(n)) for rule, n in counts)])
    lines = []
    for block in removed:
        place = f"block {block.block}, {block.start} to {block.end}"
        lines.append(f"  {block.rule}: {block.reason} ({place})")
        lines.append(f"    {shorten(block.text, _SHOWN_CHARS)}")
    return lines


def _time(moment: datetime | None) -> str:
    from pipelines.serialization import format_time

    return "-" if moment is None else format_time(moment)
