"""``newsdesk report``: what a dataset holds, in numbers."""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

from crawler.cli.dataset_reading import DatasetLines, choose_run
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_message_options, add_output_option, console_from, file_name
from crawler.cli.presentation import format_table, shorten
from crawler.cli.verbs.report_html import check_target, page_of, write_page

if TYPE_CHECKING:
    from pipelines.report.counts import Report
    from pipelines.report.troubles import Trouble

SUMMARY = "Count what a dataset holds, per source, rule and rejection reason"

_SAMPLE_CHARS = 60
_SHOWN_DAYS = 14

Rows = list[tuple[str, ...]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_output_option(parser)
    parser.add_argument(
        "--run",
        dest="wanted_run",
        metavar="RUN",
        help="count the lines of one run only: its id, the beginning of it, or latest",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    form.add_argument(
        "--html",
        metavar="FILE",
        type=file_name,
        help="write one self-contained page instead, with charts; - for stdout "
        '(needs `pip install "newsdesk[html]"`)',
    )
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the report and return the exit code."""
    from crawler.readers.dataset.records import check_dataset
    from crawler.state.outbox import STREAMS
    from pipelines.report.counts import count_lines
    from pipelines.report.troubles import find_troubles

    console = console_from(args)
    if args.html is not None:
        check_target(args.html)
    lines = DatasetLines(folder=args.output, console=console)
    check_dataset(args.output)
    run_id = None if args.wanted_run is None else choose_run(args.wanted_run, lines)
    articles, removed, rejected = (lines.records(part, run_id) for part in STREAMS)
    report = count_lines(articles, removed, rejected)
    troubles = find_troubles(m for m in lines.manifests() if run_id in {None, m["run_id"]})
    if args.html is not None:
        write_page(args.html, page_of(report, troubles, args.output, run_id), console)
    elif args.json:
        console.data(_as_json(report, troubles, run_id))
    else:
        for line in report_text(report, troubles):
            console.data(line)
    return ExitCode.FAILURE if lines.broken else ExitCode.SUCCESS


def report_text(report: "Report", troubles: "Iterable[Trouble]") -> list[str]:
    """Return the lines of the report for people."""
    lines = ["no records and no rejected pages yet"] if report.is_empty else []
    for title, rows in _tables(report, troubles):
        if len(rows) > 1:
            lines += ["", title, *format_table(rows)] if lines else [title, *format_table(rows)]
    return lines


def _as_json(report: "Report", troubles: "Iterable[Trouble]", run_id: str | None) -> str:
    found = {"run": run_id, **report.as_json(), "troubles": [asdict(t) for t in troubles]}
    return json.dumps(found, ensure_ascii=False)


def _tables(report: "Report", troubles: "Iterable[Trouble]") -> Iterator[tuple[str, Rows]]:
    yield "Sources", _source_rows(report)
    yield "Records by day fetched", _day_rows(report)
    yield "Length in words", _length_rows(report)
    yield "Languages", _count_rows("language", report.languages)
    yield "Kinds of pages", _count_rows("page type", report.page_types)
    yield "Where dates came from", _count_rows("source", report.date_sources)
    yield "How exact dates are", _date_rows(report)
    yield "Quality flags", _count_rows("flag", report.quality_flags)
    yield "What was removed, by rule", _rule_rows(report)
    yield "Rejected pages, by reason", _rejection_rows(report)
    yield "Sources in trouble", _trouble_rows(troubles)


def _source_rows(report: "Report") -> Rows:
    rows = [(source, *map(str, astuple(counts))) for source, counts in report.sources.items()]
    if any(astuple(report.other_sources)):
        rows.append(("(all further ones)", *map(str, astuple(report.other_sources))))
    totals = [str(sum(int(row[column]) for row in rows)) for column in range(1, 5)]
    last = [("total", *totals)] if len(rows) > 1 else []
    return [("source", "new", "updated", "duplicates", "rejected"), *rows, *last]


def _day_rows(report: "Report") -> Rows:
    days = [(day, counts.records) for day, counts in report.days.items()]
    shown = days[-_SHOWN_DAYS:]
    earlier = report.records_of_earlier_days + sum(n for _, n in days[:-_SHOWN_DAYS])
    rows = [("(earlier)", earlier), *shown] if earlier else shown
    return [("day", "records"), *((day, str(count)) for day, count in rows)]


def _length_rows(report: "Report") -> Rows:
    bins = [counted for counted in report.lengths if counted.records]
    rows = [
        (f"{b.least} and more" if b.most is None else f"{b.least}-{b.most}", str(b.records))
        for b in bins
    ]
    return [("words", "records"), *rows]


def _count_rows(name: str, counts: Mapping[str, int]) -> Rows:
    return [(name, "records"), *((value, str(count)) for value, count in counts.items())]


def _date_rows(report: "Report") -> Rows:
    rows = _count_rows("precision", report.date_precisions)
    if report.ambiguous_dates:
        rows.append(("(day and month may be swapped)", str(report.ambiguous_dates)))
    return rows


def _rule_rows(report: "Report") -> Rows:
    rows: Rows = [("rule", "articles", "cuts", "characters", "for example")]
    for rule, counts in report.rules.items():
        numbers = map(str, (counts.articles, counts.cuts, counts.characters))
        rows += _with_samples((rule, *numbers), counts.samples)
    return rows


def _rejection_rows(report: "Report") -> Rows:
    rows: Rows = [("reason", "pages", "for example")]
    for reason, counts in report.rejections.items():
        rows += _with_samples((reason, str(counts.pages)), counts.samples)
    return rows


def _with_samples(row: tuple[str, ...], samples: tuple[str, ...]) -> Rows:
    """Return the row with its first sample, and a row for each further one."""
    first, *others = samples or ("-",)
    blank = ("",) * len(row)
    shown = (shorten(sample, _SAMPLE_CHARS) for sample in others)
    return [(*row, shorten(first, _SAMPLE_CHARS)), *((*blank, other) for other in shown)]


def _trouble_rows(troubles: "Iterable[Trouble]") -> Rows:
    rows = [(t.source_id, t.problem, str(t.runs_in_a_row), t.run_id) for t in troubles]
    return [("source", "problem", "runs in a row", "last run"), *rows]
