"""The zone of a site, learned from the offsets of stamps that programs wrote.

An offset is not a zone: Berlin is +01:00 in winter and +02:00 in summer. So offsets are counted by
month, and a stamp without a zone gets the offset that the site's stamps of that month had.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from pipelines.dates.machine_formats import read_machine_format
from pipelines.dates.zones import read_offset
from pipelines.options import SiteOptions

_KEY = re.compile(r"(?P<month>\d\d)(?P<sign>[+-])(?P<hours>\d\d):(?P<minutes>\d\d)")
_WINTER, _SUMMER = frozenset({11, 12, 1, 2}), frozenset({5, 6, 7, 8})


def offset_evidence(raws: Iterable[str]) -> Mapping[str, int]:
    """Return the months and offsets (``07+02:00``) of the stamps of one page, each counted once.

    UTC teaches nothing: sites all over the world write it for programs and another time for people.
    """
    stamps = map(read_machine_format, raws)
    moments = [stamp.value for stamp in stamps if stamp and isinstance(stamp.value, datetime)]
    return {f"{moment:%m}{_offset(moment)}": 1 for moment in moments if moment.utcoffset()}


def learned_zone(
    offsets: Mapping[str, int], local: datetime, options: SiteOptions = SiteOptions()
) -> tzinfo | None:
    """Return the zone of a local time by the offsets of a site, or ``None`` when they do not tell.

    The stamps of its month decide when nine in ten of them agree. Without any of that month all
    must agree, and some must be of the winter and some of the summer: then the clock never changes.
    """
    known = {key: count for key, count in offsets.items() if _KEY.fullmatch(key)}
    of_month = {key: count for key, count in known.items() if int(key[:2]) == local.month}
    if of_month:
        return _zone(of_month, options.min_share_offset, options)
    months = {int(key[:2]) for key in known}
    return _zone(known, 1.0, options) if months & _WINTER and months & _SUMMER else None


def _zone(counts: Mapping[str, int], min_share: float, options: SiteOptions) -> tzinfo | None:
    totals: dict[str, int] = {}
    for key, count in counts.items():
        totals[key[2:]] = totals.get(key[2:], 0) + count
    best = max(totals, key=lambda offset: (totals[offset], offset))
    is_sure = totals[best] >= min_share * sum(totals.values())
    return read_offset(best) if is_sure and totals[best] >= options.min_articles_offset else None


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"
