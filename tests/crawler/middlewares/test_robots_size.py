from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.robots_size import MAX_ROBOTS_BYTES, RobotsSizeMiddleware

URL = "https://gazette.example/robots.txt"
RULE = b"Disallow: /closed/\n"
LONG = RULE * (MAX_ROBOTS_BYTES // len(RULE) + 5)


def passed_on(body: bytes, **meta: object) -> bytes:
    request, response = Request(URL, meta=dict(meta)), Response(URL, body=body)
    return RobotsSizeMiddleware().process_response(request, response).body


def test_of_a_long_robots_txt_the_first_whole_rules_are_read() -> None:
    kept = passed_on(LONG, dont_obey_robotstxt=True)
    assert MAX_ROBOTS_BYTES - len(RULE) <= len(kept) <= MAX_ROBOTS_BYTES
    assert kept.split(b"\n")[-1] == RULE.strip()


def test_others_and_pages_stay_whole() -> None:
    assert passed_on(RULE, dont_obey_robotstxt=True) == RULE
    assert passed_on(LONG) == LONG
