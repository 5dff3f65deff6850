"""``newsdesk diff``: what changed between the revisions of a story, word by word."""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.cli.console import Console, Mark
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_message_options, add_output_option, console_from
from pipelines.errors import DatasetError

if TYPE_CHECKING:
    from pipelines.revisions import Change, FieldChange, Piece
    from pipelines.serialization import Record

SUMMARY = "Show what changed between the revisions of a story, word by word"

_RANGE = re.compile(r"(\d{0,9})\.\.(\d{0,9})")
_WORDED_FIELDS = frozenset({"title", "description"})

Parts = list[tuple[str, Mark | None]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "wanted",
        metavar="ID",
        help="id of an article, the beginning of it, or a URL of the story",
    )
    add_output_option(parser)
    parser.add_argument(
        "--revisions",
        type=_range,
        metavar="A..B",
        help="compare these two; without a number the first or the last "
        "(default: each revision with the one before it)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the changes and return the exit code."""
    from crawler.readers.dataset.revisions import find_story, read_revisions
    from pipelines.revisions import compare

    console = console_from(args)
    story = find_story(args.output, args.wanted)
    found = read_revisions(args.output, story)
    for problem in found.problems:
        console.warning(problem.message, reason=problem.reason)
    records = found.records
    if len(records) < (story.revisions or 1):
        console.warning(
            f"{story.id}: of {story.revisions or 1} revisions {len(records)} stand in finished "
            "segments; the others wait for the end of a run, or their segments are gone"
        )
    changes = [compare(old, new) for old, new in _pairs(records, args.revisions)]
    if args.json:
        console.data(json.dumps(_as_json(story.id, records, changes), ensure_ascii=False))
    else:
        _print(console, story.id, records, changes)
    return ExitCode.SUCCESS if records else ExitCode.FAILURE


def _range(text: str) -> tuple[int | None, int | None]:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} must be two numbers such as 1..3, 2.. or ..2")
    first, last = (int(number) if number else None for number in match.groups())
    if first is not None and last is not None and first >= last:
        raise argparse.ArgumentTypeError(f"{text!r}: the first must be the smaller one")
    return first, last


def _pairs(
    records: "Sequence[Record]", wanted: tuple[int | None, int | None] | None
) -> "list[tuple[Record, Record]]":
    """Return the records that are to be compared.

    Raises:
        DatasetError: a wanted revision is not there, or it is the only one of the range.
    """
    if wanted is None or not records:
        return list(pairwise(records))
    by_number = {record["revision"]: record for record in records}
    first, last = wanted
    ends = (
        records[0]["revision"] if first is None else first,
        records[-1]["revision"] if last is None else last,
    )
    for number in ends:
        if number not in by_number:
            there = ", ".join(map(str, by_number))
            raise DatasetError("unknown-revision", f"no revision {number}; its revisions: {there}")
    if ends[0] == ends[1] and len(records) > 1:
        raise DatasetError(
            "unknown-revision", f"there is no other revision to compare {ends[0]} to"
        )
    old, new = (by_number[number] for number in ends)
    return [(old, new)] if old is not new else []


def _as_json(
    article_id: str, records: "Sequence[Record]", changes: "Sequence[Change]"
) -> dict[str, object]:
    return {
        "id": article_id,
        "url": records[-1]["url"] if records else None,
        "revisions": [
            {name: record[name] for name in ("revision", "date_fetched", "run_id")}
            for record in records
        ],
        "changes": [
            {
                "from": change.old["revision"],
                "to": change.new["revision"],
                "fields": {f.name: {"old": f.old, "new": f.new} for f in change.fields},
                "text": [{"kind": piece.kind, "text": piece.text} for piece in change.text],
            }
            for change in changes
        ],
    }


def _print(
    console: Console, article_id: str, records: "Sequence[Record]", changes: "Sequence[Change]"
) -> None:
    if len(records) == 1:
        console.info(f"{article_id}: one revision only, of {records[0]['date_fetched']}")
    if not changes:
        return
    console.marked_data([(f"{article_id}  {records[-1]['url']}", "head")])
    for change in changes:
        for parts in _lines(change):
            console.marked_data(parts)


def _lines(change: "Change") -> Iterator[Parts]:
    """Yield the lines that show a change to people."""
    from pipelines.revisions import shorten

    old, new = change.old, change.new
    numbers = f"revision {old['revision']} → {new['revision']}"
    yield [("", None)]
    yield [(f"{numbers}, fetched {old['date_fetched']} → {new['date_fetched']}", "head")]
    for field in change.fields:
        yield [(f"{field.name}: ", None), *_field_parts(field)]
    if any(piece.kind != "same" for piece in change.text):
        yield [("", None)]
        yield [_marked(piece) for piece in shorten(change.text)]


def _field_parts(field: "FieldChange") -> Parts:
    from pipelines.revisions import Piece, compare_texts

    old, new = _shown(field.old), _shown(field.new)
    if field.name in _WORDED_FIELDS and old and new:
        return [_marked(piece) for piece in compare_texts(old, new)]
    pieces = (Piece(kind="removed", text=old), Piece(kind="added", text=new))
    return [_marked(piece) for piece in pieces if piece.text]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _marked(piece: "Piece") -> tuple[str, Mark | None]:
    match piece.kind:
        case "removed":
            return f"[-{piece.text}-]", "removed"
        case "added":
            return f"{{+{piece.text}+}}", "added"
        case _:
            return piece.text, None
