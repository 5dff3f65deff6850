from pipelines.cleaning.part_rule import part_rule
from pipelines.items import Block, Claim, Document
from tests.pipelines.cleaning.documents import BODY, blocks_of, named

RULE = part_rule("player", "stands in a player", frozenset({"player", "audio"}))


def test_block_with_one_of_the_names_is_claimed_whole_and_the_name_given() -> None:
    document = Document(blocks=blocks_of(BODY[0], named("row", "player", text="0:00 / 3:12")))
    assert list(RULE(document)) == [
        Claim(block=1, start=0, end=11, reason='stands in a player: named "player"')
    ]


def test_of_several_names_the_first_in_the_alphabet_is_the_reason() -> None:
    (claim,) = RULE(Document(blocks=(named("player", "audio"),)))
    assert claim.reason.endswith('"audio"')


def test_name_counts_whole_and_not_as_a_part_of_another() -> None:
    assert list(RULE(Document(blocks=(named("players", "audiobook"),)))) == []


def test_paragraph_that_says_the_name_is_claimed_all_the_same() -> None:
    block = named("player", text="This player needs a newer browser.")
    assert len(list(RULE(Document(blocks=(block,))))) == 1


def test_heading_whose_id_is_made_of_its_words_stays() -> None:
    block = named("player", text="Player of the year", kind="heading", level=2)
    assert list(RULE(Document(blocks=(block,)))) == []


def test_plain_text_has_no_names_and_nothing_is_claimed() -> None:
    assert list(RULE(Document(blocks=(Block(text="player"),)))) == []


def test_rule_of_names_only_guesses() -> None:
    assert (RULE.name, RULE.is_heuristic) == ("player", True)
