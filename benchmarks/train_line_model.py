"""Train the line models of ``pipelines/extraction`` from pages with gold text.

    pip install -e '.[train]'
    python -m benchmarks.train_line_model [--write] FOLDER…

The folders are those of ``quality.py``; only the tuning half of the sites is used. Pages that have
snippets instead of paragraphs are labelled by a first model where it is sure, and by the snippets.
The glance model comes first: what the extractor is shown of a page, and so what the line model
learns from, is decided by one that was trained without the page's site.
Cross-validated scores over the sites are printed; with ``--write`` the model is trained on all of
the half and written. Training takes a few minutes.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from benchmarks.command_line import command_parser
from benchmarks.golds import is_for_tuning, read_html
from benchmarks.line_labels import label
from pipelines.errors import PageError
from pipelines.extraction.body.copies import read_distinct_lines
from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.extraction.body.glance import glance_at
from pipelines.extraction.body.isolation import extract_lines
from pipelines.extraction.body.line_features import Column, FeatureReader
from pipelines.extraction.body.line_model import LineModel, read_line_model
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.lines import Line
from pipelines.extraction.tree.markup import parse, prune
from pipelines.items import Page
from pipelines.options import ExtractionOptions

MODELS = Path(__file__).parents[1] / "pipelines" / "extraction" / "body"
LINE_MODEL = MODELS / "line_model.json"
GLANCE_MODEL = MODELS / "glance_model.json"
FOLDS = 4
WEIGHTS = {"newspaper": 2.0}
"""News is what newsdesk is for; other folders count once."""
WRONG_WITNESS_WEIGHT = 0.3
"""Each page stands in the training data a second time with a witness that took another container,
so that the model learns to do without it."""
SURE_ABOVE = 0.9
"""From here on the first model's word counts for lines that no snippet knows."""
PARAMETERS = {
    "iterations": 250, "depth": 6, "learning_rate": 0.12, "l2_leaf_reg": 5, "rsm": 0.3,
    "border_count": 64, "bootstrap_type": "Bernoulli", "subsample": 0.7, "random_seed": 1,
    "verbose": False, "allow_writing_files": False,
}  # fmt: skip
_TOKEN = re.compile(r"\w+")
_OTHER_CONTAINERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The candidate lines of one page."""

    site: str
    folder: str
    columns: Mapping[str, Column]
    wrong_columns: Mapping[str, Column] | None
    """With a witness that took another container."""
    words: NDArray[np.float64]
    is_body: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    """Whether the gold says anything about a line. All of a page with paragraphs is known."""
    is_caption: NDArray[np.bool_]
    gold_words: int
    """0 for a page that has only snippets."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print cross-validated scores; with ``--write`` write the model."""
    parser = command_parser("train_line_model", __doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help=f"write the models into {MODELS}")
    parser.add_argument("--no-folds", action="store_true", help="without cross-validation")
    arguments = parser.parse_args(argv)
    rows = [(folder, row) for folder in arguments.folders for row in _read_rows(folder)]
    glanced = _read_examples([Task(folder, row) for folder, row in rows])
    glances = [_read_model(m, glanced) for m in _train_folds(glanced, PARAMETERS)]
    examples = _read_examples([Task(f, row, glances[_fold(row["site"])]) for f, row in rows])
    print(f"{len(examples)} pages, {sum(len(e.words) for e in examples)} lines")
    if not arguments.no_folds:
        _validate(examples)
    if arguments.write:
        _write(GLANCE_MODEL, _train(glanced, PARAMETERS), glanced)
        _write(LINE_MODEL, _train(examples, PARAMETERS), examples)
    return 0


@dataclass(frozen=True, slots=True)
class Task:
    """A page to be read, and what glances at it; ``None``: nothing, and nothing is extracted."""

    folder: Path
    row: dict[str, Any]
    glance: LineModel | None = None


def _read_examples(tasks: Sequence[Task]) -> list[Example]:
    with ProcessPoolExecutor() as pool:
        return [e for e in pool.map(_read_example, tasks, chunksize=8) if e is not None]


def _read_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a manifest that can be learned from, of the tuning half."""
    with (folder / "manifest.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row["site"] = row.get("site") or row.get("url") or row["html"]
            has_gold = row.get("paragraphs") or row.get("snippets_with")
            if has_gold and is_for_tuning(row["site"]) and not row.get("gold_suspect"):
                yield row


def _read_example(task: Task) -> Example | None:
    folder, row = task.folder, task.row
    url = row.get("url") or "http://localhost/"
    page = Page(
        url=url,
        url_requested=url,
        body=read_html(folder, row["html"]),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    try:
        tree = parse(decode(page.body, None))
    except PageError:
        return None
    metadata = read_metadata(tree, page)
    wordings = read_wordings(read_document(metadata), metadata)
    pruned = prune(tree)
    lines = read_distinct_lines(pruned)
    if not lines:
        return None
    reader = FeatureReader(lines, wordings)
    chosen: frozenset[int] = frozenset()
    if task.glance is not None:
        glance = glance_at(reader, task.glance, ExtractionOptions().min_score_to_be_read)
        chosen = extract_lines(pruned, lines, reader.tree, glance).chosen
    features = reader.read(chosen)
    picked = features.candidates
    paragraphs = row.get("paragraphs") or ()
    texts = [lines[index].text for index in picked]
    wanted = np.array([_has_any(text, row.get("snippets_with")) for text in texts])
    unwanted = np.array([_has_any(text, row.get("snippets_without")) for text in texts])
    if paragraphs:
        is_body = np.array(label([line.text for line in lines], paragraphs))[picked]
    else:
        is_body = wanted
    return Example(
        site=row["site"],
        folder=folder.name,
        columns=features.columns,
        wrong_columns=None
        if task.glance is None
        else _with_wrong_witness(lines, chosen, reader, picked),
        words=np.array([len(_TOKEN.findall(lines[i].text)) for i in picked], float),
        is_body=is_body,
        is_known=np.ones(len(picked), bool) if paragraphs else wanted ^ unwanted,
        is_caption=np.array([lines[i].kind == "caption" for i in picked]),
        gold_words=sum(len(_TOKEN.findall(p)) for p in paragraphs),
    )


def _has_any(text: str, snippets: Sequence[str] | None) -> bool:
    return any(" ".join(snippet.split()) in text for snippet in snippets or ())


def _with_wrong_witness(
    lines: Sequence[Line],
    chosen: frozenset[int],
    reader: FeatureReader,
    picked: NDArray[np.intp],
) -> Mapping[str, Column] | None:
    """Return the features as if the extractor had taken one of the other large containers."""
    inside: dict[Any, list[int]] = {}
    for index, line in enumerate(lines):
        inside.setdefault(line.element.getparent(), []).append(index)
    others = [found for found in inside.values() if chosen.isdisjoint(found)]
    others.sort(key=lambda found: -sum(len(lines[i].text) for i in found))
    if not others:
        return None
    text = "".join(lines[i].text for i in others[0])
    turn = hashlib.sha256(text.encode()).digest()[0] % min(len(others), _OTHER_CONTAINERS)
    features = reader.read(frozenset(others[turn]))
    place = {index: row for row, index in enumerate(features.candidates.tolist())}
    if any(index not in place for index in picked.tolist()):
        kept = [place.get(index, -1) for index in picked.tolist()]
        return {
            name: np.where(np.array(kept) >= 0, column[kept], 0.0).astype(np.float32)
            for name, column in features.columns.items()
        }
    rows = [place[index] for index in picked.tolist()]
    return {name: column[rows] for name, column in features.columns.items()}


def _weights(example: Example) -> NDArray[np.float64]:
    """Return the weights of the lines: half by their words, half by their number."""
    words = max(1.0, float(example.words[example.is_body].sum()))
    lines = max(1, int(example.is_body.sum()))
    weights = np.minimum(0.5 * example.words / words + 0.5 / lines, 1.0)
    return WEIGHTS.get(example.folder, 1.0) * weights * example.is_known


def _matrix(columns: Mapping[str, Column]) -> NDArray[np.float32]:
    return np.stack(list(columns.values()), axis=1)


def _train_folds(
    examples: Sequence[Example], parameters: Mapping[str, Any]
) -> Iterator[CatBoostClassifier]:
    """Yield for each fold of the sites the model of all others."""
    for fold in range(FOLDS):
        yield _train([e for e in examples if _fold(e.site) != fold], parameters)


def _train(examples: Sequence[Example], parameters: Mapping[str, Any]) -> CatBoostClassifier:
    """Return the model of all examples: those without paragraphs are labelled by a first one."""
    strong = [e for e in examples if e.gold_words]
    if len(strong) == len(examples):
        return _fit(strong, parameters)
    teacher = _fit(strong, parameters)
    taught = [_taught(e, teacher) for e in examples if not e.gold_words]
    return _fit([*strong, *taught], parameters)


def _taught(example: Example, teacher: CatBoostClassifier) -> Example:
    scores = teacher.predict_proba(_matrix(example.columns))[:, 1]
    is_sure = np.abs(scores - 0.5) >= SURE_ABOVE - 0.5
    return replace(
        example,
        is_body=np.where(example.is_known, example.is_body, scores >= SURE_ABOVE),
        is_known=example.is_known | is_sure,
    )


def _fit(examples: Sequence[Example], parameters: Mapping[str, Any]) -> CatBoostClassifier:
    rows = [(_matrix(e.columns), e.is_body, _weights(e)) for e in examples]
    rows += [
        (_matrix(e.wrong_columns), e.is_body, WRONG_WITNESS_WEIGHT * _weights(e))
        for e in examples
        if e.wrong_columns is not None
    ]
    features, labels, weights = (np.concatenate(part) for part in zip(*rows, strict=True))
    model = CatBoostClassifier(**parameters)
    model.fit(Pool(features, labels.astype(int), weight=weights / weights.mean()))
    return model


def _validate(examples: Sequence[Example]) -> None:
    scores: list[tuple[Example, NDArray[np.float64]]] = []
    for fold, model in enumerate(_train_folds(examples, PARAMETERS)):
        scores += [
            (example, model.predict_proba(_matrix(example.columns))[:, 1])
            for example in examples
            if _fold(example.site) == fold
        ]
    for folder in sorted({e.folder for e in examples}):
        part = [(e, s) for e, s in scores if e.folder == folder]
        if part[0][0].gold_words:
            print(f"{folder}: {_line(part)}")
        else:
            print(f"{folder}: {_snippet_line(part)}")


def _fold(site: str) -> int:
    return hashlib.sha256(site.encode()).digest()[1] % FOLDS


def _kept(example: Example, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    options = ExtractionOptions()
    bounds = np.where(
        example.columns["chosen"] > 0, options.min_score_to_keep, options.min_score_to_add
    )
    return np.asarray((scores >= bounds) & ~example.is_caption)


def _snippet_line(part: Iterable[tuple[Example, NDArray[np.float64]]]) -> str:
    found = [
        kept[example.is_known & (example.is_body == is_body)]
        for is_body in (True, False)
        for example, scores in part
        for kept in [_kept(example, scores)]
    ]
    half = len(found) // 2
    wanted, unwanted = np.concatenate(found[:half]), np.concatenate(found[half:])
    return f"lines with wanted snippets {wanted.mean():.4f}, with unwanted {unwanted.mean():.4f}"


def _line(part: Iterable[tuple[Example, NDArray[np.float64]]]) -> str:
    precision, recall = [], []
    for example, scores in part:
        kept = _kept(example, scores)
        right = float(example.words[kept & example.is_body].sum())
        precision.append(right / max(1.0, float(example.words[kept].sum())))
        recall.append(min(1.0, right / example.gold_words))
    p, r = fmean(precision), fmean(recall)
    return f"F1 {2 * p * r / (p + r):.4f} precision {p:.4f} recall {r:.4f} (words of lines)"


def _write(path: Path, model: CatBoostClassifier, examples: Sequence[Example]) -> None:
    path.write_text(_to_json(model, examples), encoding="utf-8")
    print(f"wrote {path} ({path.stat().st_size} bytes)")


def _read_model(model: CatBoostClassifier, examples: Sequence[Example]) -> LineModel:
    return read_line_model(json.loads(_to_json(model, examples)))


def _to_json(model: CatBoostClassifier, examples: Sequence[Example]) -> str:
    """Return the model as ``line_model.read_line_model`` reads it; unused features are left out."""
    features = tuple(examples[0].columns)
    with NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        exported = json.loads(Path(file.name).read_text(encoding="utf-8"))
    scale, bias = exported["scale_and_bias"]
    trees = exported["oblivious_trees"]
    used = sorted({s["float_feature_index"] for tree in trees for s in tree["splits"]})
    depth = max(len(tree["splits"]) for tree in trees)
    place = {index: position for position, index in enumerate(used)}
    values = {
        "trained": "benchmarks/train_line_model.py",
        "features": [features[index] for index in used],
        "bias": round(bias[0], 6),
        "trees": [_tree(tree, place, scale, depth) for tree in trees],
    }
    lines = json.dumps(values, separators=(",", ":")).replace('{"questions"', '\n{"questions"')
    return lines + "\n"


def _tree(
    tree: Mapping[str, Any], place: Mapping[int, int], scale: float, depth: int
) -> dict[str, Any]:
    questions = [[place[s["float_feature_index"]], round(s["border"], 5)] for s in tree["splits"]]
    answers = [round(scale * value, 4) for value in tree["leaf_values"]]
    missing = depth - len(questions)
    # A question that is always answered with no: trees of one depth are one array.
    questions += [[0, 1e9]] * missing
    return {"questions": questions, "answers": answers * 2**missing}


if __name__ == "__main__":
    sys.exit(main())
