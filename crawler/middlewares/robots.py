"""Obeys robots.txt, also for requests that are made before it has arrived."""

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from typing_extensions import override


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, but every request that waited for a robots.txt is told what it says.

    In Scrapy 2.19 all waiters share one Deferred; turning it into a future for the first of them
    replaces its result by ``None``, which the others take for permission.
    """

    @override
    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host; ``None`` when they could not be read."""
        await super().robot_parser(request)
        rules = self._parsers[urlparse_cached(request).netloc]
        if rules is not None and not isinstance(rules, RobotParser):
            raise TypeError("robots.txt is still on its way")
        return rules
