"""Body quality of ``newsdesk extract`` and of trafilatura on the same pages, in the same run.

    python -m benchmarks.quality FOLDER…

Each folder holds ``manifest.jsonl`` and the pages it names; ``README.md`` here describes the lines.
"""

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path

from benchmarks.measures import Gold, PageScore, SetScore, average, score_page

MAX_HEADLINE_REPEATED = 0.03
"""Share of pages on which the headline may stand again in the body."""
COLUMNS = ("pages", "F1", "precis.", "recall", "exact", "leak", "loss", "headline", "furnit.")


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table for each folder; return 4 when newsdesk misses its mark on one of them."""
    arguments = _parser().parse_args(argv)
    below = False
    for folder in arguments.folders:
        golds = tuple(read_golds(folder, arguments.limit))
        ours = extract_with_newsdesk(folder, golds)
        theirs = extract_with_trafilatura(folder, golds)
        for name, part in _halves(golds):
            rows = {"newsdesk": _score(part, ours), "trafilatura": _score(part, theirs)}
            print(f"\n{folder.name}, {name}")
            print(_table(rows))
            below = below or (name == "all" and _is_below(rows["newsdesk"], rows["trafilatura"]))
        if arguments.worst:
            print(_worst(golds, ours, arguments.worst))
    return 4 if below else 0


def read_golds(folder: Path, limit: int | None = None) -> Iterable[Gold]:
    """Yield the pages of a folder whose gold text is annotated and not suspect."""
    count = 0
    with (folder / "manifest.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("gold_suspect") or not row.get("paragraphs"):
                continue
            if limit is not None and count >= limit:
                return
            count += 1
            yield Gold(
                id=row["html"],
                site=row.get("site") or row.get("url") or row["html"],
                url=row.get("url") or f"http://localhost/{row['html']}",
                title=row.get("title"),
                paragraphs=tuple(row["paragraphs"]),
            )


def extract_with_newsdesk(folder: Path, golds: Sequence[Gold]) -> dict[str, str]:
    """Return the text of each page as ``newsdesk extract`` gives it; rejected pages are missing."""
    with tempfile.TemporaryDirectory() as scratch:
        manifest = Path(scratch) / "manifest.jsonl"
        # The name of the page stands in the URL, so that records find back to their gold.
        rows = [{"url": _address(g), "html_path": str((folder / g.id).resolve())} for g in golds]
        manifest.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "crawler.cli.main", "extract", "--keep-duplicates", "-q"]
        done = subprocess.run(
            [*command, str(manifest)], check=False, capture_output=True, text=True, encoding="utf-8"
        )
    if done.returncode not in {0, 3}:
        sys.exit(f"newsdesk extract failed with {done.returncode}: {done.stderr[-2000:]}")
    by_address = {_address(gold): gold.id for gold in golds}
    records = [json.loads(line) for line in done.stdout.split("\n") if line]
    return {by_address[record["url_requested"]]: record["text"] for record in records}


def extract_with_trafilatura(folder: Path, golds: Sequence[Gold]) -> dict[str, str]:
    """Return the text of each page as trafilatura's defaults give it."""
    from trafilatura import extract

    texts = {}
    for gold in golds:
        body = (folder / gold.id).read_bytes()
        html = gzip.decompress(body) if gold.id.endswith(".gz") else body
        texts[gold.id] = extract(html, include_comments=False) or ""
    return texts


def _address(gold: Gold) -> str:
    return f"{gold.url}{'&' if '?' in gold.url else '?'}page={gold.id}"


def is_for_tuning(gold: Gold) -> bool:
    """Return whether a page is of the tuning half, by a fixed hash of its site."""
    return hashlib.sha256(gold.site.encode()).digest()[0] % 2 == 0


def _halves(golds: Sequence[Gold]) -> Iterable[tuple[str, list[Gold]]]:
    """Yield the tuning and the checking half, split by a fixed hash of the site, and all."""
    halves: tuple[list[Gold], list[Gold]] = ([], [])
    for gold in golds:
        halves[0 if is_for_tuning(gold) else 1].append(gold)
    parts = (("tuning half", halves[0]), ("checking half", halves[1]), ("all", list(golds)))
    yield from (part for part in parts if part[1])


def _is_below(ours: SetScore, theirs: SetScore) -> bool:
    return ours.f1 < theirs.f1 or ours.repeats_headline > MAX_HEADLINE_REPEATED


def _score(golds: Sequence[Gold], texts: Mapping[str, str]) -> SetScore:
    return average([score_page(gold, texts.get(gold.id, "")) for gold in golds])


def _table(rows: Mapping[str, SetScore]) -> str:
    lines = [" ".join([f"{'':12}", *(f"{name:>8}" for name in COLUMNS)])]
    for name, score in rows.items():
        numbers = [f"{value:8.4f}" for value in astuple(score)[1:]]
        lines.append(" ".join([f"{name:12}", f"{score.pages:8}", *numbers]))
    return "\n".join(lines)


def _worst(golds: Sequence[Gold], texts: Mapping[str, str], count: int) -> str:
    """Return the pages with the lowest scores: what was leaked and what was lost."""
    scored = [(score_page(gold, texts.get(gold.id, "")), gold) for gold in golds]
    scored.sort(key=lambda pair: pair[0].precision + pair[0].recall)
    return "\n".join(_page_line(score, gold) for score, gold in scored[:count])


def _page_line(score: PageScore, gold: Gold) -> str:
    values = " ".join(f"{f.name}={getattr(score, f.name)!s:.5}" for f in fields(score))
    return f"{gold.id} {values} {gold.url}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, help="only the first N pages of each folder")
    parser.add_argument("--worst", type=int, default=0, help="list the N worst pages")
    return parser


if __name__ == "__main__":
    sys.exit(main())
