"""Days relative to now: ``3 hours ago``, ``yesterday``, a weekday."""

from pipelines.dates.days import DaysAgo, TimeAgo, Weekday
from pipelines.dates.folding import Token, tokens
from pipelines.dates.vocabulary import Vocabulary, join, vocabulary

_MAX_AGO_WORDS = 5
_MAX_AMOUNT_DIGITS = 3
_SHORT = 2


def find_relative(words: tuple[Token, ...]) -> TimeAgo | DaysAgo | None:
    """Return what the words say relative to now (``3 hours ago``, ``yesterday``)."""
    known = vocabulary()
    for find in (_ago, _one_ago, _days_ago, _just_now):
        for index in range(len(words)):
            found = find(words, index, known)
            if found is not None:
                return found
    return None


def find_weekday(folded: str) -> Weekday | None:
    """Return the first weekday that a folded line names.

    Two letters count only where no longer name stands: ``on`` is Norwegian for Wednesday.
    """
    weekdays = vocabulary().weekdays
    named = [word for word in tokens(folded) if word.text in weekdays]
    if not named:
        return None
    word = next((word for word in named if len(word.text) > _SHORT), named[0])
    return Weekday(start=word.start, end=word.end, weekday=weekdays[word.text])


def _ago(words: tuple[Token, ...], index: int, known: Vocabulary) -> TimeAgo | None:
    word = words[index]
    is_one = word.text in known.one
    if not is_one and not (word.is_number and len(word.text) <= _MAX_AMOUNT_DIGITS):
        return None
    return _phrase(words, (index, index + 1), known, 1 if is_one else int(word.text))


def _one_ago(words: tuple[Token, ...], index: int, known: Vocabulary) -> TimeAgo | None:
    """``час назад``: the number one is left out, and the word before is no number (``six``)."""
    if words[index].is_number or _may_be_counted(words, index, known):
        return None
    return _phrase(words, (index, index), known, 1, is_bare=True)


def _may_be_counted(words: tuple[Token, ...], index: int, known: Vocabulary) -> bool:
    """Whether a word that is no label (``posted``) stands right before another."""
    if not index or words[index].start - words[index - 1].end > 1:
        return False
    befores = [join(words[first:index]) for first in range(max(0, index - known.longest), index)]
    return befores[-1] not in known.fillers | known.connectors and not any(
        before in known.published | known.updated for before in befores
    )


def _phrase(
    words: tuple[Token, ...],
    number: tuple[int, int],
    known: Vocabulary,
    amount: int,
    *,
    is_bare: bool = False,
) -> TimeAgo | None:
    first, last = number
    befores = range(first if is_bare else max(0, first - _MAX_AGO_WORDS), first + 1)
    afters = range(min(len(words), last + _MAX_AGO_WORDS), last + (1 if is_bare else -1), -1)
    for before in befores:
        units = known.ago.get(join(words[before:first]), {})
        for after in afters if units else ():
            unit = units.get(join(words[last:after]))
            if unit is not None:
                return TimeAgo(
                    start=words[before].start, end=words[after - 1].end, unit=unit, amount=amount
                )
    return None


def _days_ago(words: tuple[Token, ...], index: int, known: Vocabulary) -> DaysAgo | None:
    for last in _phrase_ends(words, index, known):
        days = known.days.get(join(words[index:last]))
        if days is not None:
            return DaysAgo(start=words[index].start, end=words[last - 1].end, days=days)
    return None


def _just_now(words: tuple[Token, ...], index: int, known: Vocabulary) -> TimeAgo | None:
    for last in _phrase_ends(words, index, known):
        if join(words[index:last]) in known.now:
            start, end = words[index].start, words[last - 1].end
            return TimeAgo(start=start, end=end, unit="second", amount=0)
    return None


def _phrase_ends(words: tuple[Token, ...], index: int, known: Vocabulary) -> range:
    """Where a phrase that starts at the index may end, the longest first."""
    if words[index].text not in known.openers:
        return range(0)
    return range(min(len(words), index + known.longest), index, -1)
