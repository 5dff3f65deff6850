"""Which targets of a listing page are stories.

Each sign adds to a score; then the links that stand in one place of the template are decided
together, because a list holds stories throughout or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from lxml import etree

from crawler.discovery.address_shapes import url_score
from crawler.discovery.html_trees import BLOCK_TAGS
from crawler.discovery.listing_links import Link, Target, length_in_words
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS

_LINE_TAGS = frozenset({"dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"})
_BANNED = -6.0
_HEADLINE_WORDS = 7
"""In menus, headers and footers: of 620 links with so many words to addresses like those of stories
92 in 100 were stories, of those with five or six words half."""
_WORD_SCORES = ((4, 2.0), (3, 1.5), (2, 0.5))


def score_targets(
    targets: Iterable[Target],
    stamped: frozenset[str] = frozenset(),
    described: frozenset[str] = frozenset(),
    *,
    is_home_page: bool = False,
) -> dict[str, float]:
    """Return a score by key.

    ``stamped`` and ``described`` hold the keys of targets with a date or a teaser beside them.
    On a home page the headlines in menus, headers and footers are stories as well; on a section
    page they are those of other sections.
    """
    scores = {target.key: _score(target, is_home_page=is_home_page) for target in targets}
    for group in _groups(targets).values():
        lengths = [length_in_words(_strongest_link(target).text) for target in group]
        more = _group_score(group, median(lengths))
        for target in group:
            scores[target.key] += more
    for key in stamped:
        scores[key] = scores.get(key, 0.0) + 2.0
    for key in described:
        scores[key] = scores.get(key, 0.0) + 1.0
    return scores


def choose_stories(
    targets: list[Target], scores: dict[str, float], stamped: frozenset[str]
) -> list[Target]:
    """Return the targets that are stories, in their order."""
    options = DEFAULT_DISCOVERY_OPTIONS
    chosen = {key for key, score in scores.items() if score >= options.min_story_score}
    dated = len(chosen & stamped)
    if dated >= max(options.min_dated_rows, options.min_dated_share * len(chosen)):
        least = options.min_story_score + options.undated_penalty
        chosen = {key for key in chosen if key in stamped or scores[key] >= least}
    for group in _groups(targets).values():
        if len(group) < options.min_group_links:
            continue
        inside = [target.key for target in group if target.key in chosen]
        share = len(inside) / len(group)
        if share >= options.min_group_share:
            chosen.update(target.key for target in group if scores[target.key] > 0)
        elif share <= options.max_stray_share:
            chosen.difference_update(key for key in inside if scores[key] < 5.0)
    return without_rivals([target for target in targets if target.key in chosen], scores)


def without_rivals(targets: list[Target], scores: dict[str, float]) -> list[Target]:
    """Return the targets without those that only accompany a stronger one in the same line."""
    strongest: dict[etree._Element | None, float] = {}
    lines = {target.key: _line_of(_strongest_link(target)) for target in targets}
    for target in targets:
        line = lines[target.key]
        strongest[line] = max(strongest.get(line, _BANNED), scores[target.key])
    gap = DEFAULT_DISCOVERY_OPTIONS.max_rival_gap
    return [t for t in targets if scores[t.key] > strongest[lines[t.key]] - gap]


def _score(target: Target, *, is_home_page: bool) -> float:
    named = [link for link in target.links if not link.is_label]
    has_image = any(link.has_image for link in target.links)
    if not named:
        return _BANNED
    of_url = url_score(target.key)
    may_be_headline = is_home_page and of_url >= 1.5
    score = max(_score_in_place(link, may_be_headline) for link in named) + of_url
    if len(named) >= 3 and max(length_in_words(link.text) for link in named) <= 3:
        score -= DEFAULT_DISCOVERY_OPTIONS.repeated_label_penalty
    return score + (0.5 if has_image else 0.0)


def _group_score(group: list[Target], median_length: float) -> float:
    """Return what the company of a link says: headlines have four words and more, menus fewer."""
    if len(group) < 3:
        return 0.0
    if median_length >= 4:
        return 1.0
    best = (_strongest_link(target) for target in group)
    is_plain = not any(link.heading is not None or link.has_title_name for link in best)
    return -1.0 if is_plain and len(group) >= DEFAULT_DISCOVERY_OPTIONS.min_menu_links else 0.0


def _link_score(link: Link) -> float:
    length = length_in_words(link.text)
    score = next((points for least, points in _WORD_SCORES if length >= least), 0.0)
    score += 2.0 if link.heading is not None else 0.0
    score += 1.0 if link.has_title_name else 0.0
    score += 0.5 if link.place.card is not None else 0.0
    score -= 3.0 if link.is_inline else 0.0
    return score


def _score_in_place(link: Link, may_be_headline: bool = False) -> float:
    """Return the score of a link, less when it stands in a menu, header or footer.

    Menus name sections in a few words. A whole sentence that leads to the address of a story is
    a headline there too: "Breaking", "Most read".
    """
    score = _link_score(link)
    if not link.place.is_chrome:
        return score
    is_headline = may_be_headline and length_in_words(link.text) >= _HEADLINE_WORDS
    return score - (0.5 if is_headline else 4.0)


def _strongest_link(target: Target) -> Link:
    """Return the link with the highest score: not always the one that names the story best."""
    named = [link for link in target.links if not link.is_label]
    return max(named or target.links, key=_score_in_place)


def _line_of(link: Link) -> etree._Element | None:
    """Return the block element in which a link stands, itself when it holds blocks."""
    element: etree._Element | None = link.element
    while element is not None and element.tag not in BLOCK_TAGS:
        element = element.getparent()
    # Several links right in the body or in one big box are no line.
    return element if element is not None and element.tag in _LINE_TAGS else link.element


def _groups(targets: Iterable[Target]) -> dict[tuple[str, ...], list[Target]]:
    """Return the targets by the place of the template in which their best link stands."""
    groups: dict[tuple[str, ...], list[Target]] = defaultdict(list)
    for target in targets:
        groups[_strongest_link(target).place.pattern].append(target)
    return groups
