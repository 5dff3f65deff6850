"""Hosts that send every reader on to the same address at another host, or with encryption."""

from collections import defaultdict
from urllib.parse import SplitResult, urlsplit

from pipelines.urls import is_same_site

_PERMANENT = frozenset({301, 308})
_EVIDENCE = 2
"""Addresses that have moved so. One alone may be a page of its own, such as that of a login."""

_Origin = tuple[str, str]
"""Scheme, and host with its port."""


class MovedHosts:
    """What the answers of one run tell. Feeds go on to name ``http:`` addresses for years."""

    def __init__(self) -> None:
        self._moved: defaultdict[tuple[_Origin, _Origin], set[str]] = defaultdict(set)
        self._targets: dict[_Origin, _Origin] = {}
        self._staying: set[_Origin] = set()

    def note(self, url: str, status: int, location: str | None) -> None:
        """Take an answer in; ``location`` is where it leads, ``None`` when it leads nowhere.

        A host that gives anything else than such a move has not moved as a whole.
        """
        before, after = urlsplit(url), urlsplit(location or "")
        if location is None or not _is_move(before, after, status):
            self._staying.add(_origin(before))
            self._targets.pop(_origin(before), None)
            return
        seen = self._moved[_origin(before), _origin(after)]
        if len(seen) < _EVIDENCE:
            seen.add(before.path)
        if len(seen) >= _EVIDENCE and _origin(before) not in self._staying:
            self._targets[_origin(before)] = _origin(after)

    def target(self, url: str) -> str | None:
        """Return where a URL has moved with its host; ``None`` when it has not."""
        parts = urlsplit(url)
        target = self._targets.get(_origin(parts))
        return (
            None if target is None else parts._replace(scheme=target[0], netloc=target[1]).geturl()
        )


def _is_move(before: SplitResult, after: SplitResult, status: int) -> bool:
    """Return whether an address has moved for good, with nothing else but its host changed."""
    is_same = (before.path or "/", before.query) == (after.path or "/", after.query)
    is_less_safe = (before.scheme, after.scheme) == ("https", "http")
    is_elsewhere = _origin(before) != _origin(after)
    is_ours = is_same_site(before.geturl(), after.geturl())
    return status in _PERMANENT and is_same and is_elsewhere and is_ours and not is_less_safe


def _origin(parts: SplitResult) -> _Origin:
    return parts.scheme, parts.netloc
