"""Every tunable number of ``crawler.discovery``, with its unit and what it was tuned on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryOptions:
    """Numbers of ``crawler.discovery``."""

    max_document_bytes: int = 52_428_800
    """Unpacked size of a source: the 50 MiB that the sitemap protocol allows. A bigger one is
    refused before it is unpacked in full."""
    max_entries: int = 50_000
    """Entries of one document, the limit of the sitemap protocol. The rest is left out."""
    max_feed_entries: int = 2_000
    """Entries of a feed that are read, its first: feeds carry the newest first, some 10 to 500."""
    max_feed_marks: int = 300_000
    """``<`` and ``&`` of these entries, of each. A feed with the whole text of 100 posts, escaped,
    has some 100,000."""
    max_text_chars: int = 5_000
    """A title or teaser is cut here: longer ones are page text that ended up in the wrong field."""
    min_story_chars: int = 1_000
    """A description of a feed with so much text, in paragraphs, is the story and no teaser."""
    max_links: int = 10_000
    """Links of one HTML page that are looked at. Home pages of big papers have up to 1,500."""
    max_feed_links: int = 20
    """Feeds that one page is said to link to."""
    min_story_score: float = 3.0
    """From here on a link of a listing is a story. Tuned on ``fixtures/listings`` (nine templates
    in seven languages) and on two-row lists of 978 real sites; 2.5 lets menu columns in, 3.5 loses
    short headlines without a date."""
    min_candidate_score: float = 1.0
    """Weaker links are not asked whether a date stands beside them, and part no rows."""
    max_rival_gap: float = 1.5
    """A link that is this much weaker than another one in the same line is an appendix to it:
    the site name behind a headline, the second half of "Section: headline"."""
    repeated_label_penalty: float = 1.5
    """For short texts that link to the same page three times and more: sections of rows."""
    min_group_share: float = 0.6
    """If at least this share of the links in one place of the template are stories, all are."""
    max_stray_share: float = 0.25
    """If at most this share are, and the group is big, none are: a long label in a menu."""
    min_group_links: int = 4
    """Fewer links say nothing about their place in the template."""
    max_row_chars: int = 1_500
    """A box with more text than this is the page, not a row. Long teasers have 600."""
    max_neighbour_chars: int = 600
    """Texts beside a headline that are longer than this are paragraphs of an article."""
    undated_penalty: float = 1.0
    """What an undated link lacks on a page where nearly all stories carry a date."""
    min_dated_share: float = 0.7
    """From this share of dated stories on, the page counts as one where all are."""
    min_menu_links: int = 8
    """So many short plain links in one place are a menu (teams, towns), unless dated."""
    min_dated_rows: int = 3
    """Fewer dated stories say nothing about the others."""
    min_external_rows: int = 3
    """Fewer stories on other sites are advertising, not a list of links."""


DEFAULT_DISCOVERY_OPTIONS = DiscoveryOptions()
