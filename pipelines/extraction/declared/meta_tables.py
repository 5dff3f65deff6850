"""Names of meta elements by what they tell, as seen on news pages and in the vocabularies' docs.

https://ogp.me, https://docs.parse.ly/metatags, https://getstarted.sailthru.com (Horizon meta tags),
https://www.dublincore.org/specifications/dublin-core/dcmi-terms,
https://scholar.google.com/intl/en/scholar/inclusion.html (citation),
https://developer.x.com (cards). Each tuple is in order of trust, names in lower case.
"""

OG_TITLES = ("og:title", "twitter:title", "twitter:text:title")
OTHER_TITLES = (
    "parsely-title", "sailthru.title", "citation_title", "dc.title", "dcterms.title",
    "cxenseparse:title", "search:title", "title",
)  # fmt: skip
SITE_NAMES = (
    "application-name", "apple-mobile-web-app-title", "citation_journal_title",
    "dc.publisher", "dcterms.publisher", "publisher", "al:android:app_name",
    "twitter:app:name:iphone",
)  # fmt: skip
DESCRIPTIONS = (
    "og:description", "description", "twitter:description", "sailthru.description",
    "dc.description", "dcterms.description",
)  # fmt: skip
TRUSTED_AUTHORS = ("parsely-author", "sailthru.author")
ARTICLE_AUTHORS = ("article:author", "og:article:author", "article_author", "og:author")
OTHER_AUTHORS = (
    "author", "byline", "byl", "citation_author", "dc.creator", "dcterms.creator",
    "cxenseparse:author", "bc:authors", "author.name", "content-creator", "twitter:creator:name",
)  # fmt: skip
CARD_AUTHOR_LABELS = frozenset(
    {
        "author", "autor", "escrito por", "geschreven door", "geschrieben von", "napisane przez",
        "scritto da", "skrevet av", "skriven av", "verfasst von", "written by", "écrit par",
        "автор", "написано",
    }
)  # fmt: skip
"""Labels of ``twitter:label1`` whose ``twitter:data1`` is a person, casefolded."""
SECTIONS = (
    "article:section", "og:article:section", "og:section", "parsely-section", "articlesection",
    "section", "prism.section", "page_section", "cxenseparse:taxonomy", "dc.subject",
)  # fmt: skip
TAGS = (
    "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "tags",
    "bc:tags", "citation_keywords", "keywords",
)  # fmt: skip
IMAGES = (
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src",
    "parsely-image-url", "sailthru.image.full", "image",
)  # fmt: skip
LANGUAGES = (
    "content-language",
    "dc.language",
    "dcterms.language",
    "language",
    "inlanguage",
    "og:locale",
)
DATES_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "rnews:datepublished", "og:datepublished",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created",
    "dcterms.created", "citation_publication_date", "citation_date", "citation_online_date",
    "prism.publicationdate", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article_date_original", "article:publicationdate", "article.published",
    "originalpublicationdate", "date.release", "publication_date", "publish-date", "publish_date",
    "publishdate", "publisheddate", "published-date", "published-time", "published_at",
    "published_time", "pub_date", "pubdate", "published", "displaydate", "search:contentdate",
    "date_published", "w-published-date", "cludo:date", "datecreated", "uploaddate", "date",
)  # fmt: skip
DATES_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:modified_time", "datemodified",
    "og:updated_time", "dc.date.modified", "dcterms.modified", "article_date_updated",
    "last_updated_date", "lastpublisheddate", "modified-date", "modified-time", "lastmod",
    "updated", "last-modified",
)  # fmt: skip
TYPES = ("og:type", "parsely-type")
ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot")
LICENSES = ("dcterms.license", "dc.rights.license", "license")
