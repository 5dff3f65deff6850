"""Write the pages of a folder over, as other sites and other languages would show them.

    python -m benchmarks.rewrite_pages --as chinese FOLDER OUT
    python -m benchmarks.quality OUT

``OUT`` has the layout of the folder, with the gold text written over alike, so that ``quality.py``
reads it. What has no gold paragraphs is left out, and so is the metadata of a gold in another
script: names and titles are no longer theirs. ``README.md`` here says what each change does.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, tostring

from benchmarks.command_line import command_parser
from benchmarks.golds import read_golds, read_html
from benchmarks.other_markup import MARKUPS
from benchmarks.other_scripts import SCRIPTS
from pipelines.errors import PageError
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.markup import parse

_TEXT_PROPERTIES = frozenset({"title", "description", "site_name"})
_TEXT_KEYS = frozenset({"headline", "alternativeHeadline", "description", "articleBody"})


def main(argv: Sequence[str] | None = None) -> int:
    """Write the folder; return 2 when it has no page to write."""
    parser = command_parser("rewrite_pages", __doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--as", dest="change", choices=sorted({*MARKUPS, *SCRIPTS}), required=True)
    parser.add_argument("--limit", metavar="N", type=int, help="only the first N pages")
    arguments = parser.parse_args(argv)
    rows = list(rewrite(arguments.folder, arguments.out, arguments.change, arguments.limit))
    if not rows:
        print(f"no pages with paragraphs in {arguments.folder}", file=sys.stderr)
        return 2
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (arguments.out / "manifest.jsonl").write_text(lines, encoding="utf-8")
    print(f"{len(rows)} pages as {arguments.change} in {arguments.out}")
    return 0


def rewrite(
    folder: Path, out: Path, change: str, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Write the pages of a folder over and yield the line of the manifest for each.

    A page that cannot be read as HTML is left out.

    Raises:
        ValueError: a line of the folder's manifest is no gold.
    """
    script = SCRIPTS.get(change)
    (out / "pages").mkdir(parents=True, exist_ok=True)
    for number, gold in enumerate(read_golds(folder, limit)):
        if not gold.paragraphs:
            continue
        try:
            tree = parse(decode(read_html(folder, gold.html), None))
        except PageError:
            continue
        row: dict[str, Any] = {
            "id": gold.id,
            "site": gold.site,
            "url": gold.url,
            "html": f"pages/{number}.html",
            "page_type": gold.page_type,
            "paragraphs": gold.paragraphs,
        }
        if script is None:
            MARKUPS[change](tree)
            row |= {"title": gold.title, "authors": gold.authors, "date": gold.date}
            row["date_precision"] = gold.date_precision
        else:
            write_over(tree, script)
            row["paragraphs"] = [script(paragraph) for paragraph in gold.paragraphs]
        (out / row["html"]).write_bytes(_to_bytes(tree))
        yield row


def write_over(tree: HtmlElement, script: Callable[[str], str]) -> None:
    """Write all that a reader sees of a page over, and what the metadata say of its text."""
    for element in tree.iter(etree.Element):
        if element.tag == "script":
            element.text = _rewritten_json(element, script)
        elif element.tag != "style" and element.text:
            element.text = script(element.text)
        if element.tail:
            element.tail = script(element.tail)
        name = str(element.get("property") or element.get("name") or "").rsplit(":", 1)[-1]
        if element.tag == "meta" and name in _TEXT_PROPERTIES and element.get("content"):
            element.set("content", script(str(element.get("content"))))


def _rewritten_json(element: HtmlElement, script: Callable[[str], str]) -> str | None:
    """Return the text of a script with the texts of JSON-LD written over.

    JSON-LD that cannot be read goes: it would tell the story in letters that the page has not.
    """
    if element.get("type") != "application/ld+json":
        return str(element.text or "") or None
    try:
        return json.dumps(_rewritten(json.loads(element.text or ""), script))
    except ValueError:
        return None


def _rewritten(value: object, script: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [_rewritten(item, script) for item in value]
    if isinstance(value, Mapping):
        return {
            key: script(item)
            if key in _TEXT_KEYS and isinstance(item, str)
            else _rewritten(item, script)
            for key, item in value.items()
        }
    return value


def _to_bytes(tree: HtmlElement) -> bytes:
    html = str(tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>"))
    return html.replace("<head>", '<head><meta charset="utf-8">', 1).encode()


if __name__ == "__main__":
    sys.exit(main())
