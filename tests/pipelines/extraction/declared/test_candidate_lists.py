import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from pipelines.extraction.declared.candidate_lists import (
    absolute,
    all_of,
    base_url,
    choose_all,
    choose_first,
    unique,
)
from pipelines.items import Candidate
from tests.pipelines.extraction.candidates import told

PAGE = "https://post.example/news/bridge"


def test_only_values_that_are_there_become_candidates() -> None:
    assert all_of("og", ("Quay", None, "", "Coast")) == told(("og", "Quay"), ("og", "Coast"))


def test_values_come_clean_and_once_of_a_source() -> None:
    double = told(
        ("og", " Quay\u00a0 Post"), ("og", "Quay Post"), ("meta", "Quay Post"), ("og", " ")
    )
    assert unique(double) == told(("og", "Quay Post"), ("meta", "Quay Post"))


@given(st.lists(st.builds(Candidate, value=st.text(max_size=9), source=st.just("og"))))
def test_nothing_changes_the_second_time(candidates: list[Candidate]) -> None:
    once = unique(candidates)
    assert unique(once) == once


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/a.jpg", ["https://post.example/a.jpg"]),
        ("https:/cdn.example/a.jpg", ["https://cdn.example/a.jpg"]),
        ("http://[torn", []),
    ],
)
def test_addresses_are_made_absolute(address: str, expected: list[str]) -> None:
    found = absolute(told(("og", address), ("og", address)), PAGE)
    assert [item.value for item in found] == expected


@pytest.mark.parametrize(
    ("href", "expected"), [("/b/", "https://post.example/b/"), ("http://[torn", PAGE), ("", PAGE)]
)
def test_base_of_a_page_counts_when_it_is_sound(href: str, expected: str) -> None:
    head = fromstring(f"<html><head><base><base href='{href}'></head></html>")
    assert base_url(head.iter("base"), PAGE) == expected


def test_first_value_that_the_function_accepts_is_chosen() -> None:
    candidates = told(("html", "x"), ("meta", "12"), ("meta", "13"))
    accept = {"12": "twelve"}.get
    assert choose_first(candidates, accept) == "twelve"
    assert choose_first(candidates) == "x"
    assert choose_first((), accept) is None


def test_all_values_of_the_best_source_are_chosen_once() -> None:
    candidates = told(("jsonld", "Quay"), ("jsonld", "quay"), ("jsonld", "Tram"), ("meta", "Other"))
    assert choose_all(candidates) == ("Quay", "Tram")
    assert choose_all(()) == ()
