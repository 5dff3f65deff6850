"""Fit and check the weights by which ``newsdesk`` tells stories from other pages.

    python -m benchmarks.page_kinds marks FOLDER… > marks.jsonl     # the marks of each page
    python -m benchmarks.page_kinds fit marks.jsonl > pipelines/extraction/kinds/page_kind.json
    python -m benchmarks.page_kinds check marks.jsonl               # the weights as they are

Folders are those of ``quality.py``; ``page_type`` of a line names the kind, ``article`` when it is
missing. Fitted on the half of the sites whose SHA-256 begins with an even byte, checked on both.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.command_line import command_parser
from benchmarks.golds import is_for_tuning, read_html
from pipelines.cleaning.cleaner import clean
from pipelines.errors import PageError
from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.extraction.body.isolation import isolate_body
from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.page_kind import KindModel, load_model, share_against
from pipelines.extraction.kinds.page_marks import read_marks
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.markup import parse
from pipelines.items import Page
from pipelines.options import ExtractionOptions
from pipelines.urls import registered_domain

RIDGE = 1.0
"""Penalty on the squared weights. 0.5 and 2 were tried: 2 learns the tuning half by heart, 0.5
catches 3 % fewer pages on both."""
NEWTON_STEPS = 25
KINDS = {"collection": "list", "listing": "list"}
STORY_WEIGHT = 2.0
"""Weight of a page that is a story: to lose one is worse than to let another page pass."""
_FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPage:
    """The marks of one page and what people say it is."""

    set_name: str
    kind: str
    may_tune: bool
    """Of the tuning half; the others are for checking."""
    marks: Mapping[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    """Write marks, weights or a table to standard output; return 0."""
    arguments = _parser().parse_args(argv)
    if arguments.step == "marks":
        for folder in arguments.paths:
            for line in mark_folder(folder):
                print(json.dumps(line, ensure_ascii=False))
        return 0
    pages = list(read_marked(arguments.paths))
    if arguments.step == "fit":
        model = fit([page for page in pages if page.may_tune])
        print(json.dumps(_as_data(model), indent=1, sort_keys=True))
    else:
        print("\n".join(table(pages, load_model(), ExtractionOptions().min_not_story)))
    return 0


def mark_folder(folder: Path) -> Iterator[dict[str, object]]:
    """Yield a line a page whose gold is not suspect and that holds text at all."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("gold_suspect"):
            continue
        url = row.get("url") or f"http://localhost/{row['html']}"
        page = Page(
            url=url,
            url_requested=url,
            body=read_html(folder, row["html"]),
            fetched_at=_FETCHED_AT,
        )
        try:
            marks = read_marks(_look_at(page))
        except PageError:
            continue
        kind = row.get("page_type") or "article"
        yield {"set": folder.name, "kind": kind, "site": registered_domain(url), "marks": marks}


def read_marked(paths: Iterable[Path]) -> Iterator[MarkedPage]:
    """Yield the pages of files that the step ``marks`` wrote."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield MarkedPage(
                set_name=row["set"],
                kind=row["kind"],
                may_tune=is_for_tuning(row["site"]),
                marks=row["marks"],
            )


def fit(pages: Sequence[MarkedPage]) -> KindModel:
    """Return the softmax regression of the pages, by Newton's method with a ridge."""
    import numpy as np

    names = sorted({name for page in pages for name in page.marks})
    kinds = sorted({KINDS.get(page.kind, page.kind) for page in pages})
    x = np.array([[1.0, *(page.marks.get(name, 0.0) for name in names)] for page in pages])
    y = np.array([[KINDS.get(p.kind, p.kind) == kind for kind in kinds] for p in pages], float)
    weight = np.array([STORY_WEIGHT if page.kind == "article" else 1.0 for page in pages])
    size = x.shape[1]
    ridge = np.full(size, RIDGE)
    ridge[0] = 1e-3  # the share of a kind among the pages is no evidence to be damped
    beta = np.zeros((len(kinds), size))
    for _ in range(NEWTON_STEPS):
        scores = x @ beta.T
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = ((p - y) * weight[:, None]).T @ x + ridge * beta
        hessian = np.zeros((len(kinds), size, len(kinds), size))
        for a in range(len(kinds)):
            for b in range(len(kinds)):
                bend = weight * p[:, a] * ((a == b) - p[:, b])
                hessian[a, :, b, :] = (x * bend[:, None]).T @ x
            hessian[a, :, a, :] += np.diag(ridge)
        square = hessian.reshape(len(kinds) * size, -1)
        beta -= np.linalg.solve(square, gradient.reshape(-1)).reshape(beta.shape)
    return KindModel(
        intercepts={kind: float(row[0]) for kind, row in zip(kinds, beta, strict=True)},
        weights={
            kind: dict(zip(names, map(float, row[1:]), strict=True))
            for kind, row in zip(kinds, beta, strict=True)
        },
    )


def table(pages: Sequence[MarkedPage], model: KindModel, needed: float) -> Iterator[str]:
    """Yield lines that say how many pages of each kind are refused by their marks alone."""
    yield f"{'set':20} {'kind':14} {'tuning':>14} {'checking':>14}"
    for set_name, kind in sorted({(page.set_name, page.kind) for page in pages}):
        own = [page for page in pages if (page.set_name, page.kind) == (set_name, kind)]
        cells = [
            _cell([page for page in own if page.may_tune is half], model, needed)
            for half in (True, False)
        ]
        yield f"{set_name:20} {kind:14} {cells[0]:>14} {cells[1]:>14}"


def _cell(pages: Sequence[MarkedPage], model: KindModel, needed: float) -> str:
    refused = sum(share_against(model.shares(page.marks)) >= needed for page in pages)
    return f"{refused}/{len(pages)} {refused / (len(pages) or 1):.1%}"


def _look_at(page: Page) -> Look:
    tree = parse(decode(page.body, None))
    metadata = read_metadata(tree, page)
    document = read_document(metadata)
    blocks = isolate_body(tree, read_wordings(document, metadata), None).blocks
    cleaned = clean(replace(document, blocks=blocks))
    return Look(tree=tree, url=page.url, metadata=metadata, extracted=blocks, blocks=cleaned.blocks)


def _as_data(model: KindModel) -> dict[str, object]:
    return {
        "about": "softmax regression over the marks of page_marks.py; made by "
        "`python -m benchmarks.page_kinds fit`, see benchmarks/README.md",
        "intercepts": {kind: round(value, 4) for kind, value in model.intercepts.items()},
        "weights": {
            kind: {name: round(value, 4) for name, value in weights.items()}
            for kind, weights in model.weights.items()
        },
    }


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("page_kinds", __doc__)
    parser.add_argument("step", choices=("marks", "fit", "check"))
    parser.add_argument("paths", nargs="+", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
