"""Announced URLs that must not become records: missing, closed by robots.txt, no article at all."""

from collections.abc import Mapping

from crawler.demo_site.pages import Edition, fixed_page
from crawler.demo_site.truth import ExpectedTrap, TrapKind

_TRAP_PATHS: Mapping[str, Mapping[str, TrapKind]] = {
    "courier": {"/news/withdrawn-story": "not-found"},
    "gazette": {"/videos/lanternes": "no-body"},
    "laguna": {"/tutti-i-titoli.html": "list"},
}
_TEMPLATE_PARTS: Mapping[TrapKind, str] = {"no-body": "video", "list": "list"}
_CRAWL_DELAY_S: Mapping[str, int] = {"laguna": 1}


def trap_paths(edition: Edition) -> tuple[str, ...]:
    """Return the paths that the host announces beside its stories."""
    return tuple(_TRAP_PATHS.get(edition.host.style, {}))


def trap_pages(edition: Edition) -> dict[str, bytes]:
    """Return the pages that exist but hold no article, by path."""
    kinds = _TRAP_PATHS.get(edition.host.style, {})
    return {
        path: fixed_page(edition, _TEMPLATE_PARTS[kind])
        for path, kind in kinds.items()
        if kind in _TEMPLATE_PARTS
    }


def expected_traps(edition: Edition) -> tuple[ExpectedTrap, ...]:
    """Return what the host announces and a crawl must refuse."""
    host = edition.host
    kinds = dict(_TRAP_PATHS.get(host.style, {}))
    for story in edition.stories():
        if story.is_disallowed:
            kinds[host.path_of(story)] = "disallowed"
    return tuple(
        ExpectedTrap(source_id=host.id, url=edition.base + path, kind=kind)
        for path, kind in kinds.items()
    )


def robots_txt(edition: Edition) -> bytes:
    """Return the host's robots.txt."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: {edition.host.path_of(story)}"
        for story in edition.host.stories
        if story.is_disallowed
    ]
    if edition.host.style in _CRAWL_DELAY_S:
        lines.append(f"Crawl-delay: {_CRAWL_DELAY_S[edition.host.style]}")
    return ("\n".join([*lines, "Allow: /"]) + "\n").encode()
