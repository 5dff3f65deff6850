from benchmarks.golds import Gold
from benchmarks.systems.predictions import Prediction, RemovedText
from benchmarks.worst import format_worst, rule_that_cut

BODY = (
    "The harbour of Norvik was closed on Monday after two ferries touched in thick fog.",
    "Nobody was hurt, the port authority said, but both ships need new paint.",
)


def gold(page: str, paragraphs: tuple[str, ...] | None = BODY) -> Gold:
    return Gold(id=page, html=page, site="a", url="https://a.example/", paragraphs=paragraphs)


def test_the_worst_pages_come_first_with_what_leaked_and_what_was_lost() -> None:
    pages = {
        "good": Prediction(text="\n".join(BODY)),
        "bad": Prediction(text=f"{BODY[0]}\nSign up for our morning letter"),
        "unknown": Prediction(),
    }
    golds = [gold("good"), gold("bad"), gold("unknown", None)]
    head, leaked, lost = format_worst(golds, pages, 1).strip().splitlines()
    assert head.endswith("bad https://a.example/")
    assert leaked == "  leaked: Sign up for our morning letter"
    assert lost == f"  lost (not extracted): {BODY[1]}"


def test_a_rejected_page_says_why() -> None:
    told = format_worst([gold("1")], {"1": Prediction(rejection="list-page")}, 1)
    assert told.strip().startswith("0.000 list-page 1 ")


def test_a_lost_paragraph_names_the_rule_that_cut_it() -> None:
    removed = (
        RemovedText(rule="byline", text="By Ann Bell"),
        RemovedText(rule="editors-note", text=BODY[1]),
    )
    assert rule_that_cut(BODY[1], removed) == "editors-note"
    assert rule_that_cut(BODY[0], removed) is None
    pages = {"1": Prediction(text=BODY[0], removed=removed)}
    assert f"  lost (editors-note): {BODY[1]}" in format_worst([gold("1")], pages, 1)


def test_long_paragraphs_are_cut() -> None:
    pages = {"1": Prediction(text="word " * 50)}
    leaked = next(
        line for line in format_worst([gold("1")], pages, 1).splitlines() if "leak" in line
    )
    assert len(leaked) == len("  leaked: ") + 100
