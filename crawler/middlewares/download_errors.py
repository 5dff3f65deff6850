"""What a failed download says of itself, in words for people."""

import re
from collections.abc import Mapping

from scrapy.exceptions import ResponseDataLossError

_TWISTED = re.compile(r"<twisted\.python\.failure\.Failure [\w.]+: (.*?)>(?=[,\]]|$)", re.DOTALL)
_IN_BRACKETS = re.compile(r"\('[^']*', '[^']*', '([^']*)'\)")
_WORDS: Mapping[type[BaseException], str] = {
    ResponseDataLossError: "fewer bytes came than were announced",
}
_BETTER_WORDS = {
    "certificate verify failed": "the certificate of the server is not valid",
    "wrong version number": "the server does not speak https at this port",
}


def words_of(error: BaseException | None) -> str:
    """Return what an error says, without the names of Python classes around it.

    Scrapy hands Twisted's failures on as ``[<twisted.python.failure.Failure …>]``, and OpenSSL's
    as triples of which only the last word says something.
    """
    kind = type(error)
    text = str(error) or next((_WORDS[k] for k in _WORDS if issubclass(kind, k)), kind.__name__)
    found = _TWISTED.findall(text)
    reasons = [_IN_BRACKETS.sub(r"\1", reason).strip("[]") for reason in found] or [text]
    return "; ".join(dict.fromkeys(_BETTER_WORDS.get(reason, reason) for reason in reasons))
