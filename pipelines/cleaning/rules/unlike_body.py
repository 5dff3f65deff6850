"""What the extractor chose and the line model takes for something else."""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Claim, Document


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks):
        if block.signals.doubt is not None:
            score = block.signals.body_score or 0.0
            against = f": {block.signals.doubt}" if block.signals.doubt else ""
            yield whole_block(document, index, f"is unlike the body ({score:.2f}){against}")


RULE = CleaningRule(name="unlike-body", find=_find)
