"""Whole crawls: tests/integration/test_private_networks.py."""

import asyncio
from typing import Any

import pytest
from scrapy import Request

from crawler.middlewares.private_networks import (
    ALLOW_PRIVATE,
    PrivateAddressError,
    PrivateNetworksMiddleware,
    check_address,
)
from crawler.middlewares.robots import RobotsUnreachableError

PRIVATE = "http://[::ffff:10.0.0.1]:8000/story"
ROBOTS = "http://[::ffff:10.0.0.1]:8000/robots.txt"


def passes(middleware: PrivateNetworksMiddleware, request: Request) -> bool:
    try:
        asyncio.run(middleware.process_request(request))
    except PrivateAddressError:
        return False
    return True


def request_for(url: str, **meta: Any) -> Request:
    return Request(url, meta=meta)


def robots_request(url: str = ROBOTS) -> Request:
    return request_for(url, dont_obey_robotstxt=True)


@pytest.fixture
def closed() -> PrivateNetworksMiddleware:
    return PrivateNetworksMiddleware(is_open=False)


def test_private_addresses_are_closed_and_public_ones_open(
    closed: PrivateNetworksMiddleware,
) -> None:
    assert not passes(closed, request_for(PRIVATE))
    assert passes(closed, request_for("http://93.184.215.14/"))


def test_a_source_may_open_them(closed: PrivateNetworksMiddleware) -> None:
    request = request_for(PRIVATE, **{ALLOW_PRIVATE: True})
    assert passes(closed, request)
    assert request.meta[ALLOW_PRIVATE] is True
    assert not passes(closed, request_for(PRIVATE))


def test_the_setting_opens_them_for_all_and_tells_the_download_handler() -> None:
    request = request_for(PRIVATE)
    assert passes(PrivateNetworksMiddleware(is_open=True), request)
    assert request.meta[ALLOW_PRIVATE] is True


def test_robots_txt_may_be_read_where_an_open_source_has_gone(
    closed: PrivateNetworksMiddleware,
) -> None:
    assert not passes(closed, robots_request())
    assert passes(closed, request_for(PRIVATE, **{ALLOW_PRIVATE: True}))
    assert passes(closed, robots_request())


def test_a_redirect_of_robots_txt_takes_no_permission_along(
    closed: PrivateNetworksMiddleware,
) -> None:
    assert passes(closed, request_for(PRIVATE, **{ALLOW_PRIVATE: True}))
    first = robots_request()
    assert passes(closed, first)
    assert not passes(closed, first.replace(url="http://10.0.0.2/robots.txt"))
    assert not passes(closed, first.replace(url=PRIVATE))


def test_a_page_ends_as_its_robots_txt_did(closed: PrivateNetworksMiddleware) -> None:
    refused = PrivateAddressError("gazette.example", "10.0.0.1", "private")
    closed.process_exception(robots_request("http://gazette.example/robots.txt"), refused)
    with pytest.raises(PrivateAddressError):
        closed.process_exception(request_for("http://gazette.example/a"), RobotsUnreachableError())
    closed.process_exception(request_for("http://other.example/a"), RobotsUnreachableError())


@pytest.mark.parametrize("address", ["10.0.0.1", "no address at all"])
def test_only_public_addresses_are_connected_to(address: str) -> None:
    with pytest.raises(PrivateAddressError, match=r"allow_private = true.*--allow-private"):
        check_address("gazette.example", address)
    check_address("gazette.example", "93.184.215.14")
