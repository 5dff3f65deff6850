"""Date lines at the top and below the story: "Published 12 March 2024, 14:05 | Updated 15:30"."""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import first_body_block, head_end, is_body_like
from pipelines.cleaning.stamps import StampLine, read_stamps
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_MAX_SECTION_WORDS = 2
_MAX_RECURRING = 2


def _find(document: Document) -> Iterator[Claim]:
    stamps = [read_stamps(block.text) for block in document.blocks]
    if sum(s.is_stamp and not s.labels and not s.rest for s in stamps) > _MAX_RECURRING:
        # A timeline or a live blog: its stamps are subheadings.
        stamps = [s if s.labels else read_stamps("") for s in stamps]
    first = first_body_block(document)
    for index in range(head_end(document)):
        if _is_date_line(document.blocks[index], stamps[index], is_early=index < first):
            yield whole_block(document, index, "holds a stamp and nothing else")
    for index in range(head_end(document), len(document.blocks)):
        # Further down only a line that says what it is.
        if stamps[index].labels and stamps[index].dates and not stamps[index].rest:
            yield whole_block(document, index, "says when it was published")
    last = len(document.blocks) - 1
    if last >= head_end(document) and _is_signature(document, last, stamps[last]):
        yield whole_block(document, last, "holds a stamp and nothing else")


def _is_date_line(block: Block, stamp: StampLine, *, is_early: bool) -> bool:
    """Return whether a line of the head is a stamp, with a section name at most.

    Below the first paragraph a bare date may be the subheading of a chronicle.
    """
    if not stamp.is_stamp or not folded_words(block.text):
        return False
    if stamp.labels or stamp.times or stamp.relative:
        return len(stamp.rest) <= (_MAX_SECTION_WORDS if is_early else 0)
    return is_early and block.kind != "heading" and not stamp.rest


def _is_signature(document: Document, index: int, stamp: StampLine) -> bool:
    """Return whether the last line is the date of the paragraph above it."""
    return (
        document.blocks[index].kind == "paragraph"
        and bool(stamp.dates)
        and not (stamp.rest or stamp.labels)
        and is_body_like(document.blocks[index - 1])
    )


RULE = CleaningRule(name="date-line", find=_find)
