"""Pages in our own words, no two alike: as many stories as a test wants."""

import random
from datetime import UTC, datetime

NOON = datetime(2025, 11, 20, 12, tzinfo=UTC)
_NAMES = ("Lowmere", "Ashby Quay", "Tarn Hill", "Greyport", "Millbeck", "Oakhaven", "Saltcote")
_WHO = (
    "the council", "a baker", "the ferry crew", "two teachers", "the choir", "a beekeeper",
    "the museum", "a retired pilot", "the fire brigade", "an orchard keeper",
)  # fmt: skip
_DID = (
    "repaired", "opened", "painted", "counted", "moved", "measured", "restored", "borrowed",
    "catalogued", "planted",
)  # fmt: skip
_WHAT = (
    "the old lighthouse", "a row of lime trees", "the harbour clock", "four wooden boats",
    "the town archive", "a stone bridge", "the night timetable", "an empty warehouse",
    "the rowing club", "a flock of geese",
)  # fmt: skip
_WHY = (
    "after a long winter", "before the autumn storms", "with money from a raffle",
    "against the advice of an engineer", "in less than a week", "for the first time since 1961",
    "while the neighbours watched", "without any machine", "in front of a small crowd",
)  # fmt: skip


def paragraphs(title: str, version: int = 1) -> list[str]:
    """Return the paragraphs of a story: other titles, other words; a later version has one more."""
    dice = random.Random(title)  # noqa: S311 - the same words each time
    return [" ".join(_sentence(dice) for _ in range(4)) for _ in range(5 + version)]


def page(title: str, version: int = 1) -> bytes:
    """Return a story as an HTML page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(title, version))
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='article:published_time' content='{NOON.isoformat()}'></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def _sentence(dice: random.Random) -> str:
    who, did, what = dice.choice(_WHO), dice.choice(_DID), dice.choice(_WHAT)
    number = dice.randint(2, 990)
    where, why = dice.choice(_NAMES), dice.choice(_WHY)
    return f"In {where} {who} {did} {what} {why}, and {number} people came."
