import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.limits.robots_rules import (
    AI_AGENTS,
    MAX_BYTES,
    named_sitemaps,
    product_tokens,
    read_rules,
    read_rules_for_ai,
)

ALL_CLOSED = "User-agent: *\nDisallow: /\n"


def allowed(text: str | bytes, *paths: str) -> list[bool]:
    body = text.encode() if isinstance(text, str) else text
    rules = read_rules(body, "NewsDesk")
    return [rules.allows(f"https://gazette.example{path}") for path in paths]


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: newsdesk\nDisallow:\n\n" + ALL_CLOSED, True),
        (ALL_CLOSED + "\nUser-agent: NEWSDESK/1.0 (bot) # ours\nAllow: /\n", True),
        ("User-agent: news\nDisallow: /\n", True),
        ("User-agent: newsdesk-images\nDisallow: /\n", True),
        ("User-agent: other\nUser-agent: newsdesk\n\nDisallow: /\n", False),
        ("user agent: *\r\ndisallow: /\r\n", False),
        ("User-agent: *\rDisallow: /\r", False),
        ("User-agent: newsdesk\nSitemap: https://x.example/s.xml\nDisallow: /\n", False),
        ("Disallow: /\nUser-agent: other\nDisallow: /\n", True),
        ("<html><body>User-agent: * Disallow: /</body></html>", True),
        ("", True),
    ],
)
def test_the_most_specific_group_counts(text: str, is_allowed: bool) -> None:
    assert allowed(text, "/story") == [is_allowed]


def test_groups_of_one_name_are_one() -> None:
    text = "User-agent: newsdesk\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\n"
    text += "User-agent: newsdesk\nDisallow: /b\n"
    assert allowed(text, "/a", "/b", "/c") == [False, False, True]


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("Disallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("Disallow: /news\nAllow: /news/open", "/news/1", False),
        ("Allow: /page\nDisallow: /page", "/page", True),
        ("Disallow: /*/print$", "/a/print", False),
        ("Disallow: /*/print$", "/a/print/more", True),
        ("Disallow: *.pdf$", "/x.pdf?a=1", True),
        ("Disallow: /*?session=", "/a?session=1", False),
        ("Disallow: /%C3%A4/", "/ä/1", False),
        ("Disallow: /ö", "/%c3%b6", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a%2Fb", "/a%2fb", False),
        ("Disallow: /A", "/a", True),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_rule_that_matches_decides(rules: str, path: str, is_allowed: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) == [is_allowed]


@pytest.mark.parametrize(
    ("user_agent", "tokens"),
    [
        ("newsdesk/1.0 (news aggregator; obeys robots.txt)", {"newsdesk"}),
        ("DeskBot", {"deskbot"}),
        ("Mozilla/5.0 (compatible; Desk-Bot/2.1; +https://x.example)", {"mozilla", "desk-bot"}),
        ("", set()),
        ("(none)", set()),
    ],
)
def test_a_user_agent_names_its_sender(user_agent: str, tokens: set[str]) -> None:
    assert product_tokens(user_agent) == tokens


def test_who_goes_by_two_names_keeps_to_the_groups_of_both() -> None:
    text = "User-agent: newsdesk\nDisallow: /a\n\nUser-agent: DeskBot\nDisallow: /b\n\n"
    rules = read_rules((text + ALL_CLOSED).encode(), "newsdesk", "DeskBot")
    paths = ("/a", "/b", "/c")
    assert [rules.allows(f"https://gazette.example{p}") for p in paths] == [False, False, True]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_read(encoding: str) -> None:
    assert allowed(("\ufeff" + ALL_CLOSED).encode(encoding), "/story") == [False]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert allowed(b"\xef\xbb\xbf" + ALL_CLOSED.encode(), "/story") == [False]


def test_what_is_over_the_limit_is_not_read_nor_half_a_line() -> None:
    head = "User-agent: *\nDisallow: /early\n"
    filling = "#" * (MAX_BYTES - len(head) - 14) + "\n"
    text = f"{head}{filling}Disallow: /archive/\nDisallow: /late\n"
    assert allowed(text, "/early", "/archive/1", "/about", "/late") == [False, True, True, True]


def test_the_crawl_delay_of_our_group_counts() -> None:
    text = "User-agent: *\nCrawl-delay: 30\n\nUser-agent: newsdesk\nCrawl-delay: 2.5\n"
    assert read_rules(text.encode(), "newsdesk").crawl_delay_s == 2.5
    assert read_rules(b"", "newsdesk").crawl_delay_s is None


def test_sitemaps_are_named_in_their_order() -> None:
    text = "\ufeffSitemap: /b.xml\nUser-agent: *\nDisallow: /\n"
    text += "sitemap: https://x.example/a.xml # new\n"
    assert named_sitemaps(text.encode()) == ("/b.xml", "https://x.example/a.xml")


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_bytes_are_an_error(body: bytes, path: str) -> None:
    rules = read_rules(body, "newsdesk")
    assert rules.allows(f"https://gazette.example/{path}") in {True, False}
    assert (rules.crawl_delay_s or 0) >= 0


@pytest.mark.parametrize(
    ("text", "is_closed"),
    [
        ("User-agent: GPTBot\nDisallow: /\n", True),
        ("User-agent: ClaudeBot\nAllow: /\n\nUser-agent: CCBot\nDisallow: /news\n", True),
        ("User-agent: newsdesk\nAllow: /\n\n" + ALL_CLOSED, True),
        ("User-agent: GPTBot\nDisallow: /sport\n", False),
        ("User-agent: GPTBot\nDisallow: /\nAllow: /news\n", False),
        ("User-agent: OAI-SearchBot\nUser-agent: newsdesk\nUser-agent: GPT\nDisallow: /\n", False),
        ("", False),
    ],
)
def test_a_page_is_closed_to_ai_when_one_of_its_robots_is_kept_out(
    text: str, is_closed: bool
) -> None:
    assert read_rules_for_ai(text.encode()).keep_out("https://g.example/news/1") is is_closed


@pytest.mark.parametrize("agent", AI_AGENTS)
def test_every_known_robot_of_ai_is_found_by_its_name(agent: str) -> None:
    body = f"User-agent: {agent.title()}/1.0\nDisallow: /\n".encode()
    assert read_rules_for_ai(body).keep_out("https://gazette.example/news/1")
