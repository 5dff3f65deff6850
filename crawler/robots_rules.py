"""Reads a robots.txt as RFC 9309 says. Bytes in, rules out; protego matches the paths.

What protego 0.7 does not do is done here: the size limit, the byte order mark, and which group is
ours (it takes a group for ``news`` for one of ``newsdesk``, and none for ``newsdesk/1.0``).
"""

import re
from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 500 * 1024
"""What must be read of a robots.txt (RFC 9309, section 2.5); more is not."""
_BOM = b"\xef\xbb\xbf"
_AGENT_LINE = re.compile(r"(?im)^([^\S\r\n]*user[ -]?agent[^\S\r\n]*:)[^\S\r\n]*([^\r\n]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SOMEBODY_ELSE = "-"
"""Stands for all names that are not ours: no product token is so."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one crawler may fetch from a host."""

    parsed: Protego
    agent: str

    def allows(self, url: str) -> bool:
        """Return whether the URL may be fetched: the longest rule that matches decides."""
        return bool(self.parsed.can_fetch(url, self.agent))

    @property
    def crawl_delay_s(self) -> float | None:
        """The seconds that the host wants between two requests; ``None`` when it says nothing."""
        delay_s = self.parsed.crawl_delay(self.agent)
        return None if delay_s is None else float(delay_s)


def read_rules(body: bytes, agent: str) -> RobotsRules:
    """Return the rules of a robots.txt for a product token; nothing in it is an error.

    Of what is larger than ``MAX_BYTES`` the lines up to there count. Groups of the same name are
    one; without a group of our own, those for ``*`` count.
    """
    token = agent.strip().lower()
    text = _within_limit(body.removeprefix(_BOM)).decode("utf-8", "replace")

    def named(line: re.Match[str]) -> str:
        return f"{line[1]} {_our_name(line[2], token)}"

    return RobotsRules(Protego.parse(_AGENT_LINE.sub(named, text)), token)


def _within_limit(body: bytes) -> bytes:
    if len(body) <= MAX_BYTES:
        return body
    # Half a rule is another rule: "Disallow: /a" closes more than "Disallow: /archive/".
    start = body[:MAX_BYTES]
    end = max(start.rfind(b"\n"), start.rfind(b"\r"))
    return start[: end + 1]


def _our_name(value: str, token: str) -> str:
    name = value.split("#", 1)[0].strip()
    if name.startswith("*"):
        return "*"
    found = _TOKEN.match(name)
    is_ours = found is not None and found[0].lower() == token
    return token if is_ours else _SOMEBODY_ELSE
