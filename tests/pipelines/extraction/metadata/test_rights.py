from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.extraction.metadata.rights import choose_ai_use, read_is_free, read_robots_directives
from pipelines.items import AiUse, Metadata, Page

PAGE = Page(
    url="https://post.example/bench",
    url_requested="https://post.example/bench",
    body=b"",
    fetched_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
)
FREE = {
    "Boolean": (False, False),
    "text": ("False", False),
    "address": ("https://schema.org/True", True),
    "unknown": ("maybe", None),
}


@pytest.mark.parametrize(("value", "free"), FREE.values(), ids=FREE.keys())
def test_access_is_read_from_any_spelling(value: object, free: bool | None) -> None:
    assert read_is_free({"isAccessibleForFree": value}, {}) is free


@pytest.mark.parametrize(
    ("free", "tier", "expected"),
    [
        (False, "free", False),
        (True, "locked", True),
        (None, "locked", False),
        (None, "Metered", False),
        (None, "free", True),
        (None, "other", None),
    ],
)
def test_access_is_told_by_json_ld_then_by_the_tier(
    free: bool | None, tier: str, expected: bool | None
) -> None:
    node = {} if free is None else {"isAccessibleForFree": free}
    assert read_is_free(node, {"article:content_tier": (tier,)}) is expected


def test_robots_directives_come_from_meta_and_header_without_the_agent() -> None:
    metas = {"robots": ("NOINDEX, noai",), "tdm-reservation": ("1",)}
    assert read_robots_directives(metas, "googlebot: nofollow, noarchive") == (
        "noindex", "noai", "nofollow", "noarchive", "tdm-reservation:1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("directives", "header", "expected"),
    [
        (("noindex", "noai"), "", "disallowed"),
        (("noimageai",), "0", "disallowed"),
        (("tdm-reservation:1",), "", "disallowed"),
        (("tdm-reservation:0",), "", "allowed"),
        (("tdm-reservation:1",), "0", "allowed"),
        ((), "1", "disallowed"),
        ((), "x", "unknown"),
        (("noindex",), "", "unknown"),
    ],
)
def test_use_by_machines_follows_the_reservation(
    directives: tuple[str, ...], header: str, expected: AiUse
) -> None:
    headers = {"tdm-reservation": header} if header else {}
    page = replace(PAGE, headers=headers)
    assert choose_ai_use(Metadata(robots_directives=directives), page) == expected


def test_a_page_that_robots_txt_closes_to_ai_is_closed_whatever_it_says_itself() -> None:
    page = replace(PAGE, is_closed_to_ai=True, headers={"tdm-reservation": "0"})
    assert choose_ai_use(Metadata(), page) == "disallowed"
