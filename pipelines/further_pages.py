"""A story that goes on over several pages becomes one text."""

from dataclasses import dataclass, replace

from pipelines.cleaning.cleaner import Cleaned, clean
from pipelines.dedup.content_hash import text_sha256
from pipelines.errors import PageError
from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.extraction.body.page_body import read_body, read_tree
from pipelines.extraction.kinds.walls import find_wall
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.user_rules.rules import with_bearable_rules
from pipelines.items import Block, Document, Page
from pipelines.options import DEFAULT_OPTIONS, Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A document, what cleaning left of it, and whether pages of it are missing."""

    document: Document
    cleaned: Cleaned
    is_incomplete: bool = False


def add_further_pages(
    document: Document, cleaned: Cleaned, page: Page, options: Options = DEFAULT_OPTIONS
) -> Story:
    """Return the document and what cleaning left of it with the further pages of the story added.

    Every page is cleaned by itself: what ends the first page is not the end of the story. A page
    that holds no text, or the text of an earlier one, adds nothing: sites answer a page number
    that does not exist with the first page. An error page, a login or no page at all adds nothing
    either, and leaves the story incomplete.
    """
    known = {_key(cleaned.blocks)}
    is_incomplete = False
    for further in page.further_pages:
        blocks = _blocks_of(further, page, options)
        if blocks is None:
            is_incomplete = True
            continue
        part = replace(document, blocks=blocks)
        left = clean(part, options.cleaning)
        key = _key(left.blocks)
        if left.blocks and key not in known:
            known.add(key)
            cleaned = _joined(cleaned, left, len(document.blocks))
            document = replace(document, blocks=(*document.blocks, *part.blocks))
    return Story(document=document, cleaned=cleaned, is_incomplete=is_incomplete)


def _blocks_of(further: Page, page: Page, options: Options) -> tuple[Block, ...] | None:
    """Return the blocks of a further page; ``None`` when something stands in its place."""
    # Other entries and rules than those of the story never apply to one of its pages.
    part = replace(further, entry=page.entry, hints=page.hints)
    try:
        tree = read_tree(part)
    except PageError:
        return None
    part = with_bearable_rules(part, tree)
    metadata = read_metadata(tree, part)
    wordings = read_wordings(read_document(metadata), metadata)
    blocks = read_body(tree, wordings, part, options.extraction).blocks
    return None if find_wall(tree, metadata, blocks) is not None else blocks


def _key(blocks: tuple[Block, ...]) -> str:
    return text_sha256("\n\n".join(block.text for block in blocks))


def _joined(first: Cleaned, second: Cleaned, offset: int) -> Cleaned:
    """Return both; the account of the second counts its blocks behind those of the first."""
    moved = tuple(replace(cut, block=cut.block + offset) for cut in second.removed)
    return Cleaned(
        blocks=(*first.blocks, *second.blocks),
        removed=(*first.removed, *moved),
        flags=tuple(dict.fromkeys((*first.flags, *second.flags))),
    )
