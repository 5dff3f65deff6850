"""Every tunable number, with its unit and what it was tuned on. Values only, no behaviour."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionOptions:
    """Numbers of ``pipelines.extraction``."""

    min_body_words: int = 20
    """Fewer words after cleaning make a page ``no-article-body``."""
    is_title_needed: bool = True
    """Without a headline a page is ``no-title``: a record always has one."""
    min_not_story: float = 0.45
    """From here on a page is called ``list`` or ``other`` in the record: how likely it is a list, a
    forum or a product, 0 to 1. On the checking half of the sites that holds for 76 % of such pages
    and for 1.3 % of the stories of ``newspaper`` and ``wcxb-dev``."""
    min_refused: float = 0.8
    """From here on it is refused: 57 % of such pages and 0.2 % of the stories."""
    min_refused_announced: float = 0.95
    """The same for a page that a feed or a news sitemap announced, and so called a story."""
    min_other: float = 0.7
    """From here on a page that is kept is called ``other`` for being a service or a manual. 0.7
    calls 0.5 % of the stories so, half of the services and two in three manuals."""
    min_score_to_be_read: float = 0.02
    """The extractor does not see blocks of lines that are all less likely to be body at a first
    look. Cross-validated on the tuning halves, 0.005 and 0.05 give the same F1 to 0.002; 0.05
    leaves out 0.6 % more of the wanted snippets of ``trafilatura-eval``."""
    max_doubt: float = 0.06
    """The extractor is not asked where the model expects to tell at most this share of the words
    wrongly, against what it takes for body. Cross-validated on the tuning halves, with the next
    bound: F1 on both sets is the same to 0.0004 as if it is always asked, and loss 0.003 lower on
    ``newspaper``, 0.002 higher on ``wcxb-dev``; with both bounds doubled 0.004 higher."""
    max_doubt_of_lines: float = 0.12
    """And of the lines: a short line weighs as much as a long one."""
    min_clear_words: int = 120
    """And takes at least this many words for body."""
    min_score_of_own_choice: float = 0.5
    """The model's own choice are the lines from here on. Where most of its text was not extracted,
    the page is looked at again as if it had been."""
    min_story_words: int = 60
    """So many words kept of what the extractor chose make a story of their own: lines of another
    ``article`` element do not come in beside it."""
    min_rescue_chars: int = 400
    """Shorter JSON-LD bodies are teasers more often than bodies."""
    max_kept_before_rescue: float = 0.5
    """With a smaller share of the JSON-LD body kept, the extractor took the wrong part. Tried on
    ``newspaper`` and ``wcxb-dev``: at 0.5 it fires on one page in 300, and rightly."""
    min_rescue_found: float = 0.7
    """From this share of the JSON-LD body found on the page on, the page's own lines are taken."""
    min_score_to_keep: float = 0.3
    """Lines that the extractor chose and that are less likely to be body are left out."""
    min_score_to_add: float = 0.5
    """Lines that the extractor did not choose come in from here on. Cross-validated on the tuning
    halves: against 0.4 and 0.7 these give 0.000 F1 on ``newspaper``, 0.003 on ``wcxb-dev`` and
    1.6 % more of the wanted snippets of ``trafilatura-eval``."""
    min_score_to_keep_news: float = 0.4
    """The same on pages that declare a schema.org ``NewsArticle``, but for tables: they carry the
    most that is not theirs. With these two the precision on ``newspaper`` is 0.003 higher. Keeping
    from 0.5 on would give as much again."""
    min_score_to_add_news: float = 0.7
    """``min_score_to_add`` on such pages, and everywhere for a line that says the description."""
    min_score_of_caption: float = 0.85
    """A caption from here on is text that only stands in a caption's place. On the tuning halves
    nine in ten such lines are body."""
    min_share_of_copy: float = 0.2
    """Share of a page's characters that a part told again must hold to be a copy of it. On three
    of the 770 pages of ``wcxb-dev`` the story stands twice or three times; at 0.1 a list of steps
    that is told again counts too, at 0.04 tables and descriptions of offers do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOptions:
    """Numbers of ``pipelines.cleaning``."""

    max_removed_share: float = 0.85
    """If the rules want more than this share of the characters, keep all and flag the article."""
    max_heuristic_share: float = 0.25
    """What one rule that only guesses from names or links may take of a page in one pass."""
    min_heuristic_chars: int = 300
    """What such a rule may take of a page in any case: on short pages one prompt is a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOptions:
    """Numbers of ``pipelines.dates``."""

    max_hours_ahead: int = 36
    """A date further ahead of the fetch than this is wrong: the next candidate is tried."""
    order_majority: int = 9
    """So many times the stamps of the other side decide the order of day and month. Below that a
    page mixes its own stamps with quoted ones and nothing is decided."""
    max_candidates: int = 40
    """Candidates of a page that are read at all: a page with more of them lists other stories."""
    top_lines: int = 8
    """First lines of the text in which a date line is looked for."""
    end_lines: int = 4
    """Last lines of the text in which a labelled date line ("Published …") is looked for."""
    max_stamp_words: int = 8
    """Words beside the stamp that a date line may have (by-line, place, label)."""
    max_top_stamps: int = 2
    """More unlabelled stamps than this at the top are a list of other stories: none is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """Numbers of what is learned of a site from its articles (``SiteMemory``)."""

    max_told_share: float = 0.3
    """With a larger share of its characters in paragraphs that other articles have too, a page is
    a version of one of them and nothing repeated is cut. Set by judgement."""
    max_taken_share: float = 0.5
    """If more than this share of a page is found to be the site's, nothing of it is cut."""
    min_others: int = 2
    """Other articles on which a line must stand that does not read like text of an article."""
    min_others_sentence: int = 3
    """The same for a sentence that neither links nor names the site."""
    min_share_sentence: float = 0.2
    """Share of the known articles on which such a sentence must stand: what a site says of itself
    is on most of its pages, what it says again of a subject on the few about it."""
    few_articles: int = 3
    """Up to so many other articles one of them is enough for a line that is no sentence."""
    max_sentences_among_few: int = 2
    """More repeated sentences than this on a page of which few others are known are the
    background that two stories on one subject share."""
    min_articles_affix: int = 3
    """Other titles in which a part must stand to be the site's name. Set by judgement; no chosen
    title of ``newspaper`` or ``wcxb-dev`` is left with a part that repeats on its site."""
    min_share_affix: float = 0.5
    """Share of the site's titles in which it must stand: teams and countries repeat too."""
    min_articles_offset: int = 3
    """Other articles whose stamps must carry an offset before it stands for the site's zone."""
    min_share_offset: float = 0.9
    """Share of the stamps of a month that must agree on it."""
    max_articles: int = 2_000
    """Articles of one site after which all that was counted of it is halved: shares are of the last
    thousand or two, else a line or name that is new after years would need years to be one. Bursts
    of stories on one subject are shorter."""
    max_lines: int = 20_000
    """Lines of one site that are remembered. Past it those seen once go first, oldest first."""
    max_lines_told: int = 5_000
    """Lines that a page is told of, those on most articles first: they travel to a worker."""
    max_pages_learned: int = 2_000
    """About how many pages of one site a call of ``extract`` learns from, a sample of them where
    there are more. As many as a crawl counts before it halves what it counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupOptions:
    """Numbers of ``pipelines.dedup``."""

    shingle_words: int = 5
    """Words a shingle; characters in scripts without spaces. Of 733,866 pairs of 1,212 news and web
    texts, 4 then have a similarity above 0.05; shorter shingles make phrases look like copies."""
    permutations: int = 128
    """Numbers a signature. The estimate of similarity is off by 0.04 in one case of three."""
    bands: int = 20
    """Bands that are looked up."""
    band_rows: int = 3
    """Numbers a band. 20 bands of 3 find 99 % of the pairs at similarity 0.6, 93 % at 0.5 and 2 %
    at 0.1; 32 bands of 4 find 87 % at 0.5 and take half as much space again."""
    min_words: int = 30
    """Shorter texts get no signature: one shared sentence would make them near copies."""
    min_similarity_of_version: float = 0.05
    """Below this a page that declares the canonical URL of a known story tells another one: the
    link is a fault of the template. A version cut after a twentieth of its text still counts."""
    min_similarity_alone: float = 0.8
    """From here on such a page need not have the headline of the story as well. Weather, share
    prices and results that programs write into one template have 0.1 to 0.5; AMP pages and print
    views seldom less than 0.9."""
    min_shared_headline: float = 0.8
    """Share of the words of the shorter one of two headlines that the other one has: site names and
    sections around a headline do not count, another town or club does."""
    min_similarity: float = 0.5
    """From here on a text is a near copy. On 150 texts of 150 to 900 words, median (and nine in ten
    above): 5 % of the words edited 0.65 (0.55); a new first paragraph and the last two cut 0.73
    (0.41); cut after two thirds 0.66 (0.60); 100 words added 0.84 (0.69); 10 % of the words edited
    0.43. The most alike texts that are not copies, terms of sale of two shops, had 0.19. Text is
    never dropped for it, so it may find more rather than less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one build may be told, handed in as a value.

    What is learned of sites and what copies are told by is the same for all articles of a dataset.
    """

    extraction: ExtractionOptions = ExtractionOptions()
    cleaning: CleaningOptions = CleaningOptions()
    dates: DateOptions = DateOptions()


DEFAULT_OPTIONS = Options()
