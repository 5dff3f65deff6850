import pytest

from pipelines.cleaning.descriptions import own_description
from pipelines.cleaning.site_lines import learn_lines
from pipelines.items import Document
from pipelines.site_memory import SiteMemory
from tests.pipelines.cleaning.documents import BODY, blocks_of

TITLE = "Beekeepers of Lowmere get their bench"
OWN = "A quarrel of two summers has found its end, and a kitchen chair its place."


def described(description: str, *lines: str, memory: SiteMemory = SiteMemory()) -> str | None:
    blocks = blocks_of(*(lines or BODY))
    document = Document(title=TITLE, description=description, blocks=blocks, memory=memory)
    return own_description(document, blocks)


def test_what_is_written_for_the_page_stays() -> None:
    assert described(OWN) == OWN


@pytest.mark.parametrize(
    "description",
    [
        BODY[1],
        " ".join(BODY),
        f"{' '.join(BODY[:2])} It can take three hours until a sw…",
        f"{BODY[0][:60]} […]",
        f"{BODY[0]} (advert) {BODY[1]} It can take three hours until …",
        f"{BODY[0][:70]}… Continue reading “{TITLE}”…",
        f"{BODY[0][:70]} … {TITLE} weiterlesen →",
    ],
    ids=[
        "one paragraph", "the whole text", "cut in the third paragraph", "cut in brackets",
        "something between", "with a pointer", "with headline and pointer",
    ],
)  # fmt: skip
def test_what_is_cut_out_of_the_text_is_none(description: str) -> None:
    assert described(description) is None


@pytest.mark.parametrize("description", [TITLE, f"{TITLE}.", TITLE.upper(), ""])
def test_the_headline_alone_is_none(description: str) -> None:
    assert described(description) is None


@pytest.mark.parametrize(
    "pointer",
    [
        "Read more »", "Weiterlesen →", "Lire la suite →", "Leer más", "Leggi tutto", "Leia mais…",
        "Читать далее", "Читати далі", "Czytaj dalej →", "Lees verder", "Läs mer", "Devamını oku",
    ],
)  # fmt: skip
def test_pointer_to_the_page_is_no_part_of_it(pointer: str) -> None:
    assert described(f"{OWN} {pointer}") == OWN


@pytest.mark.parametrize(
    "description",
    [
        "What the beekeepers read. More than you think",
        "Nine hives, one bench and no end … or is it?",
        "Who wants to sit must wait for the council to read more than one letter",
    ],
)
def test_other_ends_stay(description: str) -> None:
    assert described(description) == description


def test_slogan_of_other_articles_is_none() -> None:
    slogan = "The newspaper for people who sit."
    others = Document(description=slogan, blocks=blocks_of("Another story altogether."))
    memory = learn_lines(others)
    assert described(slogan, memory=memory) == slogan
    assert described(slogan, memory=memory.with_more(memory)) is None


def test_text_without_spaces_is_compared_by_its_signs() -> None:
    lines = (
        "养蜂人终于得到了他们的长椅，镇议会星期二决定。",
        "两个夏天以来，一把旧椅子每个星期五都被拿走。",
    )
    assert described("镇议会星期二决定", *lines) is None
    assert described("一把椅子的故事", *lines) == "一把椅子的故事"
