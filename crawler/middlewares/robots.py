"""Obeys robots.txt as RFC 9309 says, on every hop of a redirect.

Scrapy's own middleware lets some requests pass while the file is on its way, takes the words of an
error page for rules and a server error for permission.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.python import to_unicode
from typing_extensions import override

from crawler.limits.robots_rules import (
    MAX_BYTES,
    RobotsRules,
    RulesForAi,
    product_tokens,
    read_rules,
    read_rules_for_ai,
)
from crawler.middlewares.download_errors import words_of
from crawler.middlewares.host_delay import HostDeferredError, agent_of, refusal_of
from crawler.middlewares.robots_memory import RobotsMemory, robots_host

logger = logging.getLogger(__name__)

MAX_AGE_S = 24 * 3600.0
"""Longer a robots.txt is not believed (RFC 9309, section 2.4), however long a run takes."""
MAX_ERROR_AGE_S = 300.0
"""After so long a host whose rules could not be had is asked for them once more: sources may join a
run that goes on."""
CLOSED_TO_AI = "closed_to_ai"
"""Key of ``Request.meta``: whether robots that gather texts for AI are kept out of the address."""
_BYTES_SO_FAR = "robots_bytes"
_PRIORITY = 1000
_TOO_MANY_REDIRECTS = "max redirections"


class RobotsUnreachableError(IgnoreRequest):
    """Nobody could say what may be fetched from the host; ask again in the next run."""


class RobotsRulesParser(RobotParser):
    """The parser that ``ROBOTSTXT_PARSER`` names."""

    def __init__(self, body: bytes, agent: str) -> None:
        self._body = body
        self._agent = agent
        self._rules: dict[str | bytes, RobotsRules] = {}
        self._rules_for_ai: RulesForAi | None = None

    @classmethod
    @override
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """Return the rules for the crawler's name, and those it goes by besides."""
        settings = crawler.settings
        return cls(robotstxt_body, settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])

    @override
    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return self._rules_for(user_agent).allows(to_unicode(url))

    @override
    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        return self._rules_for(user_agent).crawl_delay_s

    def keeps_ai_out(self, url: str) -> bool:
        """Return whether one of ``AI_AGENTS`` may not fetch the URL."""
        self._rules_for_ai = self._rules_for_ai or read_rules_for_ai(self._body)
        return self._rules_for_ai.keep_out(url)

    def _rules_for(self, user_agent: str | bytes) -> RobotsRules:
        if user_agent not in self._rules:
            names = product_tokens(to_unicode(user_agent))
            self._rules[user_agent] = read_rules(self._body, self._agent, *names)
        return self._rules[user_agent]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a host said about its rules."""

    asked_at: float
    parser: RobotParser | None = None
    error: IgnoreRequest | None = None
    """Why there are none; one of them is set."""


class RobotsMiddleware:
    """Asks each host once a run, and refuses what its rules do not allow.

    A missing file (4xx, or redirects without end) is permission; a server error, 429 or no answer
    is none, for this run. Rules are kept for later runs, where the spider has ``robots_files``,
    for an hour at most: a watch would ask for them as often as for the feed.

    A source that goes by another name asks for the rules by it, and keeps to those for that name
    as well as to those for the crawler's own.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.monotonic) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._clock = clock
        self._memory = RobotsMemory(crawler)
        self._agent: str = (
            crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        )
        self._parser_class = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._answers: dict[str, asyncio.Future[_Answer]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, listening for bytes: it ends downloads that grow too large."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.bytes_received, signal=signals.bytes_received)
        return middleware

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop a robots.txt at the size that is read of it."""
        so_far = request.meta.get(_BYTES_SO_FAR)
        if so_far is None:
            return
        request.meta[_BYTES_SO_FAR] = so_far + len(data)
        if so_far + len(data) > MAX_BYTES:
            raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        """Let a request pass that the rules of its host allow; note what they say to AI.

        Raises:
            IgnoreRequest: they do not.
            RobotsUnreachableError, HostDeferredError: the rules could not be had.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return
        answer = await self._answer(request)
        if answer.error is not None:
            # A new one each time: the same one would carry the tracebacks of all requests.
            raise type(answer.error)(*answer.error.args)
        if isinstance(answer.parser, RobotsRulesParser):
            request.meta[CLOSED_TO_AI] = answer.parser.keeps_ai_out(request.url)
        agent = agent_of(request, self._agent)
        if answer.parser is not None and not answer.parser.allowed(request.url, agent):
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _answer(self, request: Request) -> _Answer:
        host = robots_host(request.url)
        known = self._answers.get(host)
        if known is not None and not (known.done() and self._is_old(known.result())):
            return await asyncio.shield(known)
        coming: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        self._answers[host] = coming
        answer = _Answer(asked_at=self._clock(), error=RobotsUnreachableError("not asked"))
        try:
            answer = await self._remembered(host, request) or await self._ask(host, request)
            if answer.parser is None and known is not None and known.result().parser is not None:
                # What cannot be reached keeps its old rules (RFC 9309, section 2.4).
                answer = _Answer(asked_at=answer.asked_at, parser=known.result().parser)
        finally:
            coming.set_result(answer)
        return answer

    async def _remembered(self, host: str, request: Request) -> _Answer | None:
        kept = self._memory.file(host)
        if kept is None:
            return None
        body, age_s = kept
        return await self._parsed(body, self._clock() - age_s, request)

    async def _ask(self, host: str, request: Request) -> _Answer:
        now = self._clock()
        try:
            response = await self._download(f"{host}/robots.txt", request)
        except HostDeferredError as error:
            return _Answer(asked_at=now, error=error)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be fetched then
            if _TOO_MANY_REDIRECTS in str(error):
                return await self._parsed(b"", now, request)
            return _unreachable(words_of(error), now)
        if response.status >= 500 or refusal_of(response, time.time()) is not None:
            return _unreachable(f"the server answered {response.status}", now)
        body = response.body if 200 <= response.status < 300 else b""
        self._memory.keep(host, body, response)
        return await self._parsed(body, now, request)

    async def _download(self, url: str, request: Request) -> Response:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("the engine is not running")
        meta = {"dont_obey_robotstxt": True, _BYTES_SO_FAR: 0}
        agent = request.headers.get("User-Agent")
        headers = {} if agent is None else {"User-Agent": agent}
        asked = Request(url, priority=_PRIORITY, meta=meta, headers=headers, callback=NO_CALLBACK)
        return await engine.download_async(asked)

    async def _parsed(self, body: bytes, now: float, request: Request) -> _Answer:
        parser = build_from_crawler(self._parser_class, self._crawler, body)
        await self._crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return _Answer(asked_at=now, parser=parser)

    def _is_old(self, answer: _Answer) -> bool:
        max_age_s = MAX_AGE_S if answer.error is None else MAX_ERROR_AGE_S
        return self._clock() - answer.asked_at > max_age_s


def _unreachable(why: str, now: float) -> _Answer:
    logger.info("robots.txt could not be read: %s", why)
    return _Answer(
        asked_at=now, error=RobotsUnreachableError(f"robots.txt could not be read: {why}")
    )
