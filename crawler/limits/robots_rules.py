"""Reads a robots.txt as RFC 9309 says. Bytes in, rules out; protego matches the paths.

What protego 0.7 does not do is done here: the size limit, the byte order mark, and which group is
ours (it takes a group for ``news`` for one of ``newsdesk``, and none for ``newsdesk/1.0``).
A crawler that goes by several names keeps to the groups of all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 500 * 1024
"""What must be read of a robots.txt (RFC 9309, section 2.5); more is not."""
_BOM = b"\xef\xbb\xbf"
_AGENT_LINE = re.compile(r"(?im)^([^\S\r\n]*user[ -]?agent[^\S\r\n]*:)[^\S\r\n]*([^\r\n]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_NAMED = re.compile(r"^\s*([A-Za-z][A-Za-z_-]*)|([A-Za-z][A-Za-z_-]*)(?=/\d)")
"""The product tokens of a user agent: its first word, and what has a version."""
_UTF_16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
AI_AGENTS = (
    "anthropic-ai", "applebot-extended", "bytespider", "ccbot", "claudebot", "cohere-ai",
    "cohere-training-data-crawler", "deepseekbot", "diffbot", "facebookbot", "google-extended",
    "gptbot", "meta-externalagent", "omgili", "omgilibot", "pangubot", "timpibot",
    "webzio-extended",
)  # fmt: skip
"""Robots that gather texts for the training of AI, in small letters, after the table of bots of
https://github.com/ai-robots-txt/ai.robots.txt. Those that look pages up for a reader, or for a
search, are not among them."""
_OURS = "ours"
_OF_AI = {agent: f"ai-{number:02}" for number, agent in enumerate(AI_AGENTS)}
_SOMEBODY_ELSE = "-"
"""What groups are called in place of their names: protego takes parts of a name for the name."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one crawler may fetch from a host."""

    parsed: Protego

    def allows(self, url: str) -> bool:
        """Return whether the URL may be fetched: the longest rule that matches decides."""
        return bool(self.parsed.can_fetch(url, _OURS))

    @property
    def crawl_delay_s(self) -> float | None:
        """The seconds that the host wants between two requests; ``None`` when it says nothing."""
        delay_s = self.parsed.crawl_delay(_OURS)
        return None if delay_s is None else float(delay_s)


@dataclass(frozen=True, slots=True)
class RulesForAi:
    """What robots that gather texts for the training of AI may fetch from a host."""

    parsed: Protego
    asked: tuple[str, ...]
    """Those that the host names, and one of the others: what holds for it holds for them all."""

    def keep_out(self, url: str) -> bool:
        """Return whether one of them may not fetch the URL."""
        return not all(self.parsed.can_fetch(url, name) for name in self.asked)


def named_sitemaps(body: bytes) -> tuple[str, ...]:
    """Return the addresses of sitemaps that a robots.txt names, as they are written."""
    return tuple(Protego.parse(_text(_within_limit(body))).sitemaps)


def product_tokens(user_agent: str) -> frozenset[str]:
    """Return the names that a ``User-Agent`` header gives its sender, in small letters."""
    return frozenset((a or b).lower() for a, b in _NAMED.findall(user_agent))


def read_rules(body: bytes, *agents: str) -> RobotsRules:
    """Return the rules of a robots.txt for a crawler of these names; nothing in it is an error.

    ``agents`` are product tokens. Of what is larger than ``MAX_BYTES`` the lines up to there count.
    Groups of the same name are one, and so are those of all our names; without a group of our own,
    those for ``*`` count.
    """
    tokens = dict.fromkeys((agent.strip().lower() for agent in agents), _OURS)
    return RobotsRules(_parse(body, tokens))


def read_rules_for_ai(body: bytes) -> RulesForAi:
    """Return the rules of a robots.txt for ``AI_AGENTS``, read as ``read_rules`` reads them."""
    lines = _AGENT_LINE.finditer(_text(_within_limit(body)))
    named = {_group_name(line[2], _OF_AI) for line in lines}
    asked = sorted(_OF_AI.values(), key=lambda name: name not in named)
    return RulesForAi(_parse(body, _OF_AI), tuple(asked[: len(named.intersection(asked)) + 1]))


def _parse(body: bytes, names: Mapping[str, str]) -> Protego:
    """Return the rules with the groups called as we call them, by product token."""

    def named(line: re.Match[str]) -> str:
        return f"{line[1]} {_group_name(line[2], names)}"

    return Protego.parse(_AGENT_LINE.sub(named, _text(_within_limit(body))))


def _text(body: bytes) -> str:
    for mark, encoding in _UTF_16:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "replace")
    return body.removeprefix(_BOM).decode("utf-8", "replace")


def _within_limit(body: bytes) -> bytes:
    if len(body) <= MAX_BYTES:
        return body
    # Half a rule is another rule: "Disallow: /a" closes more than "Disallow: /archive/".
    start = body[:MAX_BYTES]
    end = max(start.rfind(b"\n"), start.rfind(b"\r"))
    return start[: end + 1]


def _group_name(value: str, names: Mapping[str, str]) -> str:
    name = value.split("#", 1)[0].strip()
    if name.startswith("*"):
        return "*"
    found = _TOKEN.match(name)
    return names.get(found[0].lower() if found else "", _SOMEBODY_ELSE)
