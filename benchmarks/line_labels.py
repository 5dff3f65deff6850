"""Which lines of a page are body, by its gold text: the labels of the line model. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_LOOKED_AROUND = 15


def label(lines: Sequence[str], paragraphs: Sequence[str]) -> list[bool]:
    """Return which lines stand in the gold: half of their shingles do; short lines beside such.

    Of lines that the page has more often than the gold, those with the most body around them.
    """
    gold = [_TOKEN.findall(paragraph) for paragraph in paragraphs]
    tokens = [token for paragraph in gold for token in paragraph]
    whole = Counter(tuple(paragraph) for paragraph in gold)
    shingles = set(_parts(tokens, _SHINGLE))
    short = {part for paragraph in gold for size in (1, 2, 3) for part in _parts(paragraph, size)}
    found = [_TOKEN.findall(line) for line in lines]
    sure = [_share(own, shingles) >= 0.9 for own in found]
    is_body = [_share(own, shingles) >= 0.5 or tuple(own) in whole for own in found]
    for index, own in enumerate(found):
        if 0 < len(own) < _SHINGLE and tuple(own) in short and not is_body[index]:
            is_body[index] = any(sure[max(0, index - 1) : index]) or any(
                sure[index + 1 : index + 2]
            )
    _keep_best_copies(found, is_body, sure, whole, " ".join(tokens))
    return is_body


def _keep_best_copies(
    found: Sequence[Sequence[str]],
    is_body: list[bool],
    sure: Sequence[bool],
    whole: Mapping[tuple[str, ...], int],
    gold: str,
) -> None:
    places: dict[tuple[str, ...], list[int]] = {}
    for index, own in enumerate(found):
        if is_body[index]:
            places.setdefault(tuple(own), []).append(index)
    for own, copies in places.items():
        if len(copies) == 1:
            continue
        is_short = len(own) < _SHINGLE
        times = whole.get(own, 0) if is_short else f" {gold} ".count(f" {' '.join(own)} ")
        copies.sort(key=lambda place: -_body_around(place, copies, is_body, sure))
        for index in copies[max(1, times) :]:
            is_body[index] = False


def _body_around(
    place: int, copies: Sequence[int], is_body: Sequence[bool], sure: Sequence[bool]
) -> float:
    start, end = max(0, place - _LOOKED_AROUND), min(len(sure), place + _LOOKED_AROUND + 1)
    return sum(
        1 / (1 + abs(other - place))
        for other in range(start, end)
        if other not in copies and is_body[other] and sure[other]
    )


def _parts(tokens: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


def _share(own: Sequence[str], shingles: set[tuple[str, ...]]) -> float:
    parts = list(_parts(own, _SHINGLE))
    return sum(part in shingles for part in parts) / len(parts) if parts else 0.0
