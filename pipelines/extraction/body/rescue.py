"""The body from JSON-LD, where the extractor took the wrong part of the page."""

from collections.abc import Sequence

from pipelines.extraction.body.blocks import Selection
from pipelines.extraction.tree.lines import Line
from pipelines.normalization import letter_key
from pipelines.options import ExtractionOptions
from pipelines.sentence_signs import ELLIPSES

_MIN_LINE_KEY_CHARS = 12
_HEAD_CHARS = 80


def rescue_body(
    article_body: str | None,
    selection: Selection,
    lines: Sequence[Line],
    options: ExtractionOptions,
) -> Selection | None:
    """Return the selection that follows ``articleBody``, or ``None`` when there is no need for it.

    There is when the extractor has under half of an honest one: long enough, not cut with an
    ellipsis, not the text twice. The lines of the page that stand in it are taken, because they
    have paragraphs and places; only where most of it is not on the page, its own text is.
    """
    paragraphs = _honest_paragraphs(article_body, options.min_rescue_chars)
    whole = "".join(letter_key(paragraph) for paragraph in paragraphs)
    kept = sum(len(letter_key(lines[index].text)) for index in selection.chosen)
    kept += sum(len(letter_key(text)) for _, text in selection.strays)
    if not whole or kept >= len(whole) * options.max_kept_before_rescue:
        return None
    keys = {index: letter_key(line.text) for index, line in enumerate(lines)}
    found = [i for i, key in keys.items() if len(key) >= _MIN_LINE_KEY_CHARS and key in whole]
    if sum(len(keys[index]) for index in found) >= len(whole) * options.min_rescue_found:
        return Selection(chosen=frozenset(found))
    return Selection(chosen=frozenset(), strays=tuple((-1, text) for text in paragraphs))


def _honest_paragraphs(article_body: str | None, min_chars: int) -> tuple[str, ...]:
    text = (article_body or "").strip()
    if len(text) < min_chars or text.endswith(ELLIPSES):
        return ()
    by_key = {letter_key(paragraph): paragraph for paragraph in text.split("\n")}
    by_key.pop("", None)
    whole = "".join(by_key)
    is_doubled = whole.find(whole[:_HEAD_CHARS], 1) > 0
    return () if is_doubled else tuple(by_key.values())
