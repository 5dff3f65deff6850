import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.robots_errors import RobotsErrorsMiddleware, RobotsUnreachableError

ROBOTS = Request("http://127.0.0.1/robots.txt", meta={"dont_obey_robotstxt": True})
STORY = Request("http://127.0.0.1/story")


def answer(middleware: RobotsErrorsMiddleware, request: Request, status: int) -> None:
    response = Response(request.url, status=status)
    assert middleware.process_response(request, response) is response


@pytest.mark.parametrize("status", [200, 301, 404, 410, 429])
def test_a_host_stays_open_when_its_rules_are_there_or_missing(status: int) -> None:
    middleware = RobotsErrorsMiddleware()
    answer(middleware, ROBOTS, status)
    middleware.process_request(STORY)


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_is_closed_while_its_rules_cannot_be_read(status: int) -> None:
    middleware = RobotsErrorsMiddleware()
    answer(middleware, ROBOTS, status)

    with pytest.raises(RobotsUnreachableError, match=str(status)):
        middleware.process_request(STORY)
    middleware.process_request(ROBOTS)
    middleware.process_request(Request("http://127.0.0.2/story"))

    answer(middleware, ROBOTS, 200)
    middleware.process_request(STORY)


def test_a_host_that_does_not_answer_is_closed() -> None:
    middleware = RobotsErrorsMiddleware()
    middleware.process_exception(ROBOTS, TimeoutError())

    with pytest.raises(RobotsUnreachableError, match="TimeoutError"):
        middleware.process_request(STORY)


@pytest.mark.parametrize("path", ["/story", "/robots.txt"])
def test_troubles_with_pages_close_nothing(path: str) -> None:
    middleware = RobotsErrorsMiddleware()
    page = Request(f"http://127.0.0.1{path}")
    answer(middleware, page, 500)
    middleware.process_exception(page, TimeoutError())
    middleware.process_request(STORY)
