"""The order of day and month of a site."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.order import decide_order, order_evidence, usual_order
from pipelines.items import DateOrder
from pipelines.site_memory import SiteMemory

EVIDENCE = {
    "day over twelve first": ("20.02.2025", (1, 0)),
    "day over twelve second": ("02/20/2025", (0, 1)),
    "both could be months": ("03.02.2025", (0, 0)),
    "year first": ("2025-02-20", (0, 0)),
    "a time beside it": ("20.02.2025 23:36", (1, 0)),
    "Arabic digits": ("٢٠/٠٢/٢٠٢٥", (1, 0)),
    "no such month": ("20.20.2025", (0, 0)),
    "no date": ("version 20.1", (0, 0)),
    "month name": ("20 February 2025", (0, 0)),
}


@pytest.mark.parametrize(("raw", "counts"), EVIDENCE.values(), ids=EVIDENCE)
def test_stamp_counts_only_for_the_order_it_proves(raw: str, counts: tuple[int, int]) -> None:
    learned = order_evidence([raw])
    assert (learned.day_first, learned.month_first) == counts


DECISIONS: dict[str, tuple[DateOrder | None, SiteMemory, SiteMemory, DateOrder | None]] = {
    "nothing is known": (None, SiteMemory(), SiteMemory(), None),
    "configured": ("MDY", SiteMemory(day_first=9), SiteMemory(), "MDY"),
    "remembered": (None, SiteMemory(day_first=1), SiteMemory(), "DMY"),
    "on the page": (None, SiteMemory(), SiteMemory(month_first=1), "MDY"),
    "undecided memory, sure page": (
        None, SiteMemory(day_first=5, month_first=5), SiteMemory(month_first=1), "MDY",
    ),
    "one odd stamp among many": (
        None, SiteMemory(day_first=20, month_first=1), SiteMemory(), "DMY",
    ),
    "both": (None, SiteMemory(day_first=2, month_first=1), SiteMemory(), None),
}  # fmt: skip


@pytest.mark.parametrize("case", DECISIONS)
def test_order_is_decided_from_evidence(case: str) -> None:
    configured, memory, on_page, expected = DECISIONS[case]
    assert decide_order(configured, memory, on_page) == expected


@pytest.mark.parametrize(
    ("language", "separator", "order"),
    [
        ("de", "/", "DMY"),
        ("en", "/", None),
        (None, "/", None),
        (None, ".", "DMY"),
        ("en", ".", "DMY"),
        ("tl", "/", "MDY"),
    ],
)
def test_custom_of_language_and_separator(
    language: str | None, separator: str, order: str | None
) -> None:
    assert usual_order(language, separator) == order


STAMPS = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.builds("{:02}.{:02}.{}".format, st.integers(1, 31), st.integers(1, 31), st.just(2025)),
    ),
    max_size=12,
)


@given(STAMPS, st.randoms(use_true_random=False))
def test_evidence_does_not_depend_on_the_order_of_stamps(stamps: list[str], chance: Random) -> None:
    mixed = list(stamps)
    chance.shuffle(mixed)
    assert order_evidence(mixed) == order_evidence(stamps)


@given(STAMPS, STAMPS)
def test_evidence_of_two_pages_adds_up(one: list[str], other: list[str]) -> None:
    together = order_evidence(one).with_more(order_evidence(other))
    assert together == order_evidence([*one, *other])
