import pytest
from hypothesis import given

from pipelines.extraction.body.caption_text import tell_captions
from pipelines.items import Block, BlockKind, Document, Signals
from tests.pipelines.cleaning.documents import BODY, any_documents


def kinds_around(text: str, kind: BlockKind = "paragraph") -> BlockKind:
    """Return the kind of a block that stands between the paragraphs of a story."""
    blocks = (*(Block(text=line) for line in BODY), Block(text=text, kind=kind))
    return tell_captions(blocks)[-1].kind


@pytest.mark.parametrize(
    "text",
    [
        "Nine hives stand behind the station house of Lowmere. (AP Photo/Ada Long)",
        "FILE - The bench as it stood in May, before the quarrel began.",
        "FILE PHOTO: The bench as it stood in May, before the quarrel began.",
        "The mayor at the hives (Photo by Ben Short/Getty Images)",
        "The mayor at the hives. [Ben Short/Reuters]",
        "The mayor at the hives. (Ben Short via AP)",
        "Die Bürgermeisterin vor den Bienenstöcken. (Foto: dpa)",
        "Die Bürgermeisterin vor den Bienenstöcken (picture alliance / dpa / Ada Lang)",
        "La maire devant les ruches. (Photo : AFP)",
        "La alcaldesa ante las colmenas (Foto: EFE).",
    ],
)
def test_paragraph_with_the_credit_of_a_picture_is_a_caption(text: str) -> None:
    assert kinds_around(text) == "caption"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor counts the hives again in spring, her office said. (Reuters)",
        "Die Stadt zählt die Bienenstöcke im Frühjahr noch einmal. (dpa)",
        "Tap and hold the button to record a film (in photo mode).",
        "She packed what she needed for the day (wallet, photo, credit card).",
        "The picture was sold for a million crowns (photo below).",
        "File - Save as - Close: these three commands are all she ever used.",
        "The album (Photo: A Life) was out of print for years, and then it was not.",
    ],
)
def test_paragraph_of_a_story_stays(text: str) -> None:
    assert kinds_around(text) == "paragraph"


def test_only_paragraphs_become_captions() -> None:
    assert kinds_around("The hives (Foto: dpa)", "heading") == "heading"
    assert kinds_around("The hives (Foto: dpa)", "table") == "table"


def test_caption_that_tells_the_background_is_a_caption() -> None:
    caption = f"FILE - {' '.join(BODY)} {BODY[0]} (AP Photo/Ada Long)"
    blocks = tuple(Block(text=line) for line in (*BODY, *BODY, caption))
    assert tell_captions(blocks)[-1].kind == "caption"


def test_long_paragraph_stays() -> None:
    assert kinds_around(f"{' '.join(BODY * 3)} (Foto: dpa)") == "paragraph"


def test_captions_that_tell_the_story_of_a_gallery_stay() -> None:
    blocks = (Block(text="The bench."), *(Block(text=f"{line} (Foto: dpa)") for line in BODY))
    assert tell_captions(blocks) == blocks


def test_block_with_a_doubt_stays() -> None:
    doubted = Block(text="The hives (Foto: dpa)", signals=Signals(doubt="its links"))
    blocks = (*(Block(text=line) for line in BODY), doubted)
    assert tell_captions(blocks) == blocks


@given(any_documents())
def test_nothing_but_kinds_changes(document: Document) -> None:
    told = tell_captions(document.blocks)
    assert [block.text for block in told] == [block.text for block in document.blocks]
    assert tell_captions(told) == told or any(block.kind == "caption" for block in told)
