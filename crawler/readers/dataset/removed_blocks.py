"""What was cut from an article, out of its line in the side file."""

from collections.abc import Mapping

from pipelines.items import RemovedBlock


def read_removed(line: Mapping[str, object]) -> tuple[RemovedBlock, ...]:
    """Return the blocks in the order in which they stood on the page.

    What is no block is left out: nothing has checked these lines.
    """
    entries = line.get("removed")
    blocks = [_block(entry) for entry in entries] if isinstance(entries, list) else []
    known = [block for block in blocks if block is not None]
    return tuple(sorted(known, key=lambda block: (block.block, block.start)))


def _block(entry: object) -> RemovedBlock | None:
    if not isinstance(entry, dict):
        return None
    places = [entry.get(name) for name in ("block", "start", "end")]
    texts = [entry.get(name) for name in ("text", "rule", "reason")]
    block, start, end = (place if type(place) is int else None for place in places)
    text, rule, reason = (value if isinstance(value, str) else None for value in texts)
    if block is None or start is None or end is None:
        return None
    if text is None or rule is None or reason is None:
        return None
    return RemovedBlock(block=block, start=start, end=end, text=text, rule=rule, reason=reason)
