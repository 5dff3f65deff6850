"""What robots.txt asks for is kept (RFC 9309), read from the log of the server that is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.local_site import Answer
from tests.integration.named_site import NamedSite
from tests.integration.newsdesk_runs import QUICK, crawl, lines, write_sources

CLOSED = "User-agent: *\nDisallow: /story-0\n"


@pytest.fixture(scope="module")
def asked(shared_folder: Path) -> Iterator[NamedSite]:
    """The log of one run over hosts with two stories each; most of them close the first one."""
    with NamedSite() as site, pytest.MonkeyPatch.context() as patch:
        site.serve_all_names(patch)
        put_rules(site, "plain.example", Answer(body=CLOSED.encode()))
        put_rules(site, "mark.example", Answer(body=b"\xef\xbb\xbf" + CLOSED.encode()))
        late = b"# filling\n" * 60_000 + b"User-agent: *\nDisallow: /story-1\n"
        put_rules(site, "big.example", Answer(body=CLOSED.encode() + late))
        put_rules(site, "ai.example", Answer(body=b"User-agent: GPTBot\nDisallow: /story-0\n"))
        put_rules(site, "missing.example", Answer(status=404, body=CLOSED.encode()))
        put_rules(site, "barred.example", Answer(status=403, body=CLOSED.encode()))
        put_rules(site, "broken.example", Answer(status=502))
        put_rules(site, "busy.example", Answer(status=429))
        put_rules(site, "moved.example", to("http://moved.example/1"))
        for hop in range(1, 5):
            site.put(f"http://moved.example/{hop}", to(f"http://moved.example/{hop + 1}"))
        site.put("http://moved.example/5", to("http://rules.example/of-all.txt"))
        site.put("http://rules.example/of-all.txt", Answer(body=CLOSED.encode()))
        put_rules(site, "round.example", to("http://round.example/robots.txt"))
        put_rules(site, "hop.example", Answer(body=b"User-agent: *\nDisallow: /closed\n"))
        site.put("http://hop.example/story-0", to("http://hop.example/open"))
        site.put("http://hop.example/open", to("http://hop.example/closed"))
        site.put_story("http://hop.example/closed", "Closed")
        hosts = sorted({r.rpartition("/")[0] for _, r in site._answers if r.endswith("robots.txt")})
        rows = [{"url": f"{host}/feed.xml"} for host in hosts]
        write_sources(shared_folder, rows)
        crawl(shared_folder, *QUICK, code=3)
        yield site


def put_rules(site: NamedSite, host: str, rules: Answer) -> None:
    site.put_news(host, 2)
    site.put(f"http://{host}/robots.txt", rules)


def to(url: str) -> Answer:
    return Answer(status=301, headers={"Location": url})


def stories(site: NamedSite, host: str) -> list[int]:
    return [n for n in range(2) if site.seen(f"http://{host}/story-{n}")]


def test_rules_are_asked_for_once_and_kept(asked: NamedSite) -> None:
    assert len(asked.seen("http://plain.example/robots.txt")) == 1
    assert asked.seen_at("plain.example")[0].path.endswith("/robots.txt")
    assert stories(asked, "plain.example") == [1]


def test_records_tell_which_stories_are_closed_to_ai(asked: NamedSite, shared_folder: Path) -> None:
    said = {line["url"]: line["ai_use"] for line in lines(shared_folder)}
    assert asked.seen("http://ai.example/story-0")
    assert said["http://ai.example/story-0"] == "disallowed"
    assert said["http://ai.example/story-1"] == "unknown"


def test_a_byte_order_mark_hides_no_rule(asked: NamedSite) -> None:
    assert stories(asked, "mark.example") == [1]


def test_of_a_large_file_the_first_half_megabyte_counts(asked: NamedSite) -> None:
    assert stories(asked, "big.example") == [1]


@pytest.mark.parametrize("host", ["missing.example", "barred.example", "round.example"])
def test_without_a_file_everything_may_be_fetched(asked: NamedSite, host: str) -> None:
    assert stories(asked, host) == [0, 1]


@pytest.mark.parametrize("host", ["broken.example", "busy.example"])
def test_without_an_answer_nothing_may_be_fetched(asked: NamedSite, host: str) -> None:
    assert {r.path for r in asked.seen_at(host)} == {f"http://{host}/robots.txt"}


def test_rules_that_moved_to_another_host_count(asked: NamedSite) -> None:
    assert stories(asked, "moved.example") == [1]


def test_rules_hold_for_each_hop_of_a_redirect(asked: NamedSite) -> None:
    assert asked.seen("http://hop.example/open")
    assert not asked.seen("http://hop.example/closed")


def test_the_next_run_keeps_to_the_rules_without_asking_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NamedSite() as site:
        site.serve_all_names(monkeypatch)
        put_rules(site, "plain.example", Answer(body=CLOSED.encode()))
        put_rules(site, "anew.example", Answer(headers={"Cache-Control": "no-cache"}))
        put_rules(site, "broken.example", Answer(status=502))
        hosts = ("plain.example", "anew.example", "broken.example")
        write_sources(tmp_path, [{"url": f"http://{host}/feed.xml"} for host in hosts])
        crawl(tmp_path, *QUICK, code=3)
        site.put_news("plain.example", 3)
        site.put_news("broken.example", 1)
        site.put("http://broken.example/robots.txt", Answer(status=404))
        crawl(tmp_path, *QUICK)
        asked = [len(site.seen(f"http://{host}/robots.txt")) for host in hosts]
        assert asked == [1, 2, 2]
        assert not site.seen("http://plain.example/story-0")
        assert site.seen("http://plain.example/story-2")
        assert site.seen("http://broken.example/story-0"), "no answer is not kept"


def test_a_source_with_a_name_of_its_own_asks_and_obeys_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NamedSite() as site:
        site.serve_all_names(monkeypatch)
        rules = b"User-agent: DeskBot\nDisallow: /story-0\n\n"
        rules += b"User-agent: newsdesk\nDisallow: /story-1\n"
        site.put_news("plain.example", 3)
        site.put("http://plain.example/robots.txt", Answer(body=rules))
        name = "DeskBot/2.0 (+https://desk.example)"
        write_sources(tmp_path, [{"url": "http://plain.example/feed.xml", "user_agent": name}])
        crawl(tmp_path, *QUICK)
        assert {r.headers["user-agent"] for r in site.requests} == {name}
        assert stories(site, "plain.example") == []
        assert site.seen("http://plain.example/story-2")
